package org.carillon.sim.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;

/**
 * Scopes whose time moves when the test says so. Tasks of serial and blocking executors wait until {@link #settle} or {@link #advance}, which
 * run them one after another, in order, on the thread of the test: a task of {@link Scope#blocking()} must therefore not wait for another
 * one. Only {@link Scope#dedicated} starts a real thread. Safe for use by any thread, but settled and advanced by one.
 */
public final class ManualScopes implements Scopes {
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<ManualTimer> timers = new PriorityQueue<>(
            Comparator.comparingLong(ManualTimer::due).thenComparing(ManualTimer::number));
    private final List<ManualScope> open = new ArrayList<>();
    private long timersSoFar;
    private long nanos;

    @Override
    public Scope open(String name) {
        return new ManualScope(this, null, name);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanoTime());
    }

    /**
     * Runs every task that is ready, and those that become ready by it, without moving the clock.
     *
     * @throws AssertionError
     *             when a task threw something; the tasks after it are still ready then
     */
    public void settle() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    /** Settles, and moves the clock to each timer that is due within {@code time}, settling after each. */
    public void advance(Duration time) {
        settle();
        long end = nanoTime() + time.toNanos();
        for (ManualTimer timer = nextTimer(end); timer != null; timer = nextTimer(end)) {
            timer.fire();
            settle();
        }
    }

    /**
     * Settles until something is true that a real thread brings about.
     *
     * @param patience
     *            in real time
     * @throws AssertionError
     *             when it does not become true
     */
    public void settleUntil(BooleanSupplier condition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        settle();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not true after " + patience);
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
            settle();
        }
    }

    /** Names of the scopes, children included, that are open: a component that was stopped leaves none. */
    public synchronized List<String> openScopes() {
        return open.stream().map(ManualScope::name).toList();
    }

    /** How many timers wait. */
    public synchronized int waitingTimers() {
        return timers.size();
    }

    /** How many tasks are ready to run. */
    public synchronized int readyTasks() {
        return ready.size();
    }

    private synchronized Runnable nextTask() {
        return ready.poll();
    }

    private synchronized ManualTimer nextTimer(long end) {
        ManualTimer next = timers.peek();
        if (next == null || next.due() > end) {
            nanos = Math.max(nanos, end);
            return null;
        }
        nanos = Math.max(nanos, next.due());
        return timers.poll();
    }

    synchronized void ready(Runnable task) {
        ready.add(task);
    }

    synchronized void schedule(ManualTimer timer, long delayNanos) {
        timer.place(nanos + delayNanos, timersSoFar++);
        timers.add(timer);
    }

    synchronized void withdraw(ManualTimer timer) {
        timers.remove(timer);
    }

    synchronized void opened(ManualScope scope) {
        open.add(scope);
    }

    synchronized void closed(ManualScope scope) {
        open.remove(scope);
    }
}
