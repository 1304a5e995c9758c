package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.SubscriptionStateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.scope.Timer;
import org.carillon.api.sip.EventSubscriptions;

/** One subscription, over all the dialogs that it needs in its life (RFC 6665 4.1). Used on one executor only. */
final class LiveSubscription {
    private record Body(String type, String text) {}

    private static final int MOST_BODIES = 32;

    private final SipContext context;
    private final LineRegistry lines;
    private final int account;
    private final String event;
    private final List<String> accept;
    private final EventSubscriptions.Listener listener;
    private final SubscribeRules rules;
    private final Deque<Body> bodies = new ArrayDeque<>();
    private Identity identity;
    private String callId = "";
    private String tag = "";
    private long sequence;
    private Dialog dialog;
    private Attempt attempt;
    private Timer timer;
    private long since;
    private boolean refreshDue;
    private boolean closed;

    LiveSubscription(SipContext context, LineRegistry lines, int account, String event, String accept,
            EventSubscriptions.Listener listener) {
        this.context = context;
        this.lines = lines;
        this.account = account;
        this.event = event;
        this.accept = Arrays.stream(accept.split(",")).map(String::strip).filter(type -> !type.isEmpty()).toList();
        this.listener = listener;
        this.rules = new SubscribeRules(context.tokens().random());
    }

    int account() {
        return account;
    }

    /** The line registered: a subscription that waits for it begins. */
    void lineRegistered() {
        var now = lines.identity(account);
        if (closed || now.isEmpty() || now.get() == identity) {
            return;
        }
        forget();
        identity = now.get();
        subscribe();
    }

    /** The line is off: nothing is left of the subscription. */
    void lineLost() {
        forget();
        identity = null;
    }

