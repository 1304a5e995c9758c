package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.api.line.Line;
import org.carillon.api.ui.KeyFunction.Key;
import org.carillon.api.ui.KeyFunction.Light;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakeSettings;
import org.junit.jupiter.api.Test;

class DndKeyTest {
    private static final Key KEY = new Key("L2", 3, "");
    private final FakeConfigurations accounts = new FakeConfigurations(8);
    private final DndScreening dnd = new DndScreening(Configs.defaults(DndConfig.class), accounts);
    private final FakeSettings settings = new FakeSettings();
    private final FakeLines lines = new FakeLines().put(1, Line.State.REGISTERED).put(3, Line.State.FAILED);
    private final DndKey key = new DndKey(dnd, settings, lines);

    @Test
    void aPressTurnsThePhonesSwitch() {
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "true"));
        assertThat(key.light(KEY)).isEqualTo(Light.OFF);
        dnd.modified(Configs.of(DndConfig.class, Map.of("enable", true)));
        assertThat(key.light(KEY)).isEqualTo(Light.SOLID_RED);
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "false"));
    }

    @Test
    void inCustomModeAPressTurnsTheSwitchOfTheKeysAccount() {
        dnd.modified(Configs.of(DndConfig.class, Map.of("mode", 1)));
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("Account3DndEnable", "true"));
        accounts.put(DndConfig.Account.PID, 3, Map.of("enable", true));
        assertThat(key.light(KEY)).isEqualTo(Light.SOLID_RED);
        assertThat(key.light(new Key("L1", 1, ""))).isEqualTo(Light.OFF);
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("Account3DndEnable", "false"));
    }

    @Test
    void actionsSayOnAndOff() {
        key.perform(DndKey.ON, "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "true"));
        key.perform(DndKey.OFF, "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "false"));
    }

    @Test
    void inCustomModeActionsReachAllLines() {
        dnd.modified(Configs.of(DndConfig.class, Map.of("mode", 1)));
        key.perform(DndKey.ON, "");
        assertThat(settings.values()).isEqualTo(Map.of("Account1DndEnable", "true", "Account3DndEnable", "true"));
    }

    @Test
    void theSoftkeyTurnsWhatIsOnOffAndWhatIsOffOn() {
        assertThat(key.label()).isEqualTo("DND");
        key.pressed("", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "true"));
        dnd.modified(Configs.of(DndConfig.class, Map.of("enable", true)));
        key.pressed("", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "false"));
    }
}
