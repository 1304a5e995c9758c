package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.ServerFeature.Document;
import org.carillon.api.call.ServerFeature.Switch;
import org.carillon.api.call.Verdict;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.junit.jupiter.api.Test;

class DndSyncTest {
    private final FakeConfigurations accounts = new FakeConfigurations(3);
    private final DndScreening dnd = new DndScreening(Configs.defaults(DndConfig.class), accounts);
    private final DndSync sync = new DndSync(dnd);

    private static Document event(String state) {
        return Document.of("DoNotDisturbEvent", "device", "1001", "doNotDisturbOn", state);
    }

    @Test
    void inPhoneModeThePhonesSwitchIsTold() {
        dnd.modified(Configs.of(DndConfig.class, Map.of("enable", true, "onCode", "*78", "offCode", "*79", "method", 1)));
        assertThat(sync.isPerAccount()).isFalse();
        assertThat(sync.subscribes(2)).isTrue();
        assertThat(sync.switches(2))
                .containsExactly(new Switch("dnd", true, Map.of("FeatureDndEnable", "true"), Set.of("FeatureDndEnable"), "*78",
                        Document.of("SetDoNotDisturb", "doNotDisturbOn", "true")));
    }

    @Test
    void inCustomModeAnAccountsSwitchIsTold() {
        dnd.modified(Configs.of(DndConfig.class, Map.of("mode", 1, "enable", true)));
        accounts.put(DndConfig.Account.PID, 2, Map.of("offCode", "*73"));
        assertThat(sync.isPerAccount()).isTrue();
        assertThat(sync.subscribes(2)).isFalse();
        assertThat(sync.switches(2))
                .containsExactly(new Switch("dnd", false, Map.of("Account2DndEnable", "false"), Set.of("Account2DndEnable"), "*73",
                        Document.of("SetDoNotDisturb", "doNotDisturbOn", "false")));
    }

    @Test
    void anEventIsAboutTheSwitch() {
        assertThat(sync.read(2, event("true"))).isEqualTo(Map.of("FeatureDndEnable", "true"));
        dnd.modified(Configs.of(DndConfig.class, Map.of("mode", 1)));
        assertThat(sync.read(2, event("0"))).isEqualTo(Map.of("Account2DndEnable", "false"));
        assertThat(sync.read(2, event("perhaps"))).isEmpty();
        assertThat(sync.read(2, Document.of("ForwardingEvent", "doNotDisturbOn", "true"))).isEmpty();
    }

    @Test
    void aServerThatKnowsIsTrusted() {
        dnd.modified(Configs.of(DndConfig.class, Map.of("enable", true)));
        sync.serverKnows(2, Set.of("FeatureDndEnable"));
        assertThat(dnd.judge(new IncomingCall("c1", 2, "", "", "", false))).isEqualTo(Verdict.ring());
        assertThat(dnd.judge(new IncomingCall("c2", 3, "", "", "", false))).isEqualTo(Verdict.busy(486));
    }
}
