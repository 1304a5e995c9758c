package org.carillon.core.sip.internal;

import java.util.ArrayList;
import java.util.List;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.RecordRouteHeader;
import javax.sip.header.RouteHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What two ends know of each other (RFC 3261 12), without the state of calls or subscriptions. */
final class Dialog {
    private final String callId;
    private final Requests.Party local;
    private final Requests.Party remote;
    private final List<Address> routes;
    private URI target;
    private long localSequence;
    private long remoteSequence;

    private Dialog(String callId, Requests.Party local, Requests.Party remote, List<Address> routes, URI target, long localSequence,
            long remoteSequence) {
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.routes = routes;
        this.target = target;
        this.localSequence = localSequence;
        this.remoteSequence = remoteSequence;
    }

    /** Theirs is the response to our request that makes the dialog. */
    static Dialog caller(Response response) {
        return new Dialog(Messages.callId(response), new Requests.Party(Messages.from(response).getAddress(), Messages.fromTag(response)),
                new Requests.Party(Messages.to(response).getAddress(), Messages.toTag(response)), routes(response).reversed(),
                Messages.contact(response).map(URI.class::cast).orElse(Messages.to(response).getAddress().getURI()),
                Messages.sequence(response), -1);
    }

    /** Theirs is the request; we answer with this tag. Also for a NOTIFY that comes before the answer to our SUBSCRIBE. */
    static Dialog called(Request request, String localTag) {
        return new Dialog(Messages.callId(request), new Requests.Party(Messages.to(request).getAddress(), localTag),
                new Requests.Party(Messages.from(request).getAddress(), Messages.fromTag(request)), routes(request),
                Messages.contact(request).map(URI.class::cast).orElse(Messages.from(request).getAddress().getURI()), 0,
                Messages.sequence(request));
    }

    private static List<Address> routes(Message message) {
        return Messages.all(message, RecordRouteHeader.NAME, RecordRouteHeader.class).stream().map(RecordRouteHeader::getAddress).toList();
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return local.tag();
    }

    String remoteTag() {
        return remote.tag();
    }

    /** True for a request of the other side that belongs here. */
    boolean owns(Request request) {
        return callId.equals(Messages.callId(request)) && local.tag().equals(Messages.toTag(request))
                && remote.tag().equals(Messages.fromTag(request));
    }

    /** Notes the sequence number of a request of the other side; false when it is older than one seen before (RFC 3261 12.2.2). */
    boolean inOrder(Request request) {
        long sequence = Messages.sequence(request);
        if (sequence < remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /** Target refresh: re-INVITE and its 2xx, SUBSCRIBE and NOTIFY. */
    void refresh(Message message) {
        Messages.contact(message).ifPresent(contact -> target = contact);
    }

    /** Continues the count of a SUBSCRIBE whose answer made no dialog. */
    void countFrom(long sequence) {
        localSequence = Math.max(localSequence, sequence);
    }

    /** The next request within the dialog. */
    Request request(Requests requests, Syntax syntax, String method, boolean rport) {
        return build(requests, syntax, method, ++localSequence, rport);
    }

    /** ACK for a 2xx to the INVITE of that number. */
    Request ack(Requests requests, Syntax syntax, long sequence, boolean rport) {
        return build(requests, syntax, Request.ACK, sequence, rport);
    }

    /** RFC 3261 12.2.1.1, loose and strict routing. */
    private Request build(Requests requests, Syntax syntax, String method, long sequence, boolean rport) {
        var strict = !routes.isEmpty() && routes.getFirst().getURI() instanceof SipURI first && !first.hasLrParam();
        var path = new ArrayList<>(routes);
        var uri = target;
        if (strict) {
            uri = path.removeFirst().getURI();
            path.add(syntax.address("", target));
        }
        var request = requests.create(method, uri, callId, sequence, local, remote, rport);
        path.forEach(hop -> request.addHeader(syntax.headers().createRouteHeader(hop)));
        return request;
    }
}
