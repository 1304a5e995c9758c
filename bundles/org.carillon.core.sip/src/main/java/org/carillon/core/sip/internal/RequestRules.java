package org.carillon.core.sip.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.address.SipURI;
import javax.sip.header.AcceptHeader;
import javax.sip.header.ContentDispositionHeader;
import javax.sip.header.ContentEncodingHeader;
import javax.sip.header.RequireHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** What is refused whoever it is for (RFC 3261 8.2.1 to 8.2.3), in that order. */
final class RequestRules {
    /**
     * A refusal.
     *
     * @param headers
     *            what to do better, values by name
     */
    record Refusal(int code, Map<String, List<String>> headers) {
        static Refusal of(int code) {
            return new Refusal(code, Map.of());
        }

        static Refusal of(int code, String header, List<String> values) {
            return new Refusal(code, Map.of(header, values));
        }
    }

    private static final Set<String> KNOWN = Set.of(Request.INVITE, Request.ACK, Request.CANCEL, Request.BYE, Request.OPTIONS,
            Request.INFO, Request.NOTIFY, Request.REGISTER, Request.SUBSCRIBE, Request.UPDATE, Request.PRACK, Request.REFER,
            Request.MESSAGE,
            Request.PUBLISH);

    /** Bodies that are understood, by method; other methods may carry what they like. */
    private static final Map<String, List<String>> TYPES = Map.of(Request.INVITE, List.of(Messages.SDP), Request.INFO,
            List.of("application/dtmf-relay", "application/dtmf"));

    private RequestRules() {}

    static Optional<Refusal> refuse(Request request) {
        var method = request.getMethod();
        if (!Answers.ALLOWED.contains(method)) {
            return Optional.of(
                    Refusal.of(KNOWN.contains(method) ? Response.METHOD_NOT_ALLOWED : Response.NOT_IMPLEMENTED, "Allow", Answers.ALLOWED));
        }
        if (!(request.getRequestURI() instanceof SipURI uri) || uri.isSecure()) {
            return Optional.of(Refusal.of(Response.UNSUPPORTED_URI_SCHEME));
        }
        if (method.equals(Request.CANCEL)) {
            return Optional.empty();
        }
        var required = Messages.all(request, RequireHeader.NAME, RequireHeader.class).stream().map(RequireHeader::getOptionTag).toList();
        if (!required.isEmpty()) {
            return Optional.of(Refusal.of(Response.BAD_EXTENSION, "Unsupported", required));
        }
        return body(request).or(() -> headers(request));
    }

    private static Optional<Refusal> body(Request request) {
        var types = TYPES.get(request.getMethod());
        if (types == null || optional(request) || Messages.body(request).isEmpty()) {
            return Optional.empty();
        }
        if (request.getHeader(ContentEncodingHeader.NAME) instanceof ContentEncodingHeader encoding
                && !"identity".equalsIgnoreCase(encoding.getEncoding())) {
            return Optional.of(Refusal.of(Response.UNSUPPORTED_MEDIA_TYPE, "Accept-Encoding", List.of("identity")));
        }
        return types.contains(Messages.contentType(request))
                ? Optional.empty()
                : Optional.of(Refusal.of(Response.UNSUPPORTED_MEDIA_TYPE, "Accept", types));
    }

    private static boolean optional(Request request) {
        return request.getHeader(ContentDispositionHeader.NAME) instanceof ContentDispositionHeader disposition
                && "optional".equalsIgnoreCase(disposition.getHandling());
    }

    private static Optional<Refusal> headers(Request request) {
        if (request.getMethod().equals(Request.INVITE)) {
            return invite(request);
        }
        if (request.getMethod().equals(Request.INFO) && request.getHeader("Info-Package") != null) {
            return Optional.of(Refusal.of(469, "Recv-Info", List.of("")));
        }
        return Optional.empty();
    }

    /** A caller of RFC 2543, who has no From tag, need not name a Contact (RFC 4475 3.4.1). */
    private static Optional<Refusal> invite(Request request) {
        if (Messages.contact(request).isEmpty() && !Messages.fromTag(request).isEmpty()) {
            return Optional.of(Refusal.of(Response.BAD_REQUEST));
        }
        var accepted = Messages.all(request, AcceptHeader.NAME, AcceptHeader.class);
        return accepted.isEmpty() || accepted.stream().anyMatch(RequestRules::permitsSdp)
                ? Optional.empty()
                : Optional.of(Refusal.of(Response.NOT_ACCEPTABLE));
    }

    /** An empty header permits nothing (RFC 3261 20.1). */
    private static boolean permitsSdp(AcceptHeader range) {
        var type = range.getContentType();
        var subtype = range.getContentSubType();
        return range.getQValue() != 0 && ("*".equals(type) || "application".equalsIgnoreCase(type))
                && ("*".equals(subtype) || "sdp".equalsIgnoreCase(subtype));
    }
}
