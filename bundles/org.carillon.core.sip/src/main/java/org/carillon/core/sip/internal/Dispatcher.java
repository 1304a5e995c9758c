package org.carillon.core.sip.internal;

import java.util.Objects;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.address.SipURI;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Takes what the transaction layer delivers to where it belongs, and answers what belongs nowhere. Called on the SIP executor. */
final class Dispatcher implements SipListener {
    private final SipContext context;
    private final LineRegistry lines;
    private final Legs legs;
    private final Subscriptions subscriptions;
    private final Notifications notifications;
    private final String salt;

    Dispatcher(SipContext context, LineRegistry lines, Legs legs, Subscriptions subscriptions, Notifications notifications) {
        this.context = context;
        this.salt = context.tokens().tag();
        this.lines = lines;
        this.legs = legs;
        this.subscriptions = subscriptions;
        this.notifications = notifications;
    }

    @Override
    public void processRequest(RequestEvent event) {
        var request = event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            context.contained(() -> legs.find(request).ifPresent(leg -> leg.phase().acknowledged(request)));
        } else if (!request.getMethod().equals(Request.INVITE) || !Messages.toTag(request).isEmpty() || !legs.repeated(request)) {
            begin(new Incoming(context, request, tag(request), event.getServerTransaction()));
        }
    }

    /** The same for each copy of a request, as long as it has none of a dialog. */
    private String tag(Request request) {
        return "%08x".formatted(Objects.hash(salt, Messages.callId(request), Messages.fromTag(request), Messages.sequence(request),
                Messages.branch(request)));
    }

    /** Goes the way of an INVITE up to its 180, and sends and keeps nothing. */
    void rehearse(Request invite) {
        lines.called((SipURI) invite.getRequestURI());
        legs.origin(invite);
        RequestRules.refuse(invite);
        var ringing = context.answers().create(Response.RINGING, invite, tag(invite));
        context.syntax().allow(ringing, Answers.ALLOWED);
        ringing.toString();
    }

    private void begin(Incoming incoming) {
        try {
            process(incoming);
        } catch (RuntimeException e) {
            context.logger().error("cannot process {}", incoming.request().getMethod(), e);
            if (!incoming.answered()) {
                incoming.answer(Response.SERVER_INTERNAL_ERROR);
            }
        }
    }

    private void process(Incoming incoming) {
        var request = incoming.request();
        var refusal = RequestRules.refuse(request);
        if (refusal.isPresent()) {
            refuse(incoming, refusal.get());
        } else if (incoming.is(Request.CANCEL)) {
            cancel(incoming);
        } else if (incoming.is(Request.NOTIFY) && notifications.takes(request)) {
            notifications.notified(incoming);
        } else if (incoming.is(Request.NOTIFY)) {
            subscriptions.notified(incoming);
        } else if (Messages.toTag(request).isEmpty()) {
            outside(incoming);
        } else {
            inside(incoming);
        }
    }

    private void refuse(Incoming incoming, RequestRules.Refusal refusal) {
        incoming.answer(refusal.code(), response -> refusal.headers()
                .forEach((name, values) -> values.forEach(value -> context.syntax().add(response, name, value))));
    }

    /** With the tag that the INVITE was answered with (RFC 3261 9.2). */
    private void cancel(Incoming cancel) {
        var request = cancel.request();
        legs.cancelledBy(request).ifPresentOrElse(leg -> {
            cancel.with(leg.tag()).answer(Response.OK);
            leg.phase().cancel(request);
        }, () -> cancel.with(legs.origin(request).map(CallLeg::tag).orElse(cancel.tag()))
                .answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST));
    }

    private void outside(Incoming incoming) {
        var uri = (SipURI) incoming.request().getRequestURI();
        var called = lines.called(uri);
        if (incoming.is(Request.BYE) || incoming.is(Request.INFO)) {
            incoming.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
        } else if (incoming.is(Request.OPTIONS) && (called.isPresent() || uri.getUser() == null)) {
            incoming.answer(Response.OK, context.answers()::capabilities);
        } else if (called.isEmpty()) {
            incoming.answer(Response.NOT_FOUND);
        } else {
            legs.invited(incoming, called.get());
        }
    }

    private void inside(Incoming incoming) {
        var found = legs.find(incoming.request()).filter(leg -> !leg.ended() || incoming.is(Request.BYE));
        if (found.isEmpty()) {
            incoming.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        if (!incoming.open()) {
            return;
        }
        var phase = found.get().phase();
        if (!phase.inOrder(incoming.request())) {
            incoming.answer(Response.SERVER_INTERNAL_ERROR);
            return;
        }
        switch (incoming.request().getMethod()) {
            case Request.INVITE -> phase.reinvited(incoming);
            case Request.BYE -> phase.left(incoming);
            case Request.OPTIONS -> incoming.answer(Response.OK, context.answers()::capabilities);
            default -> incoming.answer(Response.OK);
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        var response = event.getResponse();
        context.contained(() -> context.outbound().response(event));
        if (response.getStatusCode() / 100 == 2 && Messages.method(response).equals(Request.INVITE)) {
            context.contained(() -> legs.succeeded(response));
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        context.contained(() -> context.outbound().timeout(event));
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        // a time-out of the transaction follows
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        // nothing is kept per transaction
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {
        // the stack keeps no dialogs
    }
}
