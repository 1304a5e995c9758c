package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TooManyListenersException;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.AllowEventsHeader;
import javax.sip.header.AllowHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.EventHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.GroupSubscriptions.Listener;
import org.carillon.api.sip.GroupSubscriptions.Notification;
import org.carillon.api.sip.GroupSubscriptions.Port;
import org.carillon.api.sip.GroupSubscriptions.Question;
import org.carillon.lib.jainsip.BadMessage;
import org.carillon.lib.jainsip.SipEngine;
import org.carillon.lib.jainsip.Transport;
import org.osgi.service.log.Logger;

/**
 * A port that asks a group and takes notifications, with a stack of its own: whatever arrives there is nothing to lines and calls. It answers
 * without state (RFC 3261 8.2.7), so that nobody fills it. Ends with its scope.
 */
final class GroupPort implements Port, SipListener {
    /**
     * What comes from outside.
     *
     * @param scope
     *            of this port alone
     * @param sip
     *            where everything runs; also what the transport received
     * @param udp
     *            bound already
     */
    record Surroundings(Scopes clock, Scope scope, Executor sip, Transport udp, String product, RandomGenerator random, Logger logger) {}

    private final SipContext context;
    private final Question question;
    private final String event;
    private final List<String> accept;
    private final Listener listener;
    private final Destination group;
    private final String callId;
    private final String tag;
    private final String salt;
    private long sequence;

    GroupPort(Surroundings from, Question question, Listener listener) throws SipException {
        this.question = question;
        this.listener = listener;
        event = question.event().replaceFirst(";.*", "").strip();
        accept = Arrays.stream(question.accept().split(",")).map(String::strip).toList();
        group = new Destination(question.group().getAddress(), question.group().getPort(), "udp", null);
        var router = new SingleHop();
        var engine = new SipEngine("group", SipCore.OPTIONS, router,
                (delay, task) -> from.scope.after(Duration.ofMillis(delay), from.sip, task)::cancel, bad -> refuse(from.logger, bad));
        from.scope.onClose(engine);
        var provider = engine.stack().createSipProvider(engine.listen(from.udp));
        var syntax = new Syntax(engine);
        var requests = new Requests(engine, syntax, LocalAddress.text(from.udp.localAddress()), from.udp.localPort(), from.product);
        var names = new Names(from.clock, from.scope.blocking(), from.sip, InetAddress::getByName);
        var outbound = new Outbound(names, new Transports(from.udp, Map.of()), router, provider, syntax,
                task -> from.scope.after(SipContext.TRANSACTION, from.sip, task));
        context = new SipContext(from.clock, from.scope, from.sip, syntax, requests, new Answers(engine, syntax, from.product), outbound,
                new Tokens(from.random), from.logger);
        callId = context.tokens().callId();
        tag = context.tokens().tag();
        salt = context.tokens().tag();
        try {
            provider.addSipListener(this);
        } catch (TooManyListenersException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refuse(Logger logger, BadMessage bad) {
        logger.debug("bad message from {}: {}", bad.source(), bad.reason());
        try {
            bad.reply();
        } catch (IOException e) {
            logger.debug("cannot answer {}: {}", bad.source(), e.getMessage());
        }
    }

    @Override
    public void ask() {
        context.sip().execute(() -> context.outbound().send(subscribe(), group, new Outbound.Listener() {
            @Override
            public void response(Response response) {
                if (response.getStatusCode() >= 200) {
                    listener.answered(response.getStatusCode(), Messages.reason(response));
                }
            }

            @Override
            public void failed(int code, String reason) {
                listener.answered(code, reason);
            }
        }));
    }

    /** Always within the same would-be dialog: a notification that comes late is one that was asked for, too. */
    private Request subscribe() {
        var syntax = context.syntax();
        var uri = syntax.uri(question.user(), question.group().getAddress().getHostAddress(), 0);
        var self = syntax.address("", uri);
        var request = context.requests().create(Request.SUBSCRIBE, uri, callId, ++sequence, new Requests.Party(self, tag),
                new Requests.Party(self, ""), true);
        request.addHeader(syntax.contact(syntax.address("",
                syntax.uri(question.user(), context.requests().host(), context.requests().port()))));
        syntax.add(request, EventHeader.NAME, question.event());
        syntax.accept(request, accept);
        syntax.expires(request, 0);
        return request;
    }

    @Override
    public void processRequest(RequestEvent received) {
        var request = received.getRequest();
        if (!request.getMethod().equals(Request.ACK)) {
            var incoming = new Incoming(context, request, tag(request), null);
            context.contained(() -> process(incoming));
        }
    }

    /** The same for each copy of a request. */
    private String tag(Request request) {
        return "%08x".formatted(Objects.hash(salt, Messages.callId(request), Messages.fromTag(request), Messages.sequence(request)));
    }

    private void process(Incoming incoming) {
        var request = incoming.request();
        var syntax = context.syntax();
        if (incoming.is(Request.CANCEL)) {
            incoming.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (!incoming.is(Request.NOTIFY)) {
            incoming.answer(Response.METHOD_NOT_ALLOWED, response -> syntax.add(response, AllowHeader.NAME, Request.NOTIFY));
        } else if (RequestRules.refuse(request).isPresent()) {
            incoming.answer(RequestRules.refuse(request).get().code());
        } else if (!(request.getHeader(EventHeader.NAME) instanceof EventHeader about && event.equalsIgnoreCase(about.getEventType()))) {
            incoming.answer(Response.BAD_EVENT, response -> syntax.add(response, AllowEventsHeader.NAME, event));
        } else if (Messages.toTag(request).isEmpty() || asked(request)) {
            answer(incoming);
        } else {
            incoming.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        }
    }

    private boolean asked(Request notify) {
        return callId.equals(Messages.callId(notify)) && tag.equals(Messages.toTag(notify));
    }

    private void answer(Incoming incoming) {
        int code = take(incoming.request());
        incoming.answer(code, response -> {
            if (code == Response.UNSUPPORTED_MEDIA_TYPE) {
                context.syntax().accept(response, accept);
            }
        });
    }

    private int take(Request notify) {
        var parameters = notify.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                ? Messages.parameters(type) : Map.<String, String>of();
        try {
            return listener.notified(new Notification(SipEngine.source(notify).getAddress(), asked(notify), Messages.contentType(notify),
                    parameters, Messages.body(notify)));
        } catch (RuntimeException e) {
            context.logger().error("cannot take a notification", e);
            return Response.SERVER_INTERNAL_ERROR;
        }
    }

    @Override
    public void processResponse(ResponseEvent received) {
        context.contained(() -> context.outbound().response(received));
    }

    @Override
    public void processTimeout(TimeoutEvent over) {
        context.contained(() -> context.outbound().timeout(over));
    }

    @Override
    public void processIOException(IOExceptionEvent failed) {
        // a time-out of the transaction follows
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent over) {
        // nothing is kept per transaction
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent over) {
        // the stack keeps no dialogs
    }

    @Override
    public void close() {
        context.scope().close();
    }
}
