package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.RequireHeader;
import javax.sip.header.SupportedHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.line.Line;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;

/** Keeps one account registered (RFC 3261 10) until it is ended. Used on one executor only. */
final class Registration {
    /** Told about every change. */
    interface Listener {
        void changed(Line.State state, int code, String reason);

        /** The server sees this phone at another address than it thought. */
        void seenAt(InetSocketAddress address);

        /** Unregistered, or given up trying to. */
        void ended();
    }

    private final SipContext context;
    private final Identity identity;
    private final RegisterRules rules;
    private final Listener listener;
    private final String callId;
    private final String tag;
    private int percentage;
    private long sequence;
    private Timer timer;
    private Attempt attempt;
    private boolean registered;
    private boolean ending;
    private boolean corrected;
    /** Where the server believes this line to be, though it is there no more. */
    private final Set<SipURI> stale = new LinkedHashSet<>();
    private SipURI known;

    Registration(SipContext context, Identity identity, Listener listener) {
        this.context = context;
        this.identity = identity;
        this.listener = listener;
        this.rules = new RegisterRules(context.tokens().random(), identity.account().expires());
        this.percentage = identity.account().renewal();
        this.callId = context.tokens().callId();
        this.tag = context.tokens().tag();
        identity.flow().listen(new FlowListener());
    }

    void start() {
        listener.changed(Line.State.REGISTERING, 0, "");
        send();
    }

    /** Takes effect with the next refresh. */
    void renewAfter(int percentage) {
        this.percentage = percentage;
    }

    /** Takes the binding back, if there may be one, and ends. */
    void end() {
        ending = true;
        if (registered || attempt != null) {
            send();
        } else {
            over();
        }
    }

    private void over() {
        stop();
        identity.flow().close();
        listener.ended();
    }

    /** Ends without a word: another registration took over the binding. */
    void abandon() {
        ending = true;
        attempt = null;
        stop();
        identity.flow().close();
    }

    private void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void send() {
        stop();
        var next = new Attempt();
        attempt = next;
        identity.flow().open(next::begin, reason -> next.failed(Response.SERVICE_UNAVAILABLE, reason));
    }

    private Request build() {
        var syntax = context.syntax();
        var account = identity.account();
        var request = context.requests().create(Request.REGISTER, syntax.uri("", account.domain(), identity.visiblePort()), callId,
                ++sequence, new Requests.Party(identity.address(), tag), new Requests.Party(identity.address(), ""), account.rport());
        identity.route(request);
        request.addHeader(identity.contact());
        for (var former : ending ? Set.<SipURI>of() : stale) {
            var old = syntax.contact(syntax.address("", former));
            expires(old, 0);
            request.addHeader(old);
        }
        syntax.allow(request, Answers.ALLOWED);
        syntax.expires(request, ending ? 0 : rules.lifetime());
        return request;
    }

