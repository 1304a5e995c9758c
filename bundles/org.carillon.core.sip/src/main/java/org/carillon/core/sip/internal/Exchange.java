package org.carillon.core.sip.internal;

import java.util.function.Supplier;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** A request that is sent again when its receiver wants to know who asks. */
final class Exchange implements Outbound.Listener {
    /** A server and two proxies may ask, or one may call its nonce stale. */
    private static final int MOST_CHALLENGES = 3;

    private final Outbound outbound;
    private final Identity identity;
    private final Supplier<Request> builder;
    private final Outbound.Listener listener;
    private int challenges;
    private Request request;
    private Outbound.Sent sent;
    private boolean heard;
    private boolean cancelled;
    private boolean dialled;
    private Credentials.Conversation conversation;

    /**
     * @param builder
     *            makes the request, with the next sequence number each time
     * @param listener
     *            does not see the challenges that are answered
     */
    Exchange(Outbound outbound, Identity identity, Supplier<Request> builder, Outbound.Listener listener) {
        this.outbound = outbound;
        this.identity = identity;
        this.builder = builder;
        this.listener = listener;
    }

    /** A person chose the receiver, which may know who asks. */
    Exchange dialled() {
        dialled = true;
        return this;
    }

    /** Does nothing when it is cancelled already. */
    Exchange start() {
        if (cancelled) {
            return this;
        }
        heard = false;
        request = builder.get();
        if (conversation == null) {
            conversation = identity.credentials().with(request, dialled);
        }
        conversation.authorize(request);
        sent = outbound.send(request, identity.flow(), this);
        return this;
    }

    /** True for a response to the request as it was sent last. */
    boolean isAnsweredBy(Response response) {
        return request != null && Messages.sequence(request) == Messages.sequence(response);
    }

    /** Takes an INVITE back as soon as its receiver was heard of (RFC 3261 9.1). The listener is told how it ends, unless it never left. */
    void cancel() {
        cancelled = true;
        if (sent != null && !sent.drop() && heard) {
            outbound.cancel(sent);
        }
    }

    @Override
    public void response(Response response) {
        int code = response.getStatusCode();
        if (code < 200 && !heard) {
            heard = true;
            if (cancelled) {
                outbound.cancel(sent);
            }
        }
        if ((code == Response.UNAUTHORIZED || code == Response.PROXY_AUTHENTICATION_REQUIRED) && !cancelled && challenges < MOST_CHALLENGES
                && conversation.challenged(request, response, challenges > 0)) {
            challenges++;
            start();
        } else {
            listener.response(response);
        }
    }

    @Override
    public void failed(int code, String reason) {
        listener.failed(code, reason);
    }
}
