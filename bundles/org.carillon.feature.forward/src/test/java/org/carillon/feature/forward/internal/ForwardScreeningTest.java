package org.carillon.feature.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.junit.jupiter.api.Test;

class ForwardScreeningTest {
    private static final IncomingCall CALL = new IncomingCall("c1", 2, "100", "sip:bob@example.com", "Bob", false);
    private final FakeConfigurations accounts = new FakeConfigurations(3);
    private final ForwardScreening screening = new ForwardScreening(Configs.defaults(ForwardConfig.class), accounts);

    @Test
    void callsRingByDefault() {
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.ring());
        assertThat(screening.judgeBusy(CALL)).isEqualTo(Verdict.ring());
        assertThat(screening.sign()).isNull();
    }

    @Test
    void aChangeOfThePhoneWorksAtOnce() {
        screening.modified(Configs.of(ForwardConfig.class, Map.of("busyEnable", true, "busyNumber", "300")));
        assertThat(screening.judgeBusy(CALL)).isEqualTo(Verdict.redirect("300"));
        assertThat(screening.sign().icon()).isEqualTo("forward");
    }

    @Test
    void aChangeOfAnAccountWorksAtOnce() {
        screening.modified(Configs.of(ForwardConfig.class, Map.of("mode", 1)));
        accounts.put(ForwardConfig.Account.PID, 2, Map.of("immEnable", true, "immNumber", "300"));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.redirect("300"));
    }

    @Test
    void aServerThatIsInStepIsTrusted() {
        screening.modified(Configs.of(ForwardConfig.class, Map.of("immEnable", true, "immNumber", "300")));
        screening.serverKnows(2, Set.of("FeatureImmFwdEnable"));
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.ring());
        assertThat(screening.judgeBusy(CALL)).isEqualTo(Verdict.ring());
        screening.serverKnows(2, Set.of());
        assertThat(screening.judge(CALL)).isEqualTo(Verdict.redirect("300"));
    }
}
