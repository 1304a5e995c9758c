package org.carillon.core.scope.internal;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/** A node in the tree of scopes. Closing goes backwards through what was opened and handed over, children and resources alike. */
final class OwnedScope implements Scope, Owned {
    private static final Duration END = Duration.ofSeconds(2);

    private final String name;
    private final OwnedScope parent;
    private final Threads threads;
    private final Logger log;
    private final Running running = new Running();
    private final Set<ScopeTimer> timers = ConcurrentHashMap.newKeySet();
    private final Set<Thread> interruptible = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Also guards the way from open to closed. */
    private final SequencedSet<Owned> owned = new LinkedHashSet<>();
    private volatile boolean closed;
    private volatile Thread closer;

    OwnedScope(String name, OwnedScope parent, Threads threads, Logger log) {
        this.name = name;
        this.parent = parent;
        this.threads = threads;
        this.log = log;
    }

    @Override
    public Scope child(String childName) {
        OwnedScope child = new OwnedScope(path(childName), this, threads, log);
        if (!own(child)) {
            child.close();
        }
        return child;
    }

    private String path(String last) {
        Objects.requireNonNull(last);
        return name.isEmpty() ? last : name + "/" + last;
    }

    @Override
    public Executor serial(String executorName) {
        return new SerialExecutor(this, path(executorName), threads);
    }

    @Override
    public Executor blocking() {
        String threadName = path("blocking");
        return task -> {
            Objects.requireNonNull(task);
            start(threads.virtual(threadName, () -> interruptibly(task)));
        };
    }

    @Override
    public Thread dedicated(String threadName, boolean realtime, Runnable body) {
        Objects.requireNonNull(body);
        return start(threads.platform(path(threadName), realtime ? Thread.MAX_PRIORITY : Thread.NORM_PRIORITY, () -> interruptibly(body)));
    }

    /** Does not start it when the scope is closed: joining it returns at once then. */
    private Thread start(Thread thread) {
        synchronized (owned) {
            if (!closed) {
                interruptible.add(thread);
                thread.start();
            }
        }
        return thread;
    }

    private void interruptibly(Runnable task) {
        try {
            run(task);
        } finally {
            interruptible.remove(Thread.currentThread());
        }
    }

    @Override
    public Timer after(Duration delay, Executor on, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay " + delay + " is negative");
        }
        return timer(on, task, false, due -> threads.after(delay, due));
    }

    @Override
    public Timer every(Duration period, Executor on, Runnable task) {
        if (!period.isPositive()) {
            throw new IllegalArgumentException("period " + period + " is not positive");
        }
        return timer(on, task, true, due -> threads.every(period, due));
    }

    private Timer timer(Executor on, Runnable task, boolean repeats, Function<Runnable, Future<?>> scheduler) {
        ScopeTimer timer = new ScopeTimer(this, Objects.requireNonNull(on), Objects.requireNonNull(task), repeats);
        synchronized (owned) {
            if (closed) {
                timer.cancel();
            } else {
                timers.add(timer);
                timer.start(scheduler);
            }
        }
        return timer;
    }

    void forget(ScopeTimer timer) {
        timers.remove(timer);
    }

    /** Runs a task on this thread unless the scope is closed. */
    void run(Runnable task) {
        if (!running.enter()) {
            return;
        }
        try {
            threads.enter(this, task);
        } catch (Throwable e) {
            failed(e);
        } finally {
            running.leave();
        }
    }

    void failed(Throwable e) {
        if (closed) {
            log.debug("A task of {} failed while its scope was closed", name, e);
        } else {
            log.error("A task of {} failed", name, e);
        }
    }

    @Override
    public void onClose(AutoCloseable resource) {
        Owned handed = new Resource(name, resource, log);
        if (!own(handed)) {
            handed.close(deadline());
        }
    }

    private boolean own(Owned one) {
        synchronized (owned) {
            if (!closed) {
                owned.add(one);
            }
            return !closed;
        }
    }

    /** Children and resources that it holds. */
    int contents() {
        synchronized (owned) {
            return owned.size();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        close(deadline());
    }

    private static long deadline() {
        return System.nanoTime() + END.toNanos();
    }

    @Override
    public void close(long deadline) {
        List<Owned> contents;
        synchronized (owned) {
            contents = closed ? null : List.copyOf(owned.reversed());
            owned.clear();
            if (!closed) {
                closer = Thread.currentThread();
                closed = true;
            }
        }
        if (contents == null) {
            awaitCloser(deadline);
            return;
        }
        try {
            running.end();
            timers.forEach(ScopeTimer::cancel);
            contents.forEach(one -> one.close(deadline));
            awaitTasks(deadline);
        } finally {
            closer = null;
            ended.countDown();
            if (parent != null) {
                parent.forget(this);
            }
        }
    }

    private void forget(OwnedScope child) {
        synchronized (owned) {
            owned.remove(child);
        }
    }

    private void awaitTasks(long deadline) {
        List<Thread> others = interruptible.stream().filter(thread -> thread != Thread.currentThread()).toList();
        others.forEach(Thread::interrupt);
        int tasks = running.await((int) threads.entered().filter(scope -> scope == this).count(), deadline);
        for (Thread thread : others) {
            Threads.join(thread, deadline);
        }
        if (tasks > 0) {
            log.warn("{} is closed while {} of its tasks still run: {}", name, tasks,
                    others.stream().filter(Thread::isAlive).map(Thread::getName).toList());
        }
    }

    /** Another thread closes this scope already: waits for it, unless it waits for us. */
    private void awaitCloser(long deadline) {
        if (closer == Thread.currentThread() || threads.entered().anyMatch(this::contains)) {
            return;
        }
        try {
            ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean contains(OwnedScope scope) {
        for (OwnedScope one = scope; one != null; one = one.parent) {
            if (one == this) {
                return true;
            }
        }
        return false;
    }
}