    private void forget() {
        stop();
        attempt = null;
        dialog = null;
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A new dialog. */
    private void subscribe() {
        stop();
        dialog = null;
        callId = context.tokens().callId();
        tag = context.tokens().tag();
        sequence = 0;
        since = context.nanoTime();
        send(null);
    }

    void send(String type, String text) {
        if (!closed && bodies.size() < MOST_BODIES) {
            bodies.add(new Body(type, text));
            next();
        }
    }

    /** One SUBSCRIBE at a time: what waits to be said, else a refresh that is due. */
    private void next() {
        if (attempt != null || dialog == null || identity == null) {
            return;
        }
        if (!bodies.isEmpty()) {
            send(bodies.remove());
        } else if (refreshDue || closed) {
            send(null);
        }
    }

    private void send(Body body) {
        refreshDue = false;
        attempt = new Attempt(body);
        new Exchange(context.outbound(), identity, () -> build(body), attempt).start();
    }

    private Request build(Body body) {
        var syntax = context.syntax();
        Request request;
        if (dialog == null) {
            var uri = syntax.uri(identity.account().user(), identity.account().domain(), identity.visiblePort());
            request = context.requests().create(Request.SUBSCRIBE, uri, callId, ++sequence, new Requests.Party(identity.address(), tag),
                    new Requests.Party(identity.address(), ""), identity.account().rport());
            identity.route(request);
        } else {
            request = dialog.request(context.requests(), syntax, Request.SUBSCRIBE, identity.account().rport());
        }
        request.addHeader(identity.contact());
        syntax.add(request, "Event", event);
        syntax.accept(request, accept);
        syntax.allow(request, Answers.ALLOWED);
        syntax.expires(request, closed ? 0 : rules.lifetime());
        if (body != null) {
            syntax.body(request, body.type, body.text);
        }
        return request;
    }

    /** One SUBSCRIBE; what comes for an older one is of no interest any more. */
    private final class Attempt implements Outbound.Listener {
        private final Body body;

        Attempt(Body body) {
            this.body = body;
        }

        @Override
        public void response(Response response) {
            int code = response.getStatusCode();
            if (attempt != this || code < 200) {
                return;
            }
            attempt = null;
            if (closed && code / 100 == 2 && dialog != null) {
                return;
            }
            if (code / 100 == 2) {
                accepted(response);
            } else {
                refused(response, body);
            }
        }

        @Override
        public void failed(int code, String reason) {
            if (attempt == this) {
                attempt = null;
                LiveSubscription.this.failed(code, reason, Duration.ZERO, body);
            }
        }
    }

    private void accepted(Response response) {
        if (dialog == null) {
            dialog = Dialog.caller(response);
        } else {
            dialog.refresh(response);
            rules.sound(context.since(since));
        }
        expires(response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader expires ? expires.getExpires() : rules.lifetime());
        next();
    }

    private void expires(long seconds) {
        if (!closed) {
            again(rules.refresh(seconds), this::refresh);
        }
    }

    private void refresh() {
        refreshDue = true;
        next();
    }

    private void refused(Response response, Body body) {
        int code = response.getStatusCode();
        if (code == Response.INTERVAL_TOO_BRIEF && response.getHeader("Min-Expires") instanceof Header least
                && Messages.value(least).matches("[0-9]{1,9}") && rules.raise(Integer.parseInt(Messages.value(least)))) {
            send(body);
        } else if (code == Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST && dialog != null) {
            dialog = null;
            if (!closed) {
                again(rules.lost(context.since(since)), this::subscribe);
            }
        } else {
            failed(code, Messages.reason(response), Messages.retryAfter(response), body);
        }
    }

    /** A dialog survives a refresh that failed, until it expires (RFC 6665 4.1.2.2). */
    private void failed(int code, String reason, Duration retryAfter, Body body) {
        if (closed) {
            return;
        }
        var pause = rules.refused(code, retryAfter);
        var survives = pause.isPresent() && dialog != null;
        if (!survives || body != null) {
            context.contained(() -> listener.refused(code, reason));
        }
        if (survives) {
            again(pause.get(), this::refresh);
            next();
        } else {
            forget();
            pause.ifPresent(delay -> again(delay, this::subscribe));
        }
    }

    private void again(Duration delay, Runnable task) {
        stop();
        timer = context.after(delay, () -> {
            timer = null;
            task.run();
        });
    }

    /** True for a NOTIFY of this subscription; the first one may come before the answer to the SUBSCRIBE. */
    boolean owns(Request notify) {
        if (dialog != null) {
            return dialog.owns(notify);
        }
        return !callId.isEmpty() && callId.equals(Messages.callId(notify)) && tag.equals(Messages.toTag(notify)) && attempt != null;
    }

    void notified(Incoming incoming) {
        var notify = incoming.request();
        if (dialog == null) {
            dialog = Dialog.called(notify, tag);
            dialog.countFrom(sequence);
        }
        if (!dialog.inOrder(notify)) {
            incoming.answer(Response.SERVER_INTERNAL_ERROR);
            return;
        }
        dialog.refresh(notify);
        incoming.answer(Response.OK);
        if (!closed) {
            tell(notify);
            state(notify);
        }
    }

    private void tell(Request notify) {
        var headers = new LinkedHashMap<String, String>();
        for (var names = notify.getHeaderNames(); names.hasNext();) {
            var name = (String) names.next();
            headers.putIfAbsent(name.toLowerCase(Locale.ROOT), Messages.value(notify.getHeader(name)));
        }
        var type = Messages.contentType(notify);
        var body = Messages.body(notify);
        context.contained(() -> listener.notified(type, body, Map.copyOf(headers)));
    }

    private void state(Request notify) {
        if (!(notify.getHeader(SubscriptionStateHeader.NAME) instanceof SubscriptionStateHeader state)) {
            return;
        }
        if (!SubscriptionStateHeader.TERMINATED.equalsIgnoreCase(state.getState())) {
            if (state.getExpires() > 0) {
                expires(state.getExpires());
            }
            return;
        }
        var reason = Optional.ofNullable(state.getReasonCode()).orElse("").toLowerCase(Locale.ROOT);
        forget();
        var pause = rules.terminated(reason, Duration.ofSeconds(Math.max(0, state.getRetryAfter())), context.since(since));
        pause.ifPresentOrElse(delay -> again(delay, this::subscribe), () -> {
            int code = reason.equals("noresource") ? Response.NOT_FOUND : Response.FORBIDDEN;
            context.contained(() -> listener.refused(code, reason));
        });
    }

    /** Unsubscribes. */
    void close() {
        if (!closed) {
            closed = true;
            bodies.clear();
            stop();
            next();
        }
    }
}
