package org.carillon.core.sip.internal;

import javax.sip.message.Response;
import org.carillon.api.scope.Timer;

/** Our re-INVITEs, one at a time (RFC 3261 14.1). Used on one executor only. */
final class Reinviting implements Outbound.Listener {
    /** Told that the other side is gone. */
    @FunctionalInterface
    interface Lost {
        void lost(int code, String reason);
    }

    private static final int MOST_COLLISIONS = 10;

    private final SipContext context;
    private final CallLeg leg;
    private final Peer peer;
    private final boolean ownsCallId;
    private final Lost lost;
    private String waiting;
    private String offer;
    private Exchange running;
    private Timer pause;
    private int collisions;
    private boolean blocked;
    private boolean stopped;

    /**
     * @param ownsCallId
     *            true when the call is ours
     */
    Reinviting(SipContext context, CallLeg leg, Peer peer, boolean ownsCallId, Lost lost) {
        this.context = context;
        this.leg = leg;
        this.peer = peer;
        this.ownsCallId = ownsCallId;
        this.lost = lost;
    }

    /** Sends an offer as soon as nothing else is under way; of several that wait, the last one counts. */
    void offer(String sdp) {
        waiting = sdp;
        next();
    }

    /** Something else is under way in the dialog, or not any more. */
    void blocked(boolean blocked) {
        this.blocked = blocked;
        next();
    }

    boolean running() {
        return running != null;
    }

    void stop() {
        stopped = true;
        if (pause != null) {
            pause.cancel();
        }
    }

    private void next() {
        if (waiting != null && !stopped && !blocked && running == null && pause == null) {
            offer = waiting;
            waiting = null;
            running = peer.invite(offer, this);
        }
    }

    /** A 2xx, awaited or late. */
    void succeeded(Response success) {
        peer.confirm(success, null);
        if (running == null || !running.isAnsweredBy(success)) {
            return;
        }
        running = null;
        collisions = 0;
        peer.dialog().refresh(success);
        var answer = Messages.sdp(success);
        if (answer == null) {
            leg.tell(to -> to.reinviteFailed(Response.NOT_ACCEPTABLE_HERE, "the other side sent no session description"));
        } else {
            leg.tell(to -> to.reinvited(answer));
        }
        next();
    }

    @Override
    public void response(Response response) {
        int code = response.getStatusCode();
        if (code < 200 || stopped) {
            return;
        }
        running = null;
        switch (code) {
            case Response.REQUEST_PENDING -> collided();
            case Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, Response.REQUEST_TIMEOUT -> lost.lost(code, Messages.reason(response));
            default -> refused(code, Messages.reason(response));
        }
    }

    private void collided() {
        if (++collisions > MOST_COLLISIONS) {
            refused(Response.REQUEST_PENDING, Reasons.phrase(Response.REQUEST_PENDING));
            return;
        }
        pause = context.after(Glare.pause(context.tokens().random(), ownsCallId), () -> {
            pause = null;
            if (waiting == null) {
                waiting = offer;
            }
            next();
        });
    }

    private void refused(int code, String reason) {
        collisions = 0;
        leg.tell(to -> to.reinviteFailed(code, reason));
        next();
    }

    @Override
    public void failed(int code, String reason) {
        if (stopped) {
            return;
        }
        running = null;
        if (code == Response.REQUEST_TIMEOUT) {
            lost.lost(code, reason);
        } else {
            refused(code, reason);
        }
    }
}
