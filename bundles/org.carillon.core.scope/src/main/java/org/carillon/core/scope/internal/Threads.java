package org.carillon.core.scope.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What all scopes share: the timer thread, the pool of the serial executors, and how threads are made. */
final class Threads {
    /** More than cores, so that one task that blocks against the rules does not stop the others. */
    private static final int POOL = 4;
    private static final Duration END = Duration.ofSeconds(2);

    /** The framework's own, so that no thread holds the class loader of the bundle that happened to start it. */
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final Set<Thread> shared = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, named("carillon timers"));
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(POOL, POOL, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            named(SerialExecutor.IDLE));

    /** The tasks that the current thread is in, innermost first. */
    private final ThreadLocal<Frame> frames = new ThreadLocal<>();

    Threads() {
        timers.setRemoveOnCancelPolicy(true);
        timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private ThreadFactory named(String name) {
        return body -> {
            Thread thread = platform(name, Thread.NORM_PRIORITY, body);
            shared.add(thread);
            return thread;
        };
    }

    /** Runs on the pool; dropped after the end. */
    void execute(Runnable task) {
        pool.execute(task);
    }

    Future<?> after(Duration delay, Runnable task) {
        return timers.schedule(task, nanos(delay), TimeUnit.NANOSECONDS);
    }

    Future<?> every(Duration period, Runnable task) {
        return timers.scheduleAtFixedRate(task, nanos(period), nanos(period), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    int waitingTimers() {
        return timers.getQueue().size();
    }

    /** Runs a task of a scope on this thread. */
    void enter(OwnedScope scope, Runnable task) {
        Frame outer = frames.get();
        frames.set(new Frame(scope, outer));
        try {
            task.run();
        } finally {
            if (outer == null) {
                frames.remove();
            } else {
                frames.set(outer);
            }
        }
    }

    /** The scopes whose tasks the current thread is in; one may come twice. */
    Stream<OwnedScope> entered() {
        return Stream.iterate(frames.get(), Objects::nonNull, Frame::outer).map(Frame::scope);
    }

    Thread virtual(String name, Runnable body) {
        Thread thread = Thread.ofVirtual().name(name).inheritInheritableThreadLocals(false).unstarted(body);
        thread.setContextClassLoader(loader);
        return thread;
    }

    Thread platform(String name, int priority, Runnable body) {
        // A daemon, so that nothing left behind keeps a process alive that was told to end.
        Thread thread = Thread.ofPlatform().name(name).daemon().priority(priority).inheritInheritableThreadLocals(false).unstarted(body);
        thread.setContextClassLoader(loader);
        return thread;
    }

    void close() {
        timers.shutdownNow();
        pool.shutdownNow();
        if (!shared.contains(Thread.currentThread())) {
            long deadline = System.nanoTime() + END.toNanos();
            shared.forEach(thread -> join(thread, deadline));
        }
    }

    /** Waits for the end of a thread, deaf to interrupts. */
    static void join(Thread thread, long deadline) {
        boolean interrupted = Thread.interrupted();
        long left;
        while (thread.isAlive() && (left = deadline - System.nanoTime()) > 0) {
            try {
                thread.join(Duration.ofNanos(left));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Frame(OwnedScope scope, Frame outer) {}
}
