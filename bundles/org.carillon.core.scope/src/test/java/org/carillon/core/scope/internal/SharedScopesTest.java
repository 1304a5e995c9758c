package org.carillon.core.scope.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.LogLevel;

@Timeout(20)
class SharedScopesTest {
    private final RecordingLog log = new RecordingLog();
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private SharedScopes scopes;
    private Scope scope;

    @BeforeEach
    void open() {
        scopes = new SharedScopes(log.logger());
        scope = scopes.open("test");
    }

    @AfterEach
    void nothingIsLeft() {
        scopes.close();
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(threads()).isEmpty();
    }

    /** Threads that were not there before the test, without those of the test framework and those that the JDK shares among virtual threads. */
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread)).map(Thread::getName)
                .filter(name -> !name.matches("(ForkJoinPool-1|VirtualThread-|junit-).*")).toList();
    }

    private String next() throws InterruptedException {
        String next = seen.poll(5, TimeUnit.SECONDS);
        assertThat(next).as("something within 5 s").isNotNull();
        return next;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for an interrupt, and then some. */
    private void untilInterrupted(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            seen.add("interrupted");
        }
    }

    @Test
    void aSerialExecutorRunsOneAtATimeInOrder() throws Exception {
        Executor serial = scope.serial("one");
        AtomicInteger inside = new AtomicInteger();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(1000);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            serial.execute(() -> {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                order.add(number);
                inside.decrementAndGet();
                done.countDown();
            });
        }
        await(done);
        assertThat(order).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        assertThat(log.entries()).isEmpty();
    }

    @Test
    void oneSerialExecutorDoesNotStarveAnother() {
        Executor greedy = scope.serial("greedy");
        AtomicBoolean stop = new AtomicBoolean();
        for (int i = 0; i < 8; i++) {
            Executor one = scope.serial("greedy" + i);
            one.execute(new Runnable() {
                @Override
                public void run() {
                    if (!stop.get()) {
                        one.execute(this);
                    }
                }
            });
        }
        CountDownLatch done = new CountDownLatch(1);
        greedy.execute(done::countDown);
        await(done);
        stop.set(true);
    }

    @Test
    void threadsBearTheNameOfTheScopeAndLoseItAgain() throws Exception {
        Scope child = scope.child("child");
        Runnable name = () -> seen.add(Thread.currentThread().getName());
        child.serial("calls").execute(name);
        assertThat(next()).isEqualTo("test/child/calls");
        child.blocking().execute(name);
        assertThat(next()).isEqualTo("test/child/blocking");
        child.dedicated("pacing", true, name);
        assertThat(next()).isEqualTo("test/child/pacing");
        scope.close();
        assertThat(threads()).allMatch(left -> left.equals("carillon pool") || left.equals("carillon timers"));
    }

    @Test
    void realtimeAsksForTheHighestPriority() {
        assertThat(scope.dedicated("pacing", true, () -> {}).getPriority()).isEqualTo(Thread.MAX_PRIORITY);
        assertThat(scope.dedicated("reader", false, () -> {}).getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    }

    @Test
    void aFailedTaskIsLoggedAndEndsThatRunOnly() throws Exception {
        Executor serial = scope.serial("one");
        AtomicInteger runs = new AtomicInteger();
        serial.execute(() -> {
            throw new IllegalStateException("first");
        });
        scope.every(Duration.ofMillis(5), serial, () -> {
            seen.add("run " + runs.incrementAndGet());
            throw new AssertionError("again");
        });
        assertThat(next()).isEqualTo("run 1");
        assertThat(next()).isEqualTo("run 2");
        assertThat(next()).isEqualTo("run 3");
        scope.close();
        assertThat(log.messages(LogLevel.ERROR)).hasSizeGreaterThanOrEqualTo(3).containsOnly("A task of test failed");
        assertThat(log.entries().getFirst().exception()).hasMessage("first");
    }

    @Test
    void timersRunOnTimeAndLeaveNothing() throws Exception {
        long start = scopes.nanoTime();
        scope.after(Duration.ofMillis(50), scope.serial("one"), () -> seen.add("b"));
        scope.after(Duration.ofMillis(20), scope.serial("one"), () -> seen.add("a"));
        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("b");
        assertThat(Duration.ofNanos(scopes.nanoTime() - start)).isBetween(Duration.ofMillis(50), Duration.ofSeconds(3));
        assertThat(scopes.waitingTimers()).isZero();
        scope.after(Duration.ofSeconds(Long.MAX_VALUE), scope.serial("one"), () -> seen.add("never"));
        assertThat(scopes.waitingTimers()).isOne();
    }

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> scope.after(Duration.ofNanos(-1), Runnable::run, () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scope.every(Duration.ZERO, Runnable::run, () -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aThousandCancelledTimersLeaveNothing() {
        List<Timer> timers = IntStream.range(0, 1000).mapToObj(i -> i % 2 == 0
                ? scope.after(Duration.ofHours(1), Runnable::run, () -> seen.add("never"))
                : scope.every(Duration.ofHours(1), Runnable::run, () -> seen.add("never"))).toList();
        assertThat(scopes.waitingTimers()).isEqualTo(1000);
        assertThat(timers).allMatch(Timer::cancel);
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(timers).noneMatch(Timer::cancel);
    }

    @Test
    void aTimerThatIsDueCanBeTakenBackUntilItsTurn() throws Exception {
        Executor serial = scope.serial("one");
        CountDownLatch go = new CountDownLatch(1);
        serial.execute(() -> await(go));
        Timer timer = scope.after(Duration.ZERO, serial, () -> seen.add("never"));
        Timer other = scope.after(Duration.ZERO, serial, () -> seen.add("ran"));
        while (scopes.waitingTimers() > 0) {
            Thread.onSpinWait();
        }
        assertThat(timer.cancel()).isTrue();
        go.countDown();
        assertThat(next()).isEqualTo("ran");
        assertThat(other.cancel()).isFalse();
    }

    @Test
    void aPeriodThatFindsItsLastRunStillWaitingIsLeftOut() throws Exception {
        Executor serial = scope.serial("one");
        CountDownLatch go = new CountDownLatch(1);
        serial.execute(() -> await(go));
        AtomicInteger ticks = new AtomicInteger();
        Timer timer = scope.every(Duration.ofMillis(2), task -> {
            ticks.incrementAndGet();
            serial.execute(task);
        }, () -> seen.add("run"));
        CountDownLatch later = new CountDownLatch(1);
        scope.after(Duration.ofMillis(60), Runnable::run, later::countDown);
        await(later);
        assertThat(ticks).hasValue(1);
        go.countDown();
        next();
        next();
        timer.cancel();
    }

    @Test
    void anExecutorThatRefusesDoesNotEndThePeriod() throws Exception {
        AtomicInteger count = new AtomicInteger();
        scope.every(Duration.ofMillis(2), task -> {
            if (count.getAndIncrement() == 0) {
                throw new IllegalStateException("refused");
            }
            task.run();
        }, () -> seen.add("run"));
        assertThat(next()).isEqualTo("run");
        assertThat(log.messages(LogLevel.ERROR)).containsExactly("A task of test failed");
    }

    @Test
    void closeInterruptsThreadsAndWaitsForThem() {
        CountDownLatch begun = new CountDownLatch(2);
        Thread thread = scope.dedicated("loop", false, () -> untilInterrupted(begun));
        scope.blocking().execute(() -> untilInterrupted(begun));
        await(begun);

        scope.close();

        assertThat(thread.isAlive()).isFalse();
        assertThat(seen).containsExactly("interrupted", "interrupted");
    }

    @Test
    void closeWaitsForASerialTaskWithoutInterruptingIt() {
        CountDownLatch begun = new CountDownLatch(1);
        Executor serial = scope.serial("one");
        serial.execute(() -> {
            begun.countDown();
            long end = System.nanoTime() + 100_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            seen.add("ended " + Thread.currentThread().isInterrupted());
        });
        serial.execute(() -> seen.add("dropped"));
        await(begun);

        scope.close();
        serial.execute(() -> seen.add("dropped too"));

        assertThat(seen).containsExactly("ended false");
    }

    @Test
    void closeDoesNotWaitForEver() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Scope child = scope.child("stubborn");
        child.serial("one").execute(() -> {
            begun.countDown();
            await(release);
        });
        await(begun);
        long start = System.nanoTime();

        scope.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1900), Duration.ofMillis(3500));
        assertThat(log.messages(LogLevel.WARN)).containsExactly("test/stubborn is closed while 1 of its tasks still run: []");
        release.countDown();
    }

    @Test
    void resourcesAndChildrenCloseBackwards() {
        scope.onClose(() -> seen.add("first"));
        Scope child = scope.child("child");
        child.onClose(() -> seen.add("in child"));
        scope.onClose(() -> {
            seen.add("broken");
            throw new Exception("broken");
        });
        scope.onClose(() -> seen.add("last"));

        scope.close();

        assertThat(seen).containsExactly("last", "broken", "in child", "first");
        assertThat(child.isClosed()).isTrue();
        assertThat(log.messages(LogLevel.ERROR)).containsExactly("A resource of test failed to close");
    }

    @Test
    void aClosedChildLeavesItsParentAlone() throws Exception {
        Scope child = scope.child("child");
        child.close();
        child.close();
        assertThat(scope.isClosed()).isFalse();
        scope.serial("one").execute(() -> seen.add("runs"));
        assertThat(next()).isEqualTo("runs");
    }

    @Test
    void aClosedScopeTakesNothingOn() throws Exception {
        scope.close();

        scope.serial("one").execute(() -> seen.add("serial"));
        scope.blocking().execute(() -> seen.add("blocking"));
        assertThat(scope.after(Duration.ZERO, Runnable::run, () -> seen.add("after")).cancel()).isFalse();
        assertThat(scope.every(Duration.ofMillis(1), Runnable::run, () -> seen.add("every")).cancel()).isFalse();
        scope.dedicated("loop", false, () -> seen.add("dedicated")).join();
        assertThat(scope.child("child").isClosed()).isTrue();
        scope.onClose(() -> seen.add("closed at once"));

        assertThat(seen).containsExactly("closed at once");
    }

    @Test
    void aTaskMayCloseItsOwnScope() throws Exception {
        for (String kind : List.of("serial", "blocking", "dedicated", "timer")) {
            Scope own = scopes.open(kind);
            Runnable closer = () -> {
                long start = System.nanoTime();
                own.close();
                boolean quick = System.nanoTime() - start < 1_000_000_000;
                seen.add(quick + " " + Thread.currentThread().isInterrupted());
            };
            switch (kind) {
                case "serial" -> own.serial("one").execute(closer);
                case "blocking" -> own.blocking().execute(closer);
                case "dedicated" -> own.dedicated("one", false, closer);
                default -> own.after(Duration.ZERO, own.serial("one"), closer);
            }
            assertThat(next()).as(kind).isEqualTo("true false");
            assertThat(own.isClosed()).isTrue();
        }
    }

    @Test
    void aTaskOfAChildMayCloseTheParent() throws Exception {
        Scope child = scope.child("child");
        child.serial("one").execute(() -> {
            long start = System.nanoTime();
            scope.close();
            seen.add(String.valueOf(System.nanoTime() - start < 1_000_000_000));
        });
        assertThat(next()).isEqualTo("true");
        assertThat(log.messages(LogLevel.WARN)).isEmpty();
    }

    @Test
    void twoMayCloseAtOnce() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Set<String> ends = ConcurrentHashMap.newKeySet();
        scope.child("child").blocking().execute(() -> {
            begun.countDown();
            while (closing.getCount() > 0) {
                Thread.onSpinWait();
            }
            scope.close();
            ends.add("own task");
        });
        await(begun);
        scope.onClose(() -> {
            closing.countDown();
            scope.close();
        });
        Thread other = Thread.ofPlatform().start(() -> {
            await(closing);
            scope.close();
            ends.add("other thread");
        });
        long start = System.nanoTime();
        scope.close();
        other.join();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
        assertThat(ends).containsExactlyInAnyOrder("own task", "other thread");
    }

    @Test
    void noThreadIsLeftWhenTheComponentEnds() {
        CountDownLatch begun = new CountDownLatch(3);
        for (String name : List.of("a", "b", "c")) {
            scopes.open(name).dedicated("loop", true, () -> untilInterrupted(begun));
            scopes.open(name).every(Duration.ofMillis(1), scope.serial("one"), () -> {});
        }
        await(begun);
        assertThat(threads()).isNotEmpty();

        scopes.close();

        assertThat(threads()).isEmpty();
        assertThat(scopes.open("late").isClosed()).isTrue();
    }

    @Test
    void aThousandScopesLeaveNothingBehind() {
        List<Scope> opened = IntStream.range(0, 1000).mapToObj(i -> scope.child("c" + i)).toList();
        opened.forEach(one -> {
            one.after(Duration.ofMinutes(1), one.serial("x"), () -> {});
            one.blocking().execute(() -> {});
        });
        opened.forEach(Scope::close);
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(((OwnedScope) scope).contents()).isZero();
    }
}
