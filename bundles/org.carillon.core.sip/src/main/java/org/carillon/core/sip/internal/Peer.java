package org.carillon.core.sip.internal;

import java.util.function.Supplier;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** The other end of an INVITE dialog: what we say to it. Used on one executor only. */
final class Peer {
    private final SipContext context;
    private final Identity identity;
    private final Dialog dialog;
    private final Acknowledgements acknowledgements;

    Peer(SipContext context, Identity identity, Dialog dialog, Acknowledgements acknowledgements) {
        this.context = context;
        this.identity = identity;
        this.dialog = dialog;
        this.acknowledgements = acknowledgements;
    }

    /** Another phone than the one we talk to answered as well: its call is taken and ended at once (RFC 3261 13.2.2.4). */
    static void decline(SipContext context, Identity identity, Acknowledgements acknowledgements, Response success) {
        var peer = new Peer(context, identity, Dialog.caller(success), acknowledgements);
        peer.confirm(success, null);
        peer.bye();
    }

    Dialog dialog() {
        return dialog;
    }

    Identity identity() {
        return identity;
    }

    Acknowledgements acknowledgements() {
        return acknowledgements;
    }

    /**
     * ACK for a 2xx.
     *
     * @param answer
     *            SDP; null for none
     */
    void confirm(Response success, String answer) {
        var ack = dialog.ack(context.requests(), context.syntax(), Messages.sequence(success), identity.account().rport());
        context.syntax().body(ack, Messages.SDP, answer);
        acknowledgements.send(success, ack);
    }

    void bye() {
        exchange(() -> request(Request.BYE), Outbound.NOBODY);
    }

    Exchange invite(String offer, Outbound.Listener listener) {
        return exchange(() -> {
            var request = request(Request.INVITE);
            request.addHeader(identity.contact());
            context.syntax().allow(request, Answers.ALLOWED);
            context.syntax().body(request, Messages.SDP, offer);
            return request;
        }, listener);
    }

    Exchange info(String type, String text, Outbound.Listener listener) {
        return exchange(() -> {
            var request = request(Request.INFO);
            context.syntax().body(request, type, text);
            return request;
        }, listener);
    }

    private Request request(String method) {
        return dialog.request(context.requests(), context.syntax(), method, identity.account().rport());
    }

    /** A line that has lost its connection makes it anew first: the Contact names it, and its other end is trusted by the line's own name. */
    private Exchange exchange(Supplier<Request> builder, Outbound.Listener listener) {
        var exchange = new Exchange(context.outbound(), identity, builder, listener);
        identity.flow().open(exchange::start, reason -> exchange.start());
        return exchange;
    }
}
