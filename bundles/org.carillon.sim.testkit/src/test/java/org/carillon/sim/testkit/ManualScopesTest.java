package org.carillon.sim.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.junit.jupiter.api.Test;

class ManualScopesTest {
    private final ManualScopes scopes = new ManualScopes();
    private final Scope scope = scopes.open("test");
    private final Executor serial = scope.serial("one");
    private final List<String> done = new ArrayList<>();

    private Runnable task(String name) {
        return () -> done.add(name + "@" + scopes.nanoTime() / 1_000_000);
    }

    @Test
    void nothingHappensBeforeTheTestSaysSo() {
        serial.execute(task("a"));
        scope.blocking().execute(task("b"));
        scope.after(Duration.ZERO, serial, task("c"));
        assertThat(done).isEmpty();

        scopes.settle();
        assertThat(done).containsExactly("a@0", "b@0");

        scopes.advance(Duration.ZERO);
        assertThat(done).containsExactly("a@0", "b@0", "c@0");
    }

    @Test
    void timersComeInTheOrderOfTime() {
        scope.after(Duration.ofMillis(20), serial, task("late"));
        scope.after(Duration.ofMillis(10), serial, () -> {
            task("early").run();
            scope.after(Duration.ofMillis(5), serial, task("nested"));
        });
        scope.every(Duration.ofMillis(8), Runnable::run, task("tick"));

        scopes.advance(Duration.ofMillis(19));

        assertThat(done).containsExactly("tick@8", "early@10", "nested@15", "tick@16");
        assertThat(scopes.now()).isEqualTo(Instant.parse("2025-01-01T00:00:00.019Z"));
        assertThat(scopes.waitingTimers()).isEqualTo(2);
    }

    @Test
    void aTimerCanBeTakenBackUntilItRuns() {
        Timer timer = scope.after(Duration.ofMillis(1), serial, task("never"));
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        Timer ran = scope.after(Duration.ofMillis(1), serial, task("ran"));
        scopes.advance(Duration.ofSeconds(1));
        assertThat(ran.cancel()).isFalse();
        assertThat(done).containsExactly("ran@1");
    }

    @Test
    void closeEndsEverythingBackwards() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        scope.onClose(() -> done.add("first"));
        Scope child = scope.child("child");
        child.onClose(() -> done.add("in child"));
        scope.onClose(() -> done.add("last"));
        Thread thread = scope.dedicated("loop", true, () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        serial.execute(task("dropped"));
        child.every(Duration.ofMillis(1), serial, task("dropped"));

        scope.close();
        scopes.advance(Duration.ofSeconds(1));

        assertThat(done).containsExactly("last", "in child", "first");
        assertThat(interrupted.getCount()).isZero();
        assertThat(thread.isAlive()).isFalse();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void aTaskThatThrowsFailsTheTest() {
        serial.execute(() -> {
            throw new IllegalStateException("oops");
        });
        assertThatThrownBy(scopes::settle).isInstanceOf(AssertionError.class).hasRootCauseMessage("oops");
    }
}
