package org.carillon.core.scope.internal;

import java.util.concurrent.TimeUnit;

/** Counts the tasks of a scope that run. Once ended, none begins. */
final class Running {
    private int count;
    private boolean ended;

    /** Returns false when the task must not begin. */
    synchronized boolean enter() {
        if (!ended) {
            count++;
        }
        return !ended;
    }

    synchronized void leave() {
        count--;
        notifyAll();
    }

    synchronized void end() {
        ended = true;
    }

    /**
     * Waits, deaf to interrupts.
     *
     * @param own
     *            how many tasks the caller itself is in
     * @param deadline
     *            of {@link System#nanoTime}
     * @return how many others still run
     */
    synchronized int await(int own, long deadline) {
        boolean interrupted = Thread.interrupted();
        long left;
        while (count > own && (left = deadline - System.nanoTime()) > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return count - own;
    }
}
