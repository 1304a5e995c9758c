package org.carillon.feature.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.line.Line;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.ui.KeyFunction.Key;
import org.carillon.api.ui.KeyFunction.Light;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakeSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardKeyTest {
    private static final Key KEY = new Key("L2", 3, "");
    private final FakeConfigurations accounts = new FakeConfigurations(8);
    private final ForwardScreening forward = new ForwardScreening(Configs.defaults(ForwardConfig.class), accounts);
    private final FakeSettings settings = new FakeSettings();
    private final FakeLines lines = new FakeLines().put(1, Line.State.REGISTERED).put(3, Line.State.FAILED);
    private final FakeCalls calls = new FakeCalls();
    private final ForwardKey key = new ForwardKey(forward, settings, lines, calls);

    @Test
    void aPressTurnsThePhonesSwitch() {
        forward.modified(Configs.of(ForwardConfig.class, Map.of("immNumber", "300")));
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("FeatureImmFwdEnable", "true"));
        assertThat(key.light(KEY)).isEqualTo(Light.OFF);
        forward.modified(Configs.of(ForwardConfig.class, Map.of("immEnable", true, "immNumber", "300")));
        assertThat(key.light(KEY)).isEqualTo(Light.SOLID_RED);
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("FeatureImmFwdEnable", "false"));
    }

    @Test
    void inCustomModeAPressTurnsTheSwitchOfTheKeysAccount() {
        forward.modified(Configs.of(ForwardConfig.class, Map.of("mode", 1)));
        accounts.put(ForwardConfig.Account.PID, 3, Map.of("immNumber", "300"));
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("Account3ImmFwdEnable", "true"));
        accounts.put(ForwardConfig.Account.PID, 3, Map.of("immEnable", true, "immNumber", "300"));
        assertThat(key.light(KEY)).isEqualTo(Light.SOLID_RED);
        assertThat(key.light(new Key("L1", 1, ""))).isEqualTo(Light.OFF);
        key.pressed(KEY);
        assertThat(settings.values()).isEqualTo(Map.of("Account3ImmFwdEnable", "false"));
    }

    @Test
    void withoutANumberNothingIsTurnedOn() {
        assertThatThrownBy(() -> key.pressed(KEY)).isInstanceOf(ParameterException.class)
                .hasMessage("FeatureImmFwdNumber is blank: there is no number to forward calls to");
        assertThatThrownBy(() -> key.perform("BusyFwdOn", "")).hasMessageContaining("FeatureBusyFwdNumber is blank");
        key.perform("BusyFwdOff", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureBusyFwdEnable", "false"));
    }

    @ParameterizedTest
    @CsvSource({"AlwaysFwd,Imm", "BusyFwd,Busy", "NoAnswFwd,NoReply"})
    void actionsSayOnAndOff(String action, String kind) {
        key.perform(action + "On", "300");
        assertThat(settings.values()).isEqualTo(Map.of("Feature" + kind + "FwdEnable", "true", "Feature" + kind + "FwdNumber", "300"));
        key.perform(action + "Off", "");
        assertThat(settings.values()).isEqualTo(Map.of("Feature" + kind + "FwdEnable", "false", "Feature" + kind + "FwdNumber", "300"));
    }

    @Test
    void anActionWithoutANumberTakesTheConfiguredOne() {
        forward.modified(Configs.of(ForwardConfig.class, Map.of("noReplyNumber", "300")));
        key.perform("NoAnswFwdOn", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureNoReplyFwdEnable", "true"));
    }

    @Test
    void inCustomModeActionsReachAllLines() {
        forward.modified(Configs.of(ForwardConfig.class, Map.of("mode", 1)));
        key.perform("AlwaysFwdOn", "300");
        assertThat(settings.values()).isEqualTo(Map.of("Account1ImmFwdEnable", "true", "Account1ImmFwdNumber", "300",
                "Account3ImmFwdEnable", "true", "Account3ImmFwdNumber", "300"));
    }

    @Test
    void theSoftkeySendsTheCallThatRingsElsewhere() {
        calls.put(FakeCalls.call("c1", Call.Direction.IN, Call.State.RINGING));
        assertThat(key.label()).isEqualTo("Forward");
        key.pressed("c1", "400");
        forward.modified(Configs.of(ForwardConfig.class, Map.of("immNumber", "300")));
        key.pressed("c1", "");
        assertThat(calls.requests()).containsExactly("redirect c1 400", "redirect c1 300");
    }

    @Test
    void withoutACallTheSoftkeyTurnsAlwaysForward() {
        assertThatThrownBy(() -> key.pressed("", "")).isInstanceOf(ParameterException.class).hasMessageContaining("FeatureImmFwdNumber");
        forward.modified(Configs.of(ForwardConfig.class, Map.of("immNumber", "300")));
        key.pressed("", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureImmFwdEnable", "true"));
        forward.modified(Configs.of(ForwardConfig.class, Map.of("immEnable", true, "immNumber", "300")));
        key.pressed("", "");
        assertThat(settings.values()).isEqualTo(Map.of("FeatureImmFwdEnable", "false"));
        assertThat(calls.requests()).isEmpty();
    }
}
