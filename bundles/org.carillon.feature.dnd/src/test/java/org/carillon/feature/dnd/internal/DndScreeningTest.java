package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.junit.jupiter.api.Test;

class DndScreeningTest {
    private static final IncomingCall CALL = new IncomingCall("c1", 2, "100", "sip:bob@example.com", "Bob", false);
    private final FakeConfigurations accounts = new FakeConfigurations(3);
    private final DndScreening screening = new DndScreening(Configs.defaults(DndConfig.class), accounts);

    @Test
    void callsRingByDefault() {
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.ring());
        assertThat(screening.sign()).isNull();
    }

    @Test
    void aChangeOfThePhoneWorksAtOnce() {
        screening.modified(Configs.of(DndConfig.class, Map.of("enable", true, "refuseCode", 603)));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.busy(603));
        assertThat(screening.sign().icon()).isEqualTo("dnd");
    }

    @Test
    void aChangeOfAnAccountWorksAtOnce() {
        screening.modified(Configs.of(DndConfig.class, Map.of("mode", 1)));
        accounts.put(DndConfig.Account.PID, 2, Map.of("enable", true));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.busy(486));
    }

    @Test
    void aServerThatIsInStepIsTrusted() {
        screening.modified(Configs.of(DndConfig.class, Map.of("enable", true)));
        screening.serverKnows(2, Set.of("FeatureDndEnable"));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.ring());
        screening.modified(Configs.of(DndConfig.class, Map.of("mode", 1)));
        accounts.put(DndConfig.Account.PID, 2, Map.of("enable", true));
        assertThat(screening.judge(CALL)).as("it knows another parameter").isEqualTo(Verdict.busy(486));
        screening.modified(Configs.of(DndConfig.class, Map.of("enable", true)));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.ring());
        screening.serverKnows(2, Set.of());
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.busy(486));
    }
}
