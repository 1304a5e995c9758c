package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.EventHeader;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.sip.NotifyHandler;
import org.carillon.api.sip.NotifyHandler.Notification;
import org.carillon.lib.jainsip.SipEngine;

/** What servers tell lines outside of any subscription. Used on one executor only. */
final class Notifications {
    private final SipContext context;
    private final LineRegistry lines;
    private final Names names;
    private final Function<String, Optional<NotifyHandler>> handlers;

    /**
     * @param handlers
     *            who takes an event package
     */
    Notifications(SipContext context, LineRegistry lines, Names names, Function<String, Optional<NotifyHandler>> handlers) {
        this.context = context;
        this.lines = lines;
        this.names = names;
        this.handlers = handlers;
    }

    /** False when nobody wants it. */
    boolean takes(Request notify) {
        return Messages.toTag(notify).isEmpty() && handler(notify).isPresent();
    }

    private Optional<NotifyHandler> handler(Request notify) {
        return notify.getHeader(EventHeader.NAME) instanceof EventHeader event ? handlers.apply(event.getEventType()) : Optional.empty();
    }

    void notified(Incoming notify) {
        lines.called((SipURI) notify.request().getRequestURI()).map(Identity::account).ifPresentOrElse(
                account -> whenFromServer(notify.request(), account, own -> {
                    if (own) {
                        take(notify, account.number());
                    } else {
                        notify.answer(Response.FORBIDDEN);
                    }
                }), () -> notify.answer(Response.NOT_FOUND));
    }

    /** By its address and transport: a server may well send from another port than it listens on. */
    private void whenFromServer(Request notify, Account account, Consumer<Boolean> then) {
        var via = (ViaHeader) notify.getHeader(ViaHeader.NAME);
        if (account.transport().equalsIgnoreCase(via.getTransport())) {
            var hosts = Stream.of(account.hopHost(), account.domain()).distinct().toList();
            compare(hosts.iterator(), SipEngine.source(notify).getAddress(), then);
        } else {
            then.accept(false);
        }
    }

    private void compare(Iterator<String> hosts, InetAddress source, Consumer<Boolean> then) {
        if (hosts.hasNext()) {
            names.find(hosts.next(), found -> {
                if (found.equals(Optional.of(source))) {
                    then.accept(true);
                } else {
                    compare(hosts, source, then);
                }
            });
        } else {
            then.accept(false);
        }
    }

    private void take(Incoming notify, int account) {
        var request = notify.request();
        var handler = handler(request);
        if (handler.isEmpty()) {
            notify.answer(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            return;
        }
        complete(request);
        if (!notify.open()) {
            return;
        }
        var notification = new Notification(account, SipEngine.source(request).getAddress(), parameters(request),
                Messages.contentType(request),
                Messages.body(request));
        notify.answer(answer(handler.get(), notification));
    }

    private static Map<String, String> parameters(Request notify) {
        return Messages.parameters((EventHeader) notify.getHeader(EventHeader.NAME));
    }

    private int answer(NotifyHandler handler, Notification notification) {
        try {
            return handler.notified(notification);
        } catch (RuntimeException e) {
            context.logger().error("cannot take a notification", e);
            return Response.SERVER_INTERNAL_ERROR;
        }
    }

    /** Outside of a subscription there is no state to tell, but the stack insists on one. */
    private void complete(Request notify) {
        if (notify.getHeader(SubscriptionStateHeader.NAME) == null) {
            context.syntax().add(notify, SubscriptionStateHeader.NAME, SubscriptionStateHeader.TERMINATED);
        }
    }
}
