package org.carillon.feature.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.carillon.api.call.Verdict;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.feature.forward.internal.ForwardPolicy.Kind;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardPolicyTest {
    private static final Verdict AFTER_TEN_SECONDS = Verdict.ring(Duration.ofSeconds(10), Verdict.redirect("300"));

    /** Account 2 of 3 has the given parameters. */
    private static ForwardPolicy policy(Map<String, ?> phone, Map<String, ?> account2) {
        return new ForwardPolicy(Configs.of(ForwardConfig.class, phone),
                new FakeConfigurations(3).put(ForwardConfig.Account.PID, 2, account2).perIndex(ForwardConfig.Account.class,
                        ForwardConfig.Account.PID));
    }

    private static Verdict judge(ForwardPolicy policy, int account) {
        return policy.judge(account, Set.of());
    }

    private static Verdict judgeBusy(ForwardPolicy policy, int account) {
        return policy.judgeBusy(account, Set.of());
    }

    @ParameterizedTest(name = "mode {0}, phone {1}, account 2 {2}: 1 to {3}, 2 to {4}")
    @CsvSource({"0,false,false,,", "0,true,false,300,300", "0,false,true,,", "1,false,false,,", "1,true,false,,", "1,false,true,,200"})
    void whoseCallsGoElsewhere(int mode, boolean phone, boolean account2, String one, String two) {
        ForwardPolicy policy = policy(Map.of("mode", mode, "immEnable", phone, "immNumber", "300"),
                Map.of("immEnable", account2, "immNumber", "200"));
        assertThat(judge(policy, 1)).isEqualTo(one == null ? Verdict.ring() : Verdict.redirect(one));
        assertThat(judge(policy, 2)).isEqualTo(two == null ? Verdict.ring() : Verdict.redirect(two));
        assertThat(judgeBusy(policy, 2)).as("a busy phone as well").isEqualTo(judge(policy, 2));
        assertThat(policy.sign() != null).isEqualTo(one != null || two != null);
    }

    @Test
    void withoutANumberNothingGoesElsewhere() {
        ForwardPolicy policy = policy(Map.of("immEnable", true, "busyEnable", true, "noReplyEnable", true), Map.of());
        assertThat(judge(policy, 1)).isEqualTo(Verdict.ring());
        assertThat(judgeBusy(policy, 1)).isEqualTo(Verdict.ring());
        assertThat(policy.sign()).isNull();
    }

    @Test
    void onBusyOnlyCallsToABusyPhoneGoElsewhere() {
        ForwardPolicy policy = policy(Map.of("busyEnable", true, "busyNumber", "300"), Map.of());
        assertThat(judge(policy, 1)).isEqualTo(Verdict.ring());
        assertThat(judgeBusy(policy, 1)).isEqualTo(Verdict.redirect("300"));
        assertThat(policy.sign()).isEqualTo(new Sign("forward", ""));
    }

    @Test
    void callsThatNobodyAnswersGoElsewhereInTheEnd() {
        ForwardPolicy policy = policy(Map.of("noReplyEnable", true, "noReplyNumber", "300"), Map.of());
        assertThat(judge(policy, 1)).isEqualTo(AFTER_TEN_SECONDS);
        assertThat(judgeBusy(policy, 1)).isEqualTo(Verdict.ring());
        assertThat(policy.sign()).isEqualTo(new Sign("forward", ""));
        assertThat(judge(policy(Map.of("mode", 1, "noReplyDuration", 25), Map.of("noReplyEnable", true, "noReplyNumber", "300")), 2))
                .isEqualTo(Verdict.ring(Duration.ofSeconds(25), Verdict.redirect("300")));
    }

    @Test
    void alwaysGoesBeforeTheOthers() {
        ForwardPolicy policy = policy(Map.of("immEnable", true, "immNumber", "1", "busyEnable", true, "busyNumber", "2", "noReplyEnable",
                true, "noReplyNumber", "3"), Map.of());
        assertThat(judge(policy, 1)).isEqualTo(Verdict.redirect("1"));
        assertThat(judgeBusy(policy, 1)).isEqualTo(Verdict.redirect("1"));
    }

    @ParameterizedTest(name = "server knows {0}, local processing {1}: {2}")
    @CsvSource({"FeatureBusyFwdEnable,false,true", "FeatureImmFwdEnable,false,false", "FeatureImmFwdEnable,true,true"})
    void whatAServerKnowsItDoesByItself(String known, boolean local, boolean here) {
        ForwardPolicy policy = policy(Map.of("immEnable", true, "immNumber", "300"), Map.of("localProcessing", local));
        assertThat(policy.judge(2, Set.of(known))).isEqualTo(here ? Verdict.redirect("300") : Verdict.ring());
        assertThat(policy.judgeBusy(2, Set.of(known))).isEqualTo(here ? Verdict.redirect("300") : Verdict.ring());
    }

    @ParameterizedTest(name = "{0}, on {1}, to {2}, code {3}: {4}")
    @CsvSource({"ALWAYS,true,300,*1,*1300", "BUSY,true,300,*1,*1300", "NO_ANSWER,true,300,*1,*1300", "ALWAYS,true,'',*1,*0",
            "ALWAYS,false,300,*1,*0", "ALWAYS,true,300,'',''"})
    void codesCarryTheNumber(Kind kind, boolean on, String number, String code, String dialled) {
        String name = switch (kind) {
            case ALWAYS -> "imm";
            case BUSY -> "busy";
            case NO_ANSWER -> "noReply";
        };
        Map<String, ?> values = Map.of(name + "Enable", on, name + "Number", number, name + "OnCode", code, name + "OffCode", "*0");
        assertThat(policy(values, Map.of()).forward(kind, 2).code()).isEqualTo(dialled);
        assertThat(policy(Map.of("mode", 1), values).forward(kind, 2).code()).isEqualTo(dialled);
        assertThat(policy(Map.of("mode", 1), values).forward(kind, 1).code()).isEmpty();
    }

    @Test
    void theScreenSaysWhereCallsGoThatDoNotRing() {
        assertThat(policy(Map.of("immEnable", true, "immNumber", "300"), Map.of()).sign())
                .isEqualTo(new Sign("forward", "Forwarded to 300"));
        assertThat(policy(Map.of("mode", 1), Map.of("immEnable", true, "immNumber", "200")).sign())
                .isEqualTo(new Sign("forward", "Forwarded to 200"));
    }
}
