package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.carillon.api.scope.Scope;
import org.carillon.sim.testkit.ManualScopes;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    private final ManualScopes clock = new ManualScopes();
    private final Scope scope = clock.open("test");
    private final List<String> asked = new ArrayList<>();
    private boolean answersPings;
    private boolean answersProbes;
    private boolean pongsSeen;
    private long heardAt;
    private final Supervision supervision = new Supervision(new Supervision.Subject() {
        @Override
        public long heardAt() {
            return heardAt;
        }

        @Override
        public boolean answersPings() {
            return pongsSeen;
        }

        @Override
        public void ping() {
            asked("ping", answersPings);
            pongsSeen |= answersPings;
        }

        @Override
        public void probe() {
            asked("probe", answersProbes);
        }

        @Override
        public void dead(String reason) {
            asked("dead", false);
        }
    }, clock::nanoTime, (delay, task) -> scope.after(delay, scope.serial("sip"), task), new Random(3), StreamLimits.STANDARD);

    private void asked(String what, boolean answered) {
        asked.add(what);
        if (answered) {
            clock.nanoTime();
            heardAt = clock.nanoTime() + 1;
        }
    }

    @Test
    void pingsGoOnAtRandomIntervals() {
        answersPings = true;
        supervision.start();
        clock.advance(Duration.ofSeconds(23));
        assertThat(asked).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(asked).containsOnly("ping").hasSizeBetween(20, 26);
        supervision.stop();
        assertThat(clock.waitingTimers()).isZero();
    }

    @Test
    void silenceAfterAPongIsTheEnd() {
        answersPings = true;
        supervision.start();
        clock.advance(Duration.ofMinutes(2));
        answersPings = false;
        asked.clear();
        clock.advance(Duration.ofSeconds(41));
        assertThat(asked).endsWith("dead").doesNotContain("probe");
        asked.clear();
        clock.advance(Duration.ofMinutes(5));
        assertThat(asked).isEmpty();
    }

    @Test
    void silenceOfWhomNobodyKnowsIsAskedAbout() {
        answersProbes = true;
        supervision.start();
        clock.advance(Duration.ofMinutes(5));
        assertThat(asked).startsWith("ping", "probe").doesNotContain("dead");
        assertThat(asked.stream().filter("ping"::equals)).as("where pings are of no use").hasSize(1);
        answersProbes = false;
        asked.clear();
        clock.advance(Duration.ofSeconds(41));
        assertThat(asked).endsWith("probe", "dead");
    }

    @Test
    void whoAnswersNothingIsDead() {
        supervision.start();
        clock.advance(Duration.ofSeconds(51));
        assertThat(asked).containsExactly("ping", "probe", "dead");
    }

    @Test
    void aPromiseCountsLikeAPong() {
        pongsSeen = true;
        supervision.start();
        clock.advance(Duration.ofSeconds(41));
        assertThat(asked).containsExactly("ping", "dead");
    }

    @Test
    void aServerMayWantItMoreOften() {
        answersPings = true;
        supervision.start();
        supervision.within(Duration.ofSeconds(12));
        clock.advance(Duration.ofSeconds(12));
        assertThat(asked).containsExactly("ping");
        supervision.within(Duration.ofMinutes(5));
        clock.advance(Duration.ofSeconds(25));
        assertThat(asked).hasSizeBetween(3, 4).containsOnly("ping");
    }
}
