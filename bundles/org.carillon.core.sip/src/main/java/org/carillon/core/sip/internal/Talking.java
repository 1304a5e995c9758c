package org.carillon.core.sip.internal;

import java.time.Duration;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** A leg whose INVITE succeeded: ACKs, re-INVITEs and BYE (RFC 3261 13 to 15). */
final class Talking implements Phase {
    private final SipContext context;
    private final CallLeg leg;
    private final Peer peer;
    private final Reinviting reinviting;
    private final Informing informing;
    /** The 2xx to the delayed offer of our INVITE, while its ACK waits for an answer. */
    private Response unanswered;
    /** Our 2xx that waits for an ACK. */
    private Confirmation confirmation;
    private boolean offeredInSuccess;
    private boolean established;
    /** The other side's re-INVITE that waits for an answer. */
    private Incoming pending;
    private boolean over;
    private boolean left;

    private Talking(SipContext context, CallLeg leg, Peer peer, boolean ownsCallId) {
        this.context = context;
        this.leg = leg;
        this.peer = peer;
        this.reinviting = new Reinviting(context, leg, peer, ownsCallId, this::lost);
        this.informing = new Informing(leg, peer, this::lost);
    }

    /**
     * Our INVITE succeeded.
     *
     * @param answered
     *            false when the ACK waits for an answer to the other side's offer
     */
    static Talking caller(SipContext context, CallLeg leg, Peer peer, Response success, boolean answered) {
        var talking = new Talking(context, leg, peer, true);
        talking.established = true;
        if (answered) {
            peer.confirm(success, null);
        } else {
            talking.unanswered = success;
        }
        talking.settle();
        return talking;
    }

    /**
     * Their INVITE is accepted with this 2xx.
     *
     * @param offered
     *            true when the 2xx has an offer of ours
     */
    static Talking called(SipContext context, CallLeg leg, Peer peer, Incoming invite, Response success, boolean offered) {
        var talking = new Talking(context, leg, peer, false);
        talking.succeed(invite, success, offered);
        talking.settle();
        return talking;
    }

    private void succeed(Incoming invite, Response success, boolean offered) {
        offeredInSuccess = offered;
        confirmation = new Confirmation(context, invite, success, () -> {
            confirmation = null;
            if (over) {
                bye();
            } else {
                end(Response.REQUEST_TIMEOUT, "the other side did not confirm", false);
            }
        }).start();
    }

    /** Lets requests of ours go out when nothing is in their way. */
    private void settle() {
        reinviting.blocked(unanswered != null || confirmation != null || pending != null);
        if (established && unanswered == null && !over) {
            informing.open();
        }
    }

    @Override
    public boolean owns(Request request) {
        return peer.dialog().owns(request);
    }

    @Override
    public boolean inOrder(Request request) {
        return peer.dialog().inOrder(request);
    }

    @Override
    public void acknowledged(Request ack) {
        if (confirmation == null || !confirmation.confirms(Messages.sequence(ack))) {
            return;
        }
        var first = !established;
        established = true;
        confirmation = null;
        if (over) {
            bye();
            return;
        }
        var answer = offeredInSuccess ? Messages.sdp(ack) : null;
        if (first || offeredInSuccess) {
            leg.tell(to -> to.acknowledged(answer));
        }
        settle();
    }

    @Override
    public void succeeded(Response success) {
        if (peer.acknowledgements().again(success)) {
            return;
        }
        if (!Messages.toTag(success).equals(peer.dialog().remoteTag())) {
            Peer.decline(context, peer.identity(), peer.acknowledgements(), success);
        } else if (unanswered == null || Messages.sequence(success) != Messages.sequence(unanswered)) {
            reinviting.succeeded(success);
        }
    }

    @Override
    public void acknowledge(String answer) {
        if (unanswered != null) {
            peer.confirm(unanswered, answer);
            unanswered = null;
            settle();
        }
    }

    @Override
    public void reinvite(String offer) {
        reinviting.offer(offer);
    }

    @Override
    public void dtmf(char digit, Duration duration) {
        informing.dtmf(digit, duration);
    }

    /** RFC 3261 14.2. */
    @Override
    public void reinvited(Incoming invite) {
        if (over) {
            invite.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (pending != null) {
            invite.postpone(Response.SERVER_INTERNAL_ERROR, context.tokens().random().nextInt(11));
        } else if (reinviting.running() || unanswered != null || confirmation != null && offeredInSuccess) {
            invite.answer(Response.REQUEST_PENDING);
        } else {
            pending = invite;
            peer.dialog().refresh(invite.request());
            invite.answer(Response.TRYING);
            settle();
            leg.tell(to -> to.offered(Messages.sdp(invite.request())));
        }
    }

    @Override
    public void answer(String sdp) {
        if (pending == null) {
            return;
        }
        var invite = pending;
        pending = null;
        if (confirmation != null) {
            confirmation.stop();
        }
        var success = invite.response(Response.OK);
        success.addHeader(peer.identity().contact());
        context.syntax().allow(success, Answers.ALLOWED);
        context.syntax().body(success, Messages.SDP, sdp);
        succeed(invite, success, Messages.sdp(invite.request()) == null);
        settle();
    }

    @Override
    public void refuse(int code) {
        if (pending != null) {
            pending.answer(code);
            pending = null;
            settle();
        }
    }

    @Override
    public boolean cancelledBy(Request cancel) {
        return pending != null && pending.cancelledBy(cancel);
    }

    /** A re-INVITE is taken back; the session goes on as before. */
    @Override
    public void cancel(Request cancel) {
        refuse(Response.REQUEST_TERMINATED);
    }

    @Override
    public void left(Incoming bye) {
        bye.answer(Response.OK);
        left = true;
        if (!over) {
            var reason = Messages.why(bye.request());
            close();
            leg.finish(0, reason, false);
        }
    }

    @Override
    public void end() {
        end(0, "", true);
    }

    /** The other side does not know the call any more, or is gone. */
    private void lost(int code, String reason) {
        end(code, reason, false);
    }

    private void end(int code, String reason, boolean byUs) {
        if (over) {
            return;
        }
        close();
        leg.finish(code, reason, byUs);
        if (unanswered != null) {
            peer.confirm(unanswered, null);
            unanswered = null;
        }
        // a called party has to wait for the ACK (RFC 3261 15)
        if (confirmation == null) {
            bye();
        }
    }

    private void close() {
        over = true;
        reinviting.stop();
        informing.stop();
        if (pending != null) {
            pending.answer(Response.REQUEST_TERMINATED);
            pending = null;
        }
        if (left && confirmation != null) {
            confirmation.stop();
            confirmation = null;
        }
    }

    /** The phone stops: whether the ACK came or not. */
    @Override
    public void stop() {
        end();
        if (confirmation != null) {
            confirmation.stop();
            confirmation = null;
            bye();
        }
    }

    private void bye() {
        if (!left) {
            left = true;
            peer.bye();
        }
    }
}
