package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.carillon.api.scope.Timer;

/**
 * Notices that the other end of a connection is gone, or that something between has forgotten it (RFC 5626 3.5.1, 4.4.1). Silence after a
 * ping means that only where pongs are known to come; else a request is tried that has to be answered. Used on one executor only.
 */
final class Supervision {
    /** A supervised connection. */
    interface Subject {
        /** When anything was received last, by the clock's {@code nanoTime}. */
        long heardAt();

        /** True when a pong was seen, or promised. */
        boolean answersPings();

        void ping();

        void probe();

        void dead(String reason);
    }

    private final Subject subject;
    private final LongSupplier clock;
    private final BiFunction<Duration, Runnable, Timer> timers;
    private final RandomGenerator random;
    private final StreamLimits limits;
    private Duration interval;
    private boolean probing;
    private long asked;
    private Timer timer;

    Supervision(Subject subject, LongSupplier clock, BiFunction<Duration, Runnable, Timer> timers, RandomGenerator random,
            StreamLimits limits) {
        this.subject = subject;
        this.clock = clock;
        this.timers = timers;
        this.random = random;
        this.limits = limits;
        this.interval = limits.keepAlive();
    }

    void start() {
        asked = clock.getAsLong();
        next();
    }

    /** A random moment after the last one (RFC 5626 4.4.1). */
    private void next() {
        long longest = interval.toMillis();
        long passed = Duration.ofNanos(clock.getAsLong() - asked).toMillis();
        after(Duration.ofMillis(Math.max(0, longest - random.nextLong(longest / 5 + 1) - passed)), this::ask);
    }

    /** The other end hangs up after that time of silence. */
    void within(Duration time) {
        if (time.compareTo(interval) < 0) {
            interval = time;
            start();
        }
    }

    private void ask() {
        asked = clock.getAsLong();
        after(limits.pong(), this::check);
        if (probing) {
            subject.probe();
        } else {
            subject.ping();
        }
    }

    private void check() {
        if (subject.heardAt() - asked >= 0) {
            next();
        } else if (!probing && !subject.answersPings()) {
            probing = true;
            ask();
        } else {
            subject.dead("the server does not answer any more");
        }
    }

    private void after(Duration delay, Runnable task) {
        stop();
        timer = timers.apply(delay, task);
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
