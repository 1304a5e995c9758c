package org.carillon.api.call;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides about an incoming call before it rings. Screenings run in the order of {@link #PHASE} on the call's executor; the first verdict that
 * is not {@link Verdict#ring()} stands. A screening must not block: after 2 s it counts as {@code ring}, as it does when it throws.
 */
@ConsumerType
public interface CallScreening {
    /** Service property, an Integer: lower runs first. Busy forward 100, do not disturb 200. */
    String PHASE = "org.carillon.call.screening.phase";

    Verdict judge(IncomingCall call);
}
