package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.List;
import javax.sip.header.ExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.scope.Timer;
import org.carillon.api.sip.SipException;

/** An INVITE of somebody else, until it is accepted, refused or taken back (RFC 3261 13.3). */
final class IncomingInvite implements Phase {
    /** Proxies give up after three minutes without a word (RFC 3261 13.3.1.1). */
    private static final Duration REMIND = Duration.ofSeconds(60);

    private final SipContext context;
    private final CallLeg leg;
    private final Identity identity;
    private final Incoming invite;
    private Timer reminder;
    private Timer expiry;

    IncomingInvite(SipContext context, CallLeg leg, Identity identity, Incoming invite) {
        this.context = context;
        this.leg = leg;
        this.identity = identity;
        this.invite = invite;
    }

    void start() {
        if (invite.request().getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader expires && expires.getExpires() > 0) {
            expiry = context.after(Duration.ofSeconds(expires.getExpires()), () -> refuse(Response.REQUEST_TERMINATED, "expired", false));
        }
    }

    @Override
    public boolean owns(Request request) {
        return Messages.callId(request).equals(leg.callId()) && Messages.toTag(request).equals(leg.tag())
                && Messages.fromTag(request).equals(Messages.fromTag(invite.request()));
    }

    @Override
    public boolean cancelledBy(Request cancel) {
        return invite.cancelledBy(cancel);
    }

    @Override
    public void cancel(Request cancel) {
        refuse(Response.REQUEST_TERMINATED, Messages.why(cancel), false);
    }

    /** A caller may leave an early dialog this way too (RFC 3261 15). */
    @Override
    public void left(Incoming bye) {
        bye.answer(invite.answered() ? Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST : Response.OK);
        refuse(Response.REQUEST_TERMINATED, Messages.why(bye.request()), false);
    }

    @Override
    public void ring() {
        var ringing = invite.response(Response.RINGING);
        ringing.addHeader(identity.contact());
        context.syntax().allow(ringing, Answers.ALLOWED);
        invite.send(ringing);
        stopReminding();
        reminder = context.after(REMIND, this::ring);
    }

    @Override
    public void accept(String sdp) {
        stopTimers();
        var success = invite.response(Response.OK);
        success.addHeader(identity.contact());
        context.syntax().allow(success, Answers.ALLOWED);
        context.syntax().accept(success, List.of(Messages.SDP));
        context.syntax().body(success, Messages.SDP, sdp);
        var peer = new Peer(context, identity, Dialog.called(invite.request(), invite.tag()), new Acknowledgements(context, identity));
        leg.become(Talking.called(context, leg, peer, invite, success, Messages.sdp(invite.request()) == null));
    }

    @Override
    public void reject(int code) {
        refuse(code >= 400 && code <= 699 ? code : Response.TEMPORARILY_UNAVAILABLE, "", true);
    }

    @Override
    public void redirect(String target) {
        try {
            var uri = new Targets(context.syntax()).uri(target, identity.account());
            stopTimers();
            invite.answer(Response.MOVED_TEMPORARILY,
                    response -> response.addHeader(context.syntax().contact(context.syntax().address("", uri))));
            leg.finish(Response.MOVED_TEMPORARILY, Reasons.phrase(Response.MOVED_TEMPORARILY), true);
        } catch (SipException e) {
            context.logger().warn("cannot redirect a call: {}", e.getMessage());
            reject(Response.TEMPORARILY_UNAVAILABLE);
        }
    }

    @Override
    public void end() {
        reject(Response.DECLINE);
    }

    @Override
    public void stop() {
        reject(Response.TEMPORARILY_UNAVAILABLE);
    }

    private void refuse(int code, String reason, boolean byUs) {
        if (!invite.answered()) {
            stopTimers();
            invite.answer(code);
            leg.finish(code, reason.isEmpty() ? Reasons.phrase(code) : reason, byUs);
        }
    }

    private void stopTimers() {
        stopReminding();
        if (expiry != null) {
            expiry.cancel();
        }
    }

    private void stopReminding() {
        if (reminder != null) {
            reminder.cancel();
        }
    }
}
