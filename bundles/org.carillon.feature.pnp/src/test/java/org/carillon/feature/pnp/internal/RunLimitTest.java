package org.carillon.feature.pnp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.carillon.feature.pnp.internal.RunLimit.Verdict;
import org.junit.jupiter.api.Test;

class RunLimitTest {
    private final RunLimit limit = new RunLimit();

    private Verdict at(int seconds, String url) {
        return limit.ask(url, Duration.ofSeconds(seconds).toNanos() - 7);
    }

    @Test
    void aRepetitionIsNoOtherRun() {
        assertThat(at(0, "a")).isEqualTo(Verdict.RUN);
        assertThat(at(59, "a")).isEqualTo(Verdict.KNOWN);
        assertThat(at(60, "a")).isEqualTo(Verdict.RUN);
        assertThat(at(61, "a")).isEqualTo(Verdict.KNOWN);
    }

    @Test
    void threeRunsInThreeMinutesAreEnough() {
        assertThat(at(0, "a")).isEqualTo(Verdict.RUN);
        assertThat(at(1, "b")).isEqualTo(Verdict.RUN);
        assertThat(at(2, "c")).isEqualTo(Verdict.RUN);
        assertThat(at(3, "d")).isEqualTo(Verdict.LATER);
        assertThat(at(4, "b")).isEqualTo(Verdict.KNOWN);
        assertThat(at(179, "d")).isEqualTo(Verdict.LATER);
        assertThat(at(180, "d")).isEqualTo(Verdict.RUN);
        assertThat(at(180, "e")).isEqualTo(Verdict.LATER);
    }

    @Test
    void aFloodIsOneRunAMinute() {
        Random random = new Random(1);
        int runs = 0;
        for (int second = 0; second < 3_600; second++) {
            for (int i = 0; i < 20; i++) {
                runs += at(second, "url" + random.nextInt(1_000)) == Verdict.RUN ? 1 : 0;
            }
        }
        assertThat(runs).isEqualTo(60);
    }
}
