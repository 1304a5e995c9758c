package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.sip.message.Response;

/** Our digits in INFO requests (RFC 6086 in its legacy usage), one at a time so that they arrive in order. Used on one executor only. */
final class Informing implements Outbound.Listener {
    private record Digit(char digit, Duration duration) {}

    private static final String DTMF_RELAY = "application/dtmf-relay";
    private static final int MOST_WAITING = 128;

    private final CallLeg leg;
    private final Peer peer;
    private final Reinviting.Lost lost;
    private final Queue<Digit> waiting = new ArrayDeque<>();
    private Digit running;
    private boolean open;

    Informing(CallLeg leg, Peer peer, Reinviting.Lost lost) {
        this.leg = leg;
        this.peer = peer;
        this.lost = lost;
    }

    void dtmf(char digit, Duration duration) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Digit(digit, duration));
            next();
        } else {
            leg.tell(to -> to.dtmfRefused(digit, Response.SERVICE_UNAVAILABLE, "too many digits are waiting"));
        }
    }

    /** The call is established: digits may go out. */
    void open() {
        open = true;
        next();
    }

    void stop() {
        open = false;
        waiting.clear();
    }

    private void next() {
        if (open && running == null && !waiting.isEmpty()) {
            running = waiting.remove();
            peer.info(DTMF_RELAY, "Signal=" + running.digit + "\r\nDuration=" + running.duration.toMillis() + "\r\n", this);
        }
    }

    @Override
    public void response(Response response) {
        int code = response.getStatusCode();
        if (code == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST && open) {
            lost.lost(code, Messages.reason(response));
        } else if (code >= 200) {
            done(code, Messages.reason(response));
        }
    }

    /** A call whose sound flows is not given up for an INFO without an answer, though RFC 3261 12.2.1.2 permits it. */
    @Override
    public void failed(int code, String reason) {
        done(code, reason);
    }

    private void done(int code, String reason) {
        var digit = running.digit;
        running = null;
        if (code >= 300) {
            leg.tell(to -> to.dtmfRefused(digit, code, reason));
        }
        next();
    }
}
