package org.carillon.core.web.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;

/** Jetty's threads and timers, out of a scope: how many there are is bounded by the number of connections. */
final class JettyThreads extends AbstractLifeCycle implements ThreadPool, Scheduler {
    private final Scope scope;

    JettyThreads(Scope scope) {
        this.scope = scope;
    }

    @Override
    public void execute(Runnable task) {
        scope.blocking().execute(task);
    }

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = scope.after(Duration.of(Math.max(0, delay), unit.toChronoUnit()), scope.blocking(), task);
        return timer::cancel;
    }

    @Override
    public void join() {
        // whoever closes the scope waits for them
    }

    @Override
    public int getThreads() {
        return 0;
    }

    @Override
    public int getIdleThreads() {
        return 0;
    }

    @Override
    public boolean isLowOnThreads() {
        return false;
    }
}
