package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.header.ContactHeader;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.lib.jainsip.SipEngine;

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

    /** Does not want to know. */
    static final Listener NOBODY = new Listener() {
        @Override
        public void response(Response response) {}

        @Override
        public void failed(int code, String reason) {}
    };

    /** A request that is on its way. */
    static final class Sent {
        private final Listener listener;
        private ClientTransaction transaction;
        private boolean dropped;
        private boolean done;
        private boolean heard;
        private Connection connection;

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
    private final Transports transports;
    private final SingleHop router;
    private final SipProvider provider;
    private final Consumer<Runnable> later;
    private final Syntax syntax;
    private final Set<Sent> underway = new HashSet<>();
    private int pending;
    private Runnable whenIdle = () -> {};

    /**
     * @param later
     *            runs a task on the same executor when a transaction must be over
     */
    Outbound(Names names, Transports transports, SingleHop router, SipProvider provider, Syntax syntax, Consumer<Runnable> later) {
        this.syntax = syntax;
        this.later = later;
        this.names = names;
        this.router = router;
        this.provider = provider;
        this.transports = transports;
        transports.streams().values().forEach(streams -> streams.whenClosed(this::lost));
    }

    /** Names of the transports that there are, in lower case. */
    Set<String> transports() {
        return transports.names();
    }

    /**
     * Makes a connection, or finds it.
     *
     * @param failed
     *            told why not, in words
     */
    void connect(String host, int port, String transport, Consumer<Connection> then, Consumer<String> failed) {
        names.find(host, found -> found.ifPresentOrElse(
                address -> connect(new Remote(address, port, transport.equals("tls") ? host : ""), transport, then, failed),
                () -> failed.accept("no address for " + host)));
    }

    private void connect(Remote remote, String transport, Consumer<Connection> then, Consumer<String> failed) {
        transports.stream(transport).ifPresentOrElse(streams -> streams.connect(remote, then, failed),
                () -> failed.accept("there is no transport " + transport));
    }

    /** The listener is never called before this returns, unless the request cannot be sent at all. */
    Sent send(Request request, Flow flow, Listener listener) {
        var sent = new Sent(listener);
        pending++;
        route(request, flow, destination -> start(request, destination, sent),
                reason -> failed(sent, Response.SERVICE_UNAVAILABLE, reason));
        return sent;
    }

    /** The same, to where its headers need not lead. */
    Sent send(Request request, Destination destination, Listener listener) {
        var sent = new Sent(listener);
        pending++;
        start(request, destination, sent);
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
    void acknowledge(Request ack, Flow flow) {
        route(ack, flow, destination -> {
            prepare(ack, destination);
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
        end(invite, Response.REQUEST_TIMEOUT, "no answer");
    }

    private void end(Sent sent, int code, String reason) {
        if (!sent.done) {
            try {
                sent.transaction.terminate();
            } catch (ObjectInUseException e) {
                // never thrown by transactions
            }
            failed(sent, code, reason);
        }
    }

    /** Sends a response outside a transaction: one that is over, or none at all. */
    void reply(Request request, Response response) throws SipException {
        SipEngine.reply(provider, request, response);
    }

    /**
     * A transaction for a request that came in; null when the stack does not want to make one.
     *
     * @param bad
     *            runs when that is because the request lacks a header
     */
    ServerTransaction transaction(Request request, Runnable bad) {
        try {
            complete(request);
            return provider.getNewServerTransaction(request);
        } catch (SipException e) {
            if (e.getCause() instanceof ParseException) {
                bad.run();
            }
            return null;
        }
    }

    /** Adds what callers of RFC 2543 leave out and the stack insists on. */
    private void complete(Request request) {
        if (request.getHeader(MaxForwardsHeader.NAME) == null) {
            request.addHeader(syntax.header(MaxForwardsHeader.NAME, "70"));
        }
        if (request.getMethod().equals(Request.INVITE) && request.getHeader(ContactHeader.NAME) == null) {
            request.addHeader(syntax.contact(Messages.from(request).getAddress()));
        }
    }

    private void route(Request request, Flow flow, Consumer<Destination> then, Consumer<String> failed) {
        var target = SingleHop.of(request, flow.account());
        if (target.isEmpty()) {
            failed.accept("no SIP address");
            return;
        }
        var host = target.get().host();
        names.find(host, found -> found.ifPresentOrElse(address -> route(target.get(), address, flow, then, failed),
                () -> failed.accept("no address for " + host)));
    }

    /** What goes to the line's server goes over the line's connection, whatever name the server gives itself. */
    private void route(SingleHop.Target target, InetAddress address, Flow flow, Consumer<Destination> then, Consumer<String> failed) {
        var transport = target.transport();
        var held = flow.to(address, target.port()).filter(open -> !target.chosen() || transport.equals(flow.account().transport()));
        if (held.isPresent()) {
            then.accept(new Destination(address, target.port(), flow.account().transport(), held.get()));
        } else if (transport.equals("udp")) {
            then.accept(new Destination(address, target.port(), transport, null));
        } else {
            connect(new Remote(address, target.port(), transport.equals("tls") ? target.host() : ""), transport,
                    open -> then.accept(new Destination(address, target.port(), transport, open)), failed);
        }
    }

    /** The stack asks for the way at once. */
    private void prepare(Request request, Destination destination) {
        router.next(destination);
        var connection = destination.connection();
        if (connection != null) {
            syntax.sentBy((ViaHeader) request.getHeader(ViaHeader.NAME), destination.transport(), connection.reachable());
            transports.stream(destination.transport()).ifPresent(streams -> streams.next(connection));
        }
    }

    private void start(Request request, Destination destination, Sent sent) {
        if (sent.dropped) {
            finished(sent);
            return;
        }
        prepare(request, destination);
        sent.connection = destination.connection();
        underway.add(sent);
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

    /**
     * A connection ended. Nobody answers over it any more; but whoever was heard of already may find another way to this phone, unless nobody
     * listens here.
     */
    private void lost(Connection connection, String reason) {
        var listening = connection.remote().domain().isEmpty();
        for (var sent : List.copyOf(underway)) {
            if (sent.connection == connection && !(listening && sent.heard)) {
                end(sent, Response.SERVICE_UNAVAILABLE, reason);
            }
        }
    }

    private void finished(Sent sent) {
        sent.done = true;
        underway.remove(sent);
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
        sent.heard = true;
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
