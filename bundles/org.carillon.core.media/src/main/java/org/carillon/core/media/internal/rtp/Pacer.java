package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The thread that makes all sessions speak and play in time. Sessions share one grid of deadlines, so that one wake-up serves all of them;
 * while none is active, the thread sleeps without an end.
 */
public final class Pacer implements Runnable, AutoCloseable {
    /** A session. Methods are called by the pacing thread unless they say otherwise. */
    interface Paced {
        long NEVER = Long.MAX_VALUE;

        /**
         * Does what is due.
         *
         * @return when to be called again
         */
        long tick(long nanos);

        /** Whether {@link #finish} is asked for. Any thread. */
        boolean isClosing();

        /** Ends; a second call does nothing. */
        void finish();

        /** Waits, for a short time at most, for the end of {@link #finish}. Any other thread. */
        void awaitFinish();

        /** Told of a defect; the session must not come to it again. */
        void failed(RuntimeException defect);
    }

    private static final Paced[] NONE = {};
    /** Without a session for so long, there is time for {@code preparation}. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier clock;
    private final long base;
    /** Done once, null from then on. */
    private Runnable preparation;
    private volatile Paced[] sessions = NONE;
    private volatile Thread thread;
    private volatile boolean stopped;

    /**
     * @param preparation
     *            run once by the pacing thread, while there is nothing else to do
     */
    public Pacer(LongSupplier clock, Runnable preparation) {
        this.clock = clock;
        this.preparation = preparation;
        this.base = clock.getAsLong();
    }

    /** The first point of the grid of that period which is not before a time. */
    long align(long nanos, long period) {
        return nanos + Math.floorMod(base - nanos, period);
    }

    void add(Paced session) {
        synchronized (this) {
            sessions = Stream.concat(Arrays.stream(sessions), Stream.of(session)).toArray(Paced[]::new);
        }
        if (stopped) {
            end(session);
        }
    }

    /** Has all sessions looked at now. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Waits, for a short time at most, for sessions that are about to end. */
    public void awaitClosings() {
        for (Paced session : sessions) {
            if (session.isClosing()) {
                session.awaitFinish();
            }
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            long next = Paced.NEVER;
            for (Paced session : sessions) {
                next = Math.min(next, step(session));
            }
            if (next == Paced.NEVER) {
                rest();
            } else {
                long wait = next - clock.getAsLong();
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                }
            }
        }
        stopped = true;
        Thread.interrupted(); // a pending interrupt would close the channels before their BYE
        for (Paced session : sessions) {
            end(session);
        }
    }

    private void rest() {
        if (preparation == null) {
            LockSupport.park(this);
            return;
        }
        long began = clock.getAsLong();
        LockSupport.parkNanos(this, QUIET_NANOS);
        if (clock.getAsLong() - began >= QUIET_NANOS) {
            preparation.run();
            preparation = null;
        }
    }

    private long step(Paced session) {
        if (session.isClosing()) {
            end(session);
            return Paced.NEVER;
        }
        try {
            return session.tick(clock.getAsLong());
        } catch (RuntimeException e) {
            session.failed(e);
            return Paced.NEVER;
        }
    }

    private void end(Paced session) {
        session.finish();
        synchronized (this) {
            sessions = Arrays.stream(sessions).filter(other -> other != session).toArray(Paced[]::new);
        }
    }

    /** Ends the thread and with it all sessions. */
    @Override
    public void close() {
        stopped = true;
        wake();
    }
}
