package org.carillon.lib.jainsip;

import org.osgi.annotation.versioning.ConsumerType;

/** Gives the stack its timers. Everything that the stack does later than now, retransmissions and time-outs, runs through here. */
@FunctionalInterface
@ConsumerType
public interface TimerProvider {
    /**
     * Runs a task once.
     *
     * @param delayMillis
     *            0 or more
     * @param task
     *            does not throw; should run on the thread that also calls {@link Receiver}
     */
    Pending after(long delayMillis, Runnable task);

    /** A task that is due in the future. */
    @FunctionalInterface
    @ConsumerType
    interface Pending {
        /** Takes the task back if it has not run. */
        void cancel();
    }
}
