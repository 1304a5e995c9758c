package org.carillon.sim.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;

/** A scope of {@link ManualScopes}. */
final class ManualScope implements Scope {
    private static final Duration END = Duration.ofSeconds(2);

    private final ManualScopes clock;
    private final ManualScope parent;
    private final String name;
    private final Set<ManualTimer> timers = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private boolean closed;

    ManualScope(ManualScopes clock, ManualScope parent, String name) {
        this.clock = clock;
        this.parent = parent;
        this.name = name;
        clock.opened(this);
    }

    String name() {
        return name;
    }

    @Override
    public Scope child(String childName) {
        ManualScope child = new ManualScope(clock, this, name + "/" + childName);
        own(child);
        return child;
    }

    @Override
    public Executor serial(String executorName) {
        return blocking();
    }

    @Override
    public Executor blocking() {
        return task -> {
            Objects.requireNonNull(task);
            if (!isClosed()) {
                clock.ready(() -> run(task));
            }
        };
    }

    @Override
    public Timer after(Duration delay, Executor on, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay " + delay + " is negative");
        }
        return timer(on, task, delay.toNanos(), 0);
    }

    @Override
    public Timer every(Duration period, Executor on, Runnable task) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period " + period + " is not positive");
        }
        return timer(on, task, period.toNanos(), period.toNanos());
    }

    private synchronized Timer timer(Executor on, Runnable task, long delay, long period) {
        ManualTimer timer = new ManualTimer(clock, this, Objects.requireNonNull(on), Objects.requireNonNull(task), period);
        if (closed) {
            timer.cancel();
        } else {
            timers.add(timer);
            clock.schedule(timer, delay);
        }
        return timer;
    }

    void forget(ManualTimer timer) {
        timers.remove(timer);
    }

    @Override
    public synchronized Thread dedicated(String threadName, boolean realtime, Runnable body) {
        Thread thread = Thread.ofPlatform().daemon().name(name + "/" + threadName).unstarted(body);
        if (!closed) {
            threads.add(thread);
            thread.start();
        }
        return thread;
    }

    void run(Runnable task) {
        if (isClosed()) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            throw new AssertionError("a task of " + name + " failed", e);
        }
    }

    @Override
    public void onClose(AutoCloseable resource) {
        own(Objects.requireNonNull(resource));
    }

    private void own(AutoCloseable one) {
        synchronized (this) {
            if (!closed) {
                owned.add(one);
                return;
            }
        }
        end(one);
    }

    private void end(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            throw new AssertionError("a resource of " + name + " failed to close", e);
        }
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        List<AutoCloseable> contents;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            contents = List.copyOf(owned.reversed());
            owned.clear();
        }
        clock.closed(this);
        if (parent != null) {
            parent.disown(this);
        }
        List.copyOf(timers).forEach(ManualTimer::cancel);
        contents.forEach(this::end);
        threads.stream().filter(thread -> thread != Thread.currentThread()).forEach(ManualScope::stop);
    }

    private synchronized void disown(ManualScope child) {
        owned.remove(child);
    }

    private static void stop(Thread thread) {
        thread.interrupt();
        try {
            if (!thread.join(END)) {
                throw new AssertionError(thread.getName() + " did not end within " + END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
