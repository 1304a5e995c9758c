package org.carillon.core.sip.internal;

import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** An INVITE of ours, until somebody accepts it or all refuse (RFC 3261 13.2, 8.1.3.4). */
final class OutgoingInvite implements Phase, Outbound.Listener {
    private final SipContext context;
    private final CallLeg leg;
    private final Identity identity;
    private final SipURI to;
    private final String offer;
    private final Redirects redirects;
    private final Acknowledgements acknowledgements;
    /** SDP by the tag of the phone that sent it; empty where one only rings. */
    private final Map<String, String> early = new HashMap<>();
    private SipURI target;
    private long sequence;
    private Exchange exchange;
    private String heard;
    private Refusal best;
    private boolean cancelled;

    /** A final answer of a target. */
    private record Refusal(int code, String reason) {}

    /**
     * @param offer
     *            SDP; null to let the other side offer
     */
    OutgoingInvite(SipContext context, CallLeg leg, Identity identity, SipURI target, String offer) {
        this.context = context;
        this.leg = leg;
        this.identity = identity;
        this.target = target;
        this.offer = offer;
        this.to = (SipURI) target.clone();
        to.removePort();
        this.redirects = new Redirects(identity.account().redirectOrder(), context.outbound().transports(), target.toString());
        this.acknowledgements = new Acknowledgements(context, identity);
    }

    void start() {
        early.clear();
        exchange = new Exchange(context.outbound(), identity, this::build, this);
        if (!redirects.followed()) {
            exchange.dialled();
        }
        if (identity.leadsHome(target)) {
            identity.flow().open(exchange::start, reason -> failed(Response.SERVICE_UNAVAILABLE, reason));
        } else {
            exchange.start();
        }
    }

    private Request build() {
        var syntax = context.syntax();
        var account = identity.account();
        var request = context.requests().create(Request.INVITE, target, leg.callId(), ++sequence,
                new Requests.Party(identity.caller(), leg.tag()), new Requests.Party(syntax.address("", to), ""), account.rport());
        identity.route(request);
        request.addHeader(identity.contact());
        syntax.allow(request, Answers.ALLOWED);
        syntax.accept(request, List.of(Messages.SDP));
        syntax.body(request, Messages.SDP, offer);
        return request;
    }

    @Override
    public boolean owns(Request request) {
        return early.containsKey(Messages.fromTag(request));
    }

    @Override
    public void response(Response response) {
        int code = response.getStatusCode();
        if (code >= 300) {
            refused(code, response);
        } else if (code > Response.TRYING && !cancelled) {
            progressed(code, response);
        }
    }

    private void progressed(int code, Response response) {
        var sdp = offer == null ? null : Messages.sdp(response);
        var tag = Messages.toTag(response);
        if (sdp != null) {
            early.put(tag, sdp);
            heard = tag;
        } else {
            early.putIfAbsent(tag, "");
        }
        leg.tell(to -> to.progress(code == Response.RINGING ? code : Response.SESSION_PROGRESS, sdp));
    }

    private void refused(int code, Response response) {
        note(code, response);
        if (code < 400) {
            redirects.offered(contacts(response));
        }
        var next = code < 600 && !cancelled ? redirects.next() : Optional.<String>empty();
        if (next.isPresent()) {
            follow(next.get());
        } else {
            over(code, code < 400 && !redirects.refusal().isEmpty() ? redirects.refusal() : Messages.reason(response));
        }
    }

    /** Of several targets' answers one of the lowest class counts (RFC 3261 16.7), the first: targets are tried best first. */
    private void note(int code, Response response) {
        if (code >= 400 && (best == null || code / 100 < best.code / 100)) {
            best = new Refusal(code, Messages.reason(response));
        }
    }

    /** No target is left. A 6xx speaks for all; where nobody could be asked, or went round in circles, an answer from before says more. */
    private void over(int code, String reason) {
        var said = best == null || code >= 600 ? new Refusal(code, reason) : best;
        leg.finish(said.code, said.reason, false);
    }

    private List<Redirects.Contact> contacts(Response response) {
        return Messages.all(response, ContactHeader.NAME, ContactHeader.class).stream().filter(contact -> !contact.isWildCard())
                .map(contact -> new Redirects.Contact(contact.getAddress().getURI().toString(), transport(contact),
                        contact.getQValue() < 0 ? 1 : contact.getQValue()))
                .toList();
    }

    /** What the stack does not speak counts as a transport of that name. */
    private String transport(ContactHeader contact) {
        if (!(contact.getAddress().getURI() instanceof SipURI uri)) {
            return contact.getAddress().getURI().getScheme().toLowerCase(Locale.ROOT);
        }
        return SingleHop.transport(uri, identity.account());
    }

    private void follow(String uri) {
        try {
            target = (SipURI) context.syntax().parse(uri);
            target.removeParameter("method");
            start();
        } catch (ParseException | IllegalArgumentException e) {
            over(Response.SERVICE_UNAVAILABLE, "redirected to " + uri + ", which cannot be called");
        }
    }

    @Override
    public void failed(int code, String reason) {
        var next = cancelled ? Optional.<String>empty() : redirects.next();
        if (next.isPresent()) {
            follow(next.get());
        } else {
            over(code, reason);
        }
    }

    /** The first 2xx wins. */
    @Override
    public void succeeded(Response success) {
        if (acknowledgements.again(success)) {
            return;
        }
        var sdp = sdp(success);
        if (cancelled || sdp == null) {
            Peer.decline(context, identity, acknowledgements, success);
            leg.finish(Response.NOT_ACCEPTABLE_HERE, "the other side sent no session description", false);
            return;
        }
        var tag = Messages.toTag(success);
        var news = offer == null || !tag.equals(heard) || !sdp.equals(early.get(tag)) ? sdp : null;
        leg.become(Talking.caller(context, leg, new Peer(context, identity, Dialog.caller(success), acknowledgements), success,
                offer != null));
        leg.tell(to -> to.answered(news));
    }

    /** The answer, which may have come with a provisional response of the same phone. */
    private String sdp(Response success) {
        var sdp = Messages.sdp(success);
        var before = early.getOrDefault(Messages.toTag(success), "");
        return sdp == null && offer != null && !before.isEmpty() ? before : sdp;
    }

    @Override
    public void end() {
        if (leg.ended()) {
            return;
        }
        cancelled = true;
        exchange.cancel();
        leg.finish(Response.REQUEST_TERMINATED, "", true);
    }
}
