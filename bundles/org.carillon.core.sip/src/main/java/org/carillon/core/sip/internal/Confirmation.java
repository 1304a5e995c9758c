package org.carillon.core.sip.internal;

import java.time.Duration;
import javax.sip.SipException;
import javax.sip.message.Response;
import org.carillon.api.scope.Timer;

/** Sends the 2xx to an INVITE until its ACK arrives (RFC 3261 13.3.1.4). Used on one executor only. */
final class Confirmation {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);

    private final SipContext context;
    private final Incoming invite;
    private final Response success;
    private final Runnable unconfirmed;
    private Timer repeat;
    private Timer limit;

    /**
     * @param unconfirmed
     *            runs when no ACK came
     */
    Confirmation(SipContext context, Incoming invite, Response success, Runnable unconfirmed) {
        this.context = context;
        this.invite = invite;
        this.success = success;
        this.unconfirmed = unconfirmed;
    }

    Confirmation start() {
        invite.send(success);
        repeatAfter(T1);
        limit = context.after(SipContext.TRANSACTION, () -> {
            repeat.cancel();
            unconfirmed.run();
        });
        return this;
    }

    private void repeatAfter(Duration pause) {
        repeat = context.after(pause, () -> {
            repeat();
            var longer = pause.multipliedBy(2);
            repeatAfter(longer.compareTo(T2) > 0 ? T2 : longer);
        });
    }

    private void repeat() {
        try {
            context.outbound().reply(invite.request(), success);
        } catch (SipException e) {
            context.logger().debug("cannot repeat an answer: {}", e.getMessage());
        }
    }

    /** True when the ACK is for this 2xx; it is not sent any more then. */
    boolean confirms(long sequence) {
        if (sequence != Messages.sequence(success)) {
            return false;
        }
        stop();
        return true;
    }

    void stop() {
        repeat.cancel();
        limit.cancel();
    }
}
