package org.carillon.sim.testkit;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.scope.Timer;

/** A timer of {@link ManualScopes}. */
final class ManualTimer implements Timer {
    private final ManualScopes clock;
    private final ManualScope scope;
    private final Executor on;
    private final Runnable task;
    /** Nanoseconds; 0 for a single run. */
    private final long period;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean queued = new AtomicBoolean();
    private long due;
    private long number;

    ManualTimer(ManualScopes clock, ManualScope scope, Executor on, Runnable task, long period) {
        this.clock = clock;
        this.scope = scope;
        this.on = on;
        this.task = task;
        this.period = period;
    }

    long due() {
        return due;
    }

    /** Breaks ties: first scheduled, first due. */
    long number() {
        return number;
    }

    void place(long time, long timerNumber) {
        due = time;
        number = timerNumber;
    }

    void fire() {
        if (period > 0 && !over.get()) {
            clock.schedule(this, period);
        }
        if (queued.compareAndSet(false, true)) {
            on.execute(this::run);
        }
    }

    private void run() {
        queued.set(false);
        if (period > 0 ? !over.get() : over.compareAndSet(false, true)) {
            if (period == 0) {
                scope.forget(this);
            }
            scope.run(task);
        }
    }

    @Override
    public boolean cancel() {
        boolean taken = over.compareAndSet(false, true);
        clock.withdraw(this);
        scope.forget(this);
        return taken;
    }
}
