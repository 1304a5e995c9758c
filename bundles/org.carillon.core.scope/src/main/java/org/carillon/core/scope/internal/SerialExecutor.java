package org.carillon.core.scope.internal;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;

/** A queue that borrows a thread of the pool while there is something in it. */
final class SerialExecutor implements Executor {
    /** Name of a pool thread that works for nobody. */
    static final String IDLE = "carillon pool";
    /** Tasks in a row before others get the thread. */
    private static final int BATCH = 64;

    private final OwnedScope scope;
    private final String name;
    private final Threads threads;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean scheduled;

    SerialExecutor(OwnedScope scope, String name, Threads threads) {
        this.scope = scope;
        this.name = name;
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task);
        synchronized (queue) {
            if (scope.isClosed()) {
                return;
            }
            queue.add(task);
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        threads.execute(this::drain);
    }

    private void drain() {
        Thread.currentThread().setName(name);
        try {
            for (int i = 0; i < BATCH; i++) {
                Runnable task = next();
                if (task == null) {
                    return;
                }
                scope.run(task);
                Thread.interrupted();
            }
        } finally {
            Thread.currentThread().setName(IDLE);
        }
        threads.execute(this::drain);
    }

    private Runnable next() {
        synchronized (queue) {
            Runnable task = queue.poll();
            scheduled = task != null;
            return task;
        }
    }
}
