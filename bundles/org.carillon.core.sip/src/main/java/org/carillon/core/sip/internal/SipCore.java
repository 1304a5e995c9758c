package org.carillon.core.sip.internal;

import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TransportAlreadySupportedException;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.line.Line;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.NotifyHandler;
import org.carillon.lib.jainsip.BadMessage;
import org.carillon.lib.jainsip.SipEngine;
import org.carillon.lib.jainsip.Transport;
import org.osgi.service.log.Logger;

/** The SIP side of the phone: puts stack, lines, legs and subscriptions together. Safe for use by any thread. */
final class SipCore {
    /**
     * What comes from outside.
     *
     * @param product
     *            what this phone calls itself in messages
     * @param takers
     *            who takes incoming calls; null when nobody does
     * @param handlers
     *            who takes an event package outside of subscriptions
     * @param changes
     *            told about every change of a line
     */
    record Surroundings(Scopes clock, Scope scope, Executor sip, Transports transports, String product, String mac,
            DigestAuthentication digest, Names.Lookup lookup, RandomGenerator random, Supplier<IncomingLegs> takers,
            Function<String, Optional<NotifyHandler>> handlers, Consumer<Line> changes, Logger logger) {}

    static final Map<String, String> OPTIONS = Map.of("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off",
            // late 2xx belong to legs, which know them; the stack makes no dialogs of them
            "gov.nist.javax.sip.REJECT_STRAY_RESPONSES", "false", "gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");

    /** When a start has nothing else to do, and before somebody calls. */
    private static final Duration REHEARSAL = Duration.ofMillis(300);
    private static final String SAMPLE_INVITE = """
            INVITE sip:nobody@127.0.0.1 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKrehearsal
            Max-Forwards: 70
            From: "Nobody" <sip:nobody@127.0.0.1>;tag=1
            To: <sip:nobody@127.0.0.1>
            Call-ID: rehearsal
            CSeq: 1 INVITE
            Contact: <sip:nobody@127.0.0.1>
            Allow: INVITE, ACK, BYE, CANCEL, OPTIONS
            Supported: timer
            User-Agent: nobody
            Content-Type: application/sdp
            Content-Length: 0

            """.replace("\n", "\r\n");

    private final SipContext context;
    private final SipEngine engine;
    private final LineRegistry lines;
    private final Legs legs;
    private final Subscriptions subscriptions;
    private final Targets targets;

    SipCore(Surroundings from) throws SipException {
        var router = new SingleHop();
        engine = new SipEngine("sip", OPTIONS, router, (delay, task) -> from.scope.after(Duration.ofMillis(delay), from.sip, task)::cancel,
                bad -> refuse(from.logger, bad));
        from.scope.onClose(engine);
        var udp = from.transports.udp();
        var provider = engine.stack().createSipProvider(engine.listen(udp));
        for (var streams : from.transports.streams().values()) {
            listen(provider, streams);
        }
        var syntax = new Syntax(engine);
        var requests = new Requests(engine, syntax, LocalAddress.text(udp.localAddress()), udp.localPort(),
                from.product);
        var names = new Names(from.clock, from.scope.blocking(), from.sip, from.lookup);
        var outbound = new Outbound(names, from.transports, router, provider, syntax,
                task -> from.scope.after(SipContext.TRANSACTION, from.sip, task));
        context = new SipContext(from.clock, from.scope, from.sip, syntax, requests, new Answers(engine, syntax, from.product), outbound,
                new Tokens(from.random), from.logger);
        lines = new LineRegistry(context, from.digest, from.mac);
        lines.observe(from.changes);
        legs = new Legs(context, lines, from.takers);
        subscriptions = new Subscriptions(context, lines);
        targets = new Targets(syntax);
        var dispatcher = new Dispatcher(context, lines, legs, subscriptions,
                new Notifications(context, lines, names, from.handlers));
        try {
            provider.addSipListener(dispatcher);
        } catch (java.util.TooManyListenersException e) {
            throw new IllegalStateException(e);
        }
        context.after(REHEARSAL, () -> rehearse(dispatcher));
    }

    /** Has the first call find classes and call sites ready, which took it longer than all the rest (docs/adr/0040-jvm.md). */
    private void rehearse(Dispatcher dispatcher) {
        try {
            dispatcher.rehearse(engine.messages().createRequest(SAMPLE_INVITE));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void listen(SipProvider provider, Transport transport) throws SipException {
        try {
            provider.addListeningPoint(engine.listen(transport));
        } catch (ObjectInUseException | TransportAlreadySupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refuse(Logger logger, BadMessage bad) {
        if (bad.cause() != null) {
            logger.warn("the stack failed over a message from {}", bad.source(), bad.cause());
        } else {
            logger.debug("bad message from {}: {}", bad.source(), bad.reason());
        }
        try {
            bad.reply();
        } catch (IOException e) {
            logger.debug("cannot answer {}: {}", bad.source(), e.getMessage());
        }
    }

    Map<Integer, Line> lines() {
        return lines.lines();
    }

    void put(Account account) {
        context.sip().execute(() -> lines.put(account));
    }

    void remove(int account) {
        context.sip().execute(() -> lines.remove(account));
    }

    Leg invite(int account, String target, String offer, Leg.Listener listener) {
        var uri = targets.uri(target, lines.configured(account));
        var leg = legs.create(account, context.tokens().callId());
        context.sip().execute(() -> legs.call(leg, uri, offer, listener));
        return leg;
    }

    EventSubscriptions.Subscription subscribe(int account, String event, String accept, EventSubscriptions.Listener listener) {
        lines.configured(account);
        var subscription = subscriptions.create(account, event, accept, listener);
        context.sip().execute(() -> subscriptions.start(subscription));
        return new EventSubscriptions.Subscription() {
            @Override
            public void send(String contentType, String body) {
                context.sip().execute(() -> subscription.send(contentType, body));
            }

            @Override
            public void close() {
                context.sip().execute(() -> subscriptions.close(subscription));
            }
        };
    }

    /** Ends calls, subscriptions and registrations; completes when all are answered. The scope's end then ends the rest. */
    CompletableFuture<Void> stop() {
        var done = new CompletableFuture<Void>();
        context.sip().execute(() -> {
            subscriptions.stop();
            legs.stop();
            lines.stop();
            context.outbound().whenIdle(() -> done.complete(null));
        });
        return done;
    }

    /** Live transactions of the stack. */
    int load() {
        return engine.load();
    }
}
