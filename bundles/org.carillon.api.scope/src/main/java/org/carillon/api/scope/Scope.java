package org.carillon.api.scope;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Owns whatever must end together: timers, executors, dedicated threads, child scopes and resources. An exception thrown by a task is logged
 * and ends that run only. Safe for use by any thread.
 */
@ProviderType
public interface Scope extends AutoCloseable {
    /** Opens a scope that ends with this one at the latest. */
    Scope child(String name);

    /**
     * An executor that runs its tasks one at a time, in order, on shared threads. Tasks should not block for longer than some
     * milliseconds; work that waits for a network or a disk goes to {@link #blocking()}. Tasks handed over after the scope's end are
     * dropped.
     */
    Executor serial(String name);

    /** An executor for tasks that may block. They run side by side and are interrupted when the scope closes. */
    Executor blocking();

    /**
     * Runs a task once; never when the scope is closed.
     *
     * @param delay
     *            not negative
     * @param on
     *            where the task runs: as a rule an executor of this scope
     */
    Timer after(Duration delay, Executor on, Runnable task);

    /**
     * Runs a task again and again at a fixed rate, first after one period. A run that is due while the one before still waits to run is
     * left out.
     *
     * @param period
     *            positive
     */
    Timer every(Duration period, Executor on, Runnable task);

    /**
     * Starts a thread of its own, for media pacing and transports. It is interrupted when the scope closes, after the resources handed to
     * {@link #onClose} were closed; the body must then return promptly. A scope that is closed already returns
     * the thread without starting it.
     *
     * @param realtime
     *            true asks for the highest scheduling priority that the platform grants
     */
    Thread dedicated(String name, boolean realtime, Runnable body);

    /** Closes a resource with the scope, last handed over first; at once when the scope is closed already. */
    void onClose(AutoCloseable resource);

    boolean isClosed();

    /**
     * Ends everything: cancels timers, closes resources and children, interrupts threads and waits for running tasks, at most 2 s. Not an
     * error when called twice, or from a task of the scope itself (which is then neither interrupted nor waited for). Children and resources
     * close in one order, last opened or handed over first.
     */
    @Override
    void close();
}
