package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.api.call.Verdict;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeConfigurations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DndPolicyTest {
    /** Account 2 of 3 has the given parameters. */
    private static DndPolicy policy(Map<String, ?> phone, Map<String, ?> account2) {
        return new DndPolicy(Configs.of(DndConfig.class, phone), new FakeConfigurations(3).put(DndConfig.Account.PID, 2, account2)
                .perIndex(DndConfig.Account.class, DndConfig.Account.PID));
    }

    @ParameterizedTest(name = "mode {0}, phone {1}, account 2 {2}: 1 {3}, 2 {4}")
    @CsvSource({"0,false,false,false,false", "0,true,false,true,true", "0,false,true,false,false", "1,false,false,false,false",
            "1,true,false,false,false", "1,false,true,false,true"})
    void whoIsNotDisturbed(int mode, boolean phone, boolean account2, boolean on1, boolean on2) {
        DndPolicy policy = policy(Map.of("mode", mode, "enable", phone), Map.of("enable", account2));
        assertThat(policy.isOn(1)).isEqualTo(on1);
        assertThat(policy.isOn(2)).isEqualTo(on2);
        assertThat(policy.sign() != null).isEqualTo(on1 || on2);
        assertThat(policy.judge(1, false)).isEqualTo(on1 ? Verdict.busy(486) : Verdict.ring());
        assertThat(policy.judge(2, false)).isEqualTo(on2 ? Verdict.busy(486) : Verdict.ring());
    }

    @ParameterizedTest
    @CsvSource({"404", "480", "486", "600", "603"})
    void callersGetTheRefusalCode(int code) {
        assertThat(policy(Map.of("enable", true, "refuseCode", code), Map.of()).judge(1, false)).isEqualTo(Verdict.busy(code));
    }

    @ParameterizedTest(name = "server knows {0}, local processing {1}: rejected {2}")
    @CsvSource({"false,false,true", "false,true,true", "true,false,false", "true,true,true"})
    void aServerThatKnowsRejectsByItself(boolean known, boolean local, boolean rejected) {
        DndPolicy policy = policy(Map.of("enable", true), Map.of("localProcessing", local));
        assertThat(policy.judge(2, known)).isEqualTo(rejected ? Verdict.busy(486) : Verdict.ring());
    }

    @ParameterizedTest(name = "mode {0}, on {1}: {2}, {3}")
    @CsvSource({"0,true,FeatureDndEnable,*1", "0,false,FeatureDndEnable,*0", "1,true,Account2DndEnable,*21",
            "1,false,Account2DndEnable,*20"})
    void theServerIsToldByTheCodeOfTheMode(int mode, boolean on, String id, String code) {
        DndPolicy policy = policy(Map.of("mode", mode, "enable", on, "onCode", "*1", "offCode", "*0", "method", 1 - mode),
                Map.of("enable", on, "onCode", "*21", "offCode", "*20", "method", mode));
        assertThat(policy.switchOf(2)).isEqualTo(id);
        assertThat(policy.code(2)).isEqualTo(code);
        assertThat(policy.subscribes(2)).isTrue();
    }

    @Test
    void thePromptIsInWordsWhenAskedFor() {
        assertThat(policy(Map.of("enable", true), Map.of()).sign()).isEqualTo(new Sign("dnd", ""));
        assertThat(policy(Map.of("enable", true, "promptMode", 1), Map.of()).sign()).isEqualTo(new Sign("dnd", "Do not disturb"));
        assertThat(policy(Map.of("promptMode", 1), Map.of()).sign()).isNull();
    }
}
