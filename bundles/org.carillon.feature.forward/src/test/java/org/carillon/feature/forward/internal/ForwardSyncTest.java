package org.carillon.feature.forward.internal;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardSyncTest {
    private final FakeConfigurations accounts = new FakeConfigurations(3);
    private final ForwardScreening forward = new ForwardScreening(Configs.defaults(ForwardConfig.class), accounts);
    private final ForwardSync sync = new ForwardSync(forward);

    private void configure(Map<String, ?> values) {
        forward.modified(Configs.of(ForwardConfig.class, values));
    }

    private Switch busy() {
        return sync.switches(2).getFirst();
    }

    private Switch always() {
        return sync.switches(2).get(1);
    }

    private Switch noAnswer() {
        return sync.switches(2).get(2);
    }

    private static Document event(String type, String status, String number, String rings) {
        return Document.of("ForwardingEvent", "device", "1001", "forwardingType", type, "forwardStatus", status, "forwardTo", number,
                "ringCount", rings);
    }

    @Test
    void whatIsOnIsToldWithItsNumber() {
        configure(Map.of("immEnable", true, "immNumber", "300", "immOnCode", "*72"));
        assertThat(sync.isPerAccount()).isFalse();
        assertThat(always())
                .isEqualTo(new Switch("forward.always", true, Map.of("FeatureImmFwdEnable", "true", "FeatureImmFwdNumber", "300"),
                        Set.of("FeatureImmFwdEnable", "FeatureImmFwdNumber"), "*72300",
                        Document.of("SetForwarding", "forwardingType", "forwardImmediate", "activateForward", "true", "forwardDN", "300")));
    }

    @Test
    void ofWhatIsOffTheSwitchAloneIsTold() {
        configure(Map.of("mode", 1));
        accounts.put(ForwardConfig.Account.PID, 2, Map.of("busyNumber", "300", "busyOffCode", "*91"));
        assertThat(sync.isPerAccount()).isTrue();
        assertThat(busy())
                .isEqualTo(new Switch("forward.busy", false, Map.of("Account2BusyFwdEnable", "false", "Account2BusyFwdNumber", "300"),
                        Set.of("Account2BusyFwdEnable"), "*91",
                        Document.of("SetForwarding", "forwardingType", "forwardBusy", "activateForward", "false", "forwardDN", "300")));
    }

    @ParameterizedTest(name = "{0} s in rings of {1} s: {2}")
    @CsvSource({"10,5,2", "53,10,6", "60,60,1", "10,60,1", "60,1,60"})
    void secondsAreToldAsRings(int duration, int interval, String rings) {
        configure(Map.of("noReplyEnable", true, "noReplyNumber", "300", "noReplyDuration", duration, "noReplyInterval", interval, "method",
                1));
        assertThat(noAnswer().request().elements()).containsEntry("ringCount", rings);
        assertThat(noAnswer().told()).contains("FeatureNoReplyFwdDuration");
    }

    /** A code says nothing about time. */
    @Test
    void whereCodesAreDialledTheTimeIsNotTold() {
        configure(Map.of("noReplyEnable", true, "noReplyNumber", "300"));
        assertThat(sync.subscribes(2)).isFalse();
        assertThat(noAnswer().told()).containsExactlyInAnyOrder("FeatureNoReplyFwdEnable", "FeatureNoReplyFwdNumber");
        assertThat(noAnswer().request().elements()).doesNotContainKey("ringCount");
    }

    @Test
    void eventsAreAboutTheirKind() {
        assertThat(sync.read(2, event("forwardImmediate", "true", "300", "")))
                .isEqualTo(Map.of("FeatureImmFwdEnable", "true", "FeatureImmFwdNumber", "300"));
        assertThat(sync.read(2, event("forwardBusy", "false", "300", ""))).isEqualTo(Map.of("FeatureBusyFwdEnable", "false"));
        configure(Map.of("mode", 1));
        assertThat(sync.read(2, event("forwardBusy", "1", "", "7"))).isEqualTo(Map.of("Account2BusyFwdEnable", "true"));
        assertThat(sync.read(2, event("forwardNever", "true", "300", ""))).isEmpty();
        assertThat(sync.read(2, event("forwardBusy", "perhaps", "300", ""))).isEmpty();
        assertThat(sync.read(2, Document.of("DoNotDisturbEvent", "forwardingType", "forwardBusy", "forwardStatus", "true"))).isEmpty();
    }

    @ParameterizedTest(name = "{0} rings: {1} s")
    @CsvSource({"3,15", "1,10", "20,60", "999,60", "'',", "-1,", "many,", "99999999999,"})
    void ringsAreHeardAsSeconds(String rings, String seconds) {
        assertThat(sync.read(2, event("forwardNoAns", "true", "300", rings)).get("FeatureNoReplyFwdDuration")).isEqualTo(seconds);
    }

    @Test
    void aServerThatKnowsIsTrusted() {
        configure(Map.of("busyEnable", true, "busyNumber", "300"));
        sync.serverKnows(2, Set.of("FeatureBusyFwdEnable"));
        assertThat(forward.judgeBusy(new IncomingCall("c1", 2, "", "", "", false))).isEqualTo(Verdict.ring());
        assertThat(forward.judgeBusy(new IncomingCall("c2", 3, "", "", "", false))).isEqualTo(Verdict.redirect("300"));
    }
}
