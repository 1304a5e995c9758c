package org.carillon.core.scope.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.carillon.api.scope.Timer;

/** A task that waits for its time, and then for its turn on an executor; until that turn it can be taken back. */
final class ScopeTimer implements Timer {
    private final OwnedScope scope;
    private final Executor on;
    private final Runnable task;
    private final boolean repeats;
    /** Ran once, or was taken back. */
    private final AtomicBoolean over = new AtomicBoolean();
    /** Was handed to the executor and did not run yet. */
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile Future<?> schedule;

    ScopeTimer(OwnedScope scope, Executor on, Runnable task, boolean repeats) {
        this.scope = scope;
        this.on = on;
        this.task = task;
        this.repeats = repeats;
    }

    void start(Function<Runnable, Future<?>> scheduler) {
        schedule = scheduler.apply(this::due);
    }

    private void due() {
        if (!over.get() && queued.compareAndSet(false, true)) {
            try {
                on.execute(this::run);
            } catch (RuntimeException | Error e) {
                queued.set(false);
                scope.failed(e);
            }
        }
    }

    private void run() {
        queued.set(false);
        if (repeats ? !over.get() : over.compareAndSet(false, true)) {
            if (!repeats) {
                scope.forget(this);
            }
            scope.run(task);
        }
    }

    @Override
    public boolean cancel() {
        boolean taken = over.compareAndSet(false, true);
        if (taken && schedule != null) {
            schedule.cancel(false);
            scope.forget(this);
        }
        return taken;
    }
}
