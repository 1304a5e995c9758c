package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class ScreenerTest {
    private static final IncomingCall CALL = new IncomingCall("c1", 1, "100", "sip:bob@example.com", "", false);
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<Verdict> verdicts = new ArrayList<>();
    /** Screenings that were asked and think until a test lets them. */
    private final Deque<Runnable> thinking = new ArrayDeque<>();

    private void screen(CallScreening... screenings) {
        Scope scope = new SlowThinking(scopes.open("test"), thinking::add);
        new Screener(CALL, List.of(screenings), scope, scope.serial("call"), log.logger(), verdicts::add).start();
        scopes.settle();
    }

    private void think() {
        thinking.remove().run();
        scopes.settle();
    }

    @Test
    void nobodyToAskMeansRing() {
        screen();
        assertThat(verdicts).containsExactly(Verdict.ring());
    }

    @Test
    void theNextIsAskedWhenOneTakesTooLongAndItsLateVerdictCountsForNothing() {
        screen(call -> Verdict.reject(486), call -> Verdict.redirect("300"));
        scopes.advance(Screener.PATIENCE);
        assertThat(thinking).hasSize(2);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("within 2 s: it rings");
        think();
        assertThat(verdicts).isEmpty();
        think();
        assertThat(verdicts).containsExactly(Verdict.redirect("300"));
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void oneThatHangsDoesNotKeepOthersFromABusyPhone() {
        CallScreening slow = new Busy(call -> Verdict.ring(), Verdict.redirect("300"));
        screen(slow, call -> Verdict.busy(486), new Busy(call -> Verdict.ring(), Verdict.redirect("400")));
        think();
        think();
        assertThat(thinking).hasSize(1);
        scopes.advance(Screener.PATIENCE);
        scopes.advance(Screener.PATIENCE);
        thinking.removeFirst();
        thinking.removeFirst();
        think();
        assertThat(verdicts).containsExactly(Verdict.redirect("400"));
    }

    private record Busy(CallScreening usually, Verdict onBusy) implements CallScreening {
        @Override
        public Verdict judge(IncomingCall call) {
            return usually.judge(call);
        }

        @Override
        public Verdict judgeBusy(IncomingCall call) {
            return onBusy;
        }
    }

    @Test
    void theLastOneThatHangsMeansRing() {
        screen(call -> Verdict.reject(486));
        scopes.advance(Duration.ofMillis(1999));
        assertThat(verdicts).isEmpty();
        scopes.advance(Duration.ofMillis(1));
        assertThat(verdicts).containsExactly(Verdict.ring());
        think();
        scopes.advance(Duration.ofMinutes(1));
        assertThat(verdicts).containsExactly(Verdict.ring());
    }

    /** A scope whose blocking tasks wait for the test. */
    private record SlowThinking(Scope scope, Executor slow) implements Scope {
        @Override
        public Scope child(String name) {
            return scope.child(name);
        }

        @Override
        public Executor serial(String name) {
            return scope.serial(name);
        }

        @Override
        public Executor blocking() {
            return slow;
        }

        @Override
        public Timer after(Duration delay, Executor on, Runnable task) {
            return scope.after(delay, on, task);
        }

        @Override
        public Timer every(Duration period, Executor on, Runnable task) {
            return scope.every(period, on, task);
        }

        @Override
        public Thread dedicated(String name, boolean realtime, Runnable body) {
            return scope.dedicated(name, realtime, body);
        }

        @Override
        public void onClose(AutoCloseable resource) {
            scope.onClose(resource);
        }

        @Override
        public boolean isClosed() {
            return scope.isClosed();
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