    private static void expires(ContactHeader contact, int seconds) {
        try {
            contact.setExpires(seconds);
        } catch (javax.sip.InvalidArgumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** One REGISTER; what comes for an older one is of no interest any more. */
    private final class Attempt implements Outbound.Listener {
        void begin() {
            if (attempt == this) {
                outdated(known);
                new Exchange(context.outbound(), identity, Registration.this::build, this).start();
            }
        }

        @Override
        public void response(Response response) {
            if (response.getStatusCode() >= 200 && finished()) {
                if (response.getStatusCode() < 300) {
                    succeeded(response);
                } else {
                    act(next(response), response.getStatusCode(), reason(response));
                }
            }
        }

        @Override
        public void failed(int code, String reason) {
            if (finished()) {
                act(rules.unreachable(Duration.ZERO), code, reason);
            }
        }

        private boolean finished() {
            if (attempt != this) {
                return false;
            }
            attempt = null;
            if (ending) {
                over();
            }
            return !ending;
        }
    }

    /** What happens to the connection, where there is one. */
    private final class FlowListener implements Flow.Listener {
        @Override
        public void lost(String reason) {
            attempt = null;
            if (ending) {
                over();
            } else {
                act(rules.unreachable(Duration.ZERO), Response.SERVICE_UNAVAILABLE, reason);
            }
        }

        /** What the answer says is of no interest. */
        @Override
        public void probe() {
            var account = identity.account();
            var request = context.requests().create(Request.OPTIONS, context.syntax().uri("", account.domain(), identity.visiblePort()),
                    context.tokens().callId(), 1, new Requests.Party(identity.address(), context.tokens().tag()),
                    new Requests.Party(identity.address(), ""), account.rport());
            identity.route(request);
            context.outbound().send(request, identity.flow(), Outbound.NOBODY);
        }
    }

    private void succeeded(Response response) {
        registered = true;
        stale.clear();
        var before = identity.contactUri();
        var seen = identity.account().rport() ? seenAt(response) : Optional.<InetSocketAddress>empty();
        seen.ifPresent(listener::seenAt);
        outdated(before);
        outdated(response);
        if (!stale.isEmpty() && !corrected) {
            corrected = true;
            send();
            return;
        }
        corrected = false;
        stale.clear();
        known = identity.contactUri();
        supervise(response);
        act(rules.registered(granted(response), percentage), response.getStatusCode(), "");
    }

    private void outdated(SipURI contact) {
        if (contact != null && !contact.equals(identity.contactUri())) {
            stale.add(contact);
        }
    }

    /** Bindings that this line had before it was restarted; but a server that does not keep Contacts as they are tells nothing. */
    private void outdated(Response response) {
        var own = Messages.all(response, ContactHeader.NAME, ContactHeader.class).stream().filter(contact -> !contact.isWildCard())
                .map(contact -> contact.getAddress().getURI()).filter(identity::isOwn).toList();
        if (own.stream().anyMatch(identity::isContact)) {
            own.stream().filter(uri -> !identity.isContact(uri)).forEach(uri -> stale.add((SipURI) uri));
        }
    }

    /** A server that supports RFC 5626 answers pings. */
    private void supervise(Response response) {
        var timer = response.getHeader("Flow-Timer") instanceof Header seconds ? number(Messages.value(seconds)) : 0;
        var outbound = Stream.of(SupportedHeader.NAME, RequireHeader.NAME)
                .flatMap(name -> Messages.all(response, name, Header.class).stream())
                .anyMatch(header -> List.of(Messages.value(header).split("[\\s,]+")).contains("outbound"));
        if (timer > 0 || outbound) {
            identity.flow().connection().ifPresent(connection -> connection.answersPings(timer));
        }
    }

    private RegisterRules.Next next(Response response) {
        int code = response.getStatusCode();
        if (code == Response.INTERVAL_TOO_BRIEF) {
            return rules.tooBrief(response.getHeader("Min-Expires") instanceof Header least ? number(Messages.value(least)) : 0);
        }
        return rules.failed(code, Messages.retryAfter(response));
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private void act(RegisterRules.Next next, int code, String reason) {
        switch (next) {
            case RegisterRules.Next.Again() -> send();
            case RegisterRules.Next.Refresh(var delay) -> {
                listener.changed(Line.State.REGISTERED, code, "");
                again(delay);
            }
            case RegisterRules.Next.Retry(var delay) -> {
                listener.changed(Line.State.FAILED, code, reason);
                again(delay);
            }
        }
    }

    private void again(Duration delay) {
        stop();
        timer = context.after(delay, this::send);
    }

    /** Our own Contact's lifetime, else the general one, else what was asked for. */
    private long granted(Response response) {
        var own = Messages.all(response, ContactHeader.NAME, ContactHeader.class).stream()
                .filter(contact -> !contact.isWildCard() && contact.getExpires() > 0 && identity.isContact(contact.getAddress().getURI()))
                .findFirst();
        if (own.isPresent()) {
            return own.get().getExpires();
        }
        return response.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader expires && expires.getExpires() > 0
                ? expires.getExpires()
                : rules.lifetime();
    }

    private static Optional<InetSocketAddress> seenAt(Response response) {
        var via = (ViaHeader) response.getHeader(ViaHeader.NAME);
        return via.getReceived() == null && via.getRPort() <= 0
                ? Optional.empty()
                : Names.literal(via.getReceived() == null ? via.getHost() : via.getReceived())
                        .map(address -> new InetSocketAddress(address, via.getRPort() > 0 ? via.getRPort() : via.getPort()));
    }

    private String reason(Response response) {
        return switch (response.getStatusCode()) {
            case Response.UNAUTHORIZED, Response.PROXY_AUTHENTICATION_REQUIRED -> challenged(response.getStatusCode());
            case Response.FORBIDDEN -> "the server refuses this account: " + Messages.reason(response);
            case Response.NOT_FOUND -> "the server does not know " + identity.account().user();
            default -> Messages.reason(response);
        };
    }

    private String challenged(int code) {
        if (identity.account().password().isEmpty()) {
            return "the server asks for a password, and none is configured";
        }
        var unknown = identity.credentials().unknownAlgorithms(code);
        return unknown.isEmpty()
                ? "the server refuses the name or the password"
                : "the server asks only for digest algorithms that this phone does not know: " + String.join(", ", unknown);
    }
}
