package org.carillon.core.sip.internal;

import java.text.ParseException;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Sends requests and tells what became of each. Used on one executor only. */
final class Outbound {
    /** Told about one request. */
    interface Listener {
        /** Provisional responses and the final one; but a 2xx to an INVITE goes to its leg. */
        void response(Response response);

        /**
         * There will be no response.
         *
         * @param code
         *            what stands for it: 408 when nobody answered, 503 when it could not be sent
         */
        void failed(int code, String reason);
    }

    /** A request that is on its way. */
    static final class Sent {
        private final Listener listener;
        private ClientTransaction transaction;
        private boolean dropped;
        private boolean done;

        private Sent(Listener listener) {
            this.listener = listener;
        }

        /** Forgets a request that has not left yet; returns false when it has. */
        boolean drop() {
            dropped |= transaction == null;
            return dropped;
        }
    }

    private final Names names;
    private final SingleHop router;
    private final SipProvider provider;
    private final Consumer<Runnable> later;
    private final Syntax syntax;
    private int pending;
    private Runnable whenIdle = () -> {};

    /**
     * @param later
     *            runs a task on the same executor when a transaction must be over
     */
    Outbound(Names names, SingleHop router, SipProvider provider, Syntax syntax, Consumer<Runnable> later) {
        this.syntax = syntax;
        this.later = later;
        this.names = names;
        this.router = router;
        this.provider = provider;
    }

    /** The listener is never called before this returns, unless the request cannot be sent at all. */
    Sent send(Request request, Listener listener) {
        var sent = new Sent(listener);
        pending++;
        route(request, destination -> start(request, destination, sent), reason -> failed(sent, Response.SERVICE_UNAVAILABLE, reason));
        return sent;
    }

    /** Runs a task once when no request waits for its final response. */
    void whenIdle(Runnable then) {
        if (pending == 0) {
            then.run();
        } else {
            whenIdle = then;
        }
    }

    /** An ACK for a 2xx: nobody answers it. */
    void acknowledge(Request ack) {
        route(ack, destination -> {
            router.next(destination);
            try {
                provider.sendRequest(ack);
            } catch (SipException e) {
                // the other side repeats its 2xx, and the ACK is sent again
            }
        }, reason -> {});
    }

    /** Sends a CANCEL for an INVITE that was answered provisionally. What becomes of it is seen in the INVITE, which ends soon anyhow. */
    void cancel(Sent invite) {
        try {
            var cancel = invite.transaction.createCancel();
            provider.getNewClientTransaction(cancel).sendRequest();
        } catch (SipException e) {
            // then it is not cancelled
        }
        later.accept(() -> abandon(invite));
    }

    private void abandon(Sent invite) {
        if (!invite.done) {
            try {
                invite.transaction.terminate();
            } catch (ObjectInUseException e) {
                // never thrown by transactions
            }
            failed(invite, Response.REQUEST_TIMEOUT, "no answer");
        }
    }

    /** Sends a response outside a transaction: one that is over, or none at all. */
    void reply(Response response) throws SipException {
        provider.sendResponse(response);
    }

    /**
     * A transaction for a request that came in; null when the stack does not want to make one.
     *
     * @param bad
     *            runs when that is because the request lacks a header
     */
    ServerTransaction transaction(Request request, Runnable bad) {
        try {
            if (request.getHeader(MaxForwardsHeader.NAME) == null) {
                request.addHeader(syntax.header(MaxForwardsHeader.NAME, "70"));
            }
            return provider.getNewServerTransaction(request);
        } catch (SipException e) {
            if (e.getCause() instanceof ParseException) {
                bad.run();
            }
            return null;
        }
    }

    private void route(Request request, Consumer<Destination> then, Consumer<String> failed) {
        var target = SingleHop.of(request);
        if (target.isEmpty()) {
            failed.accept("no SIP address");
            return;
        }
        var host = target.get().host();
        names.find(host, found -> found.ifPresentOrElse(address -> then.accept(new Destination(address, target.get().port())),
                () -> failed.accept("no address for " + host)));
    }

    private void start(Request request, Destination destination, Sent sent) {
        if (sent.dropped) {
            finished(sent);
            return;
        }
        router.next(destination);
        try {
            sent.transaction = provider.getNewClientTransaction(request);
            sent.transaction.setApplicationData(sent);
            sent.transaction.sendRequest();
        } catch (SipException e) {
            failed(sent, Response.SERVICE_UNAVAILABLE, "cannot send to " + destination.getHost() + ":" + destination.port());
        }
    }

    private void failed(Sent sent, int code, String reason) {
        if (!sent.done) {
            sent.done = true;
            if (!sent.dropped) {
                sent.listener.failed(code, reason);
            }
            finished(sent);
        }
    }

    private void finished(Sent sent) {
        sent.done = true;
        if (--pending == 0) {
            var then = whenIdle;
            whenIdle = () -> {};
            then.run();
        }
    }

    void response(ResponseEvent event) {
        var response = event.getResponse();
        if (event.getClientTransaction() == null || !(event.getClientTransaction().getApplicationData() instanceof Sent sent)
                || sent.done) {
            return;
        }
        sent.done = response.getStatusCode() >= 200;
        try {
            if (response.getStatusCode() / 100 != 2 || !Messages.method(response).equals(Request.INVITE)) {
                sent.listener.response(response);
            }
        } finally {
            if (sent.done) {
                finished(sent);
            }
        }
    }

    void timeout(TimeoutEvent event) {
        if (!event.isServerTransaction() && event.getClientTransaction().getApplicationData() instanceof Sent sent) {
            failed(sent, Response.REQUEST_TIMEOUT, "no answer");
        }
    }
}
