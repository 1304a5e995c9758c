package org.carillon.core.sip.internal;

import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A request of the other side and the way to answer it: without state (RFC 3261 8.2.7) until {@link #open}, so that whatever is refused
 * leaves nothing behind. Used on one executor only.
 */
final class Incoming {
    private final SipContext context;
    private final Request request;
    private final String tag;
    private ServerTransaction transaction;
    private boolean answered;

    /**
     * @param tag
     *            our To tag for it, if it has none; the same whenever the request comes again
     * @param transaction
     *            null when it has none yet
     */
    Incoming(SipContext context, Request request, String tag, ServerTransaction transaction) {
        this.context = context;
        this.request = request;
        this.tag = tag;
        this.transaction = transaction;
    }

    /** The same, with another To tag. */
    Incoming with(String otherTag) {
        return new Incoming(context, request, otherTag, transaction);
    }

    /** Makes a transaction, which absorbs repetitions; false when the stack does not want to, and the request was dealt with. */
    boolean open() {
        if (transaction == null) {
            transaction = context.outbound().transaction(request, () -> answer(Response.BAD_REQUEST));
        }
        return transaction != null;
    }

    Request request() {
        return request;
    }

    String tag() {
        return tag;
    }

    boolean is(String method) {
        return request.getMethod().equals(method);
    }

    /** True when a CANCEL means this request (RFC 3261 9.2, 17.2.3). */
    boolean cancelledBy(Request cancel) {
        return Messages.callId(request).equals(Messages.callId(cancel)) && Messages.sequence(request) == Messages.sequence(cancel)
                && Messages.fromTag(request).equals(Messages.fromTag(cancel)) && Messages.branch(request).equals(Messages.branch(cancel));
    }

    /** True once a final answer was sent. */
    boolean answered() {
        return answered;
    }

    Response response(int code) {
        return context.answers().create(code, request, tag);
    }

    void answer(int code) {
        send(response(code));
    }

    void answer(int code, Consumer<Response> additions) {
        var response = response(code);
        additions.accept(response);
        send(response);
    }

    /** 500 or 486 with a wish when to come back, in seconds. */
    void postpone(int code, int seconds) {
        answer(code, response -> {
            try {
                response.setHeader(context.syntax().headers().createRetryAfterHeader(seconds));
            } catch (InvalidArgumentException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    void send(Response response) {
        answered |= response.getStatusCode() >= 200;
        try {
            if (transaction == null) {
                context.outbound().reply(request, response);
            } else {
                transaction.sendResponse(response);
            }
        } catch (SipException | InvalidArgumentException e) {
            context.logger().warn("cannot answer {} with {}: {}", request.getMethod(), response.getStatusCode(), e.getMessage());
        }
    }
}
