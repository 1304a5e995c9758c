package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/**
 * What everything in this bundle works with.
 *
 * @param sip
 *            the one executor that all SIP work runs on
 */
record SipContext(Scopes clock, Scope scope, Executor sip, Syntax syntax, Requests requests, Answers answers, Outbound outbound,
        Tokens tokens, Logger logger) {

    /** 64 times T1 (RFC 3261 17): how long a transaction takes at most. */
    static final Duration TRANSACTION = Duration.ofSeconds(32);

    Timer after(Duration delay, Runnable task) {
        return scope.after(delay, sip, task);
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    Duration since(long nanoTime) {
        return Duration.ofNanos(clock.nanoTime() - nanoTime);
    }

    /** Runs what may fail without taking others along. */
    void contained(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            logger.error("failed", e);
        }
    }
}
