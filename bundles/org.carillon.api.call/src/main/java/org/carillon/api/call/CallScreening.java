package org.carillon.api.call;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides about an incoming call before it rings. Screenings run in the order of {@link #PHASE}; the first verdict that does not let it ring
 * stands, and of several that say for how long it rings the first one. Before a call is refused because the phone is busy, all are asked for
 * something better by {@link #judgeBusy}. A screening must not block: after 2 s it counts as {@code ring}, as it does when it throws.
 */
@ConsumerType
public interface CallScreening {
    /** Service property, an Integer: lower runs first. Forward 100, do not disturb 200. */
    String PHASE = "org.carillon.call.screening.phase";

    Verdict judge(IncomingCall call);

    /** What to do instead of refusing a call as busy; {@link Verdict#ring()} for nothing. */
    default Verdict judgeBusy(IncomingCall call) {
        return Verdict.ring();
    }
}
