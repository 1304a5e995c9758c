package org.carillon.core.sip.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.Parameters;
import javax.sip.header.ReasonHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;

/** What is in a received message. */
final class Messages {
    static final String SDP = "application/sdp";

    private Messages() {}

    static String callId(Message message) {
        return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
    }

    static long sequence(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getSeqNumber();
    }

    /** The method of the request that a response answers. */
    static String method(Message message) {
        return ((CSeqHeader) message.getHeader(CSeqHeader.NAME)).getMethod();
    }

    static FromHeader from(Message message) {
        return (FromHeader) message.getHeader(FromHeader.NAME);
    }

    static ToHeader to(Message message) {
        return (ToHeader) message.getHeader(ToHeader.NAME);
    }

    /** Empty for peers of RFC 2543. */
    static String fromTag(Message message) {
        return text(from(message).getTag());
    }

    static String toTag(Message message) {
        return text(to(message).getTag());
    }

    static String branch(Message message) {
        return text(((ViaHeader) message.getHeader(ViaHeader.NAME)).getBranch());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    static Optional<SipURI> contact(Message message) {
        return message.getHeader(ContactHeader.NAME) instanceof ContactHeader contact && !contact.isWildCard()
                && contact.getAddress().getURI() instanceof SipURI uri ? Optional.of(uri) : Optional.empty();
    }

    /** In lower case, without parameters; empty when there is no body. */
    static String contentType(Message message) {
        return message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                ? (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT)
                : "";
    }

    static String body(Message message) {
        var bytes = message.getRawContent();
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The session description; null when there is none. */
    static String sdp(Message message) {
        if (!contentType(message).equals(SDP)) {
            return null;
        }
        var body = body(message);
        return body.isBlank() ? null : body;
    }

    static <T extends Header> List<T> all(Message message, String name, Class<T> type) {
        var found = new ArrayList<T>();
        for (Iterator<?> headers = message.getHeaders(name); headers != null && headers.hasNext();) {
            if (headers.next() instanceof Header header && type.isInstance(header)) {
                found.add(type.cast(header));
            }
        }
        return found;
    }

    /** Names in lower case; an empty text for one without a value. */
    static Map<String, String> parameters(Parameters header) {
        var parameters = new HashMap<String, String>();
        for (Iterator<?> names = header.getParameterNames(); names != null && names.hasNext();) {
            var name = names.next().toString();
            parameters.put(name.toLowerCase(Locale.ROOT), text(header.getParameter(name)));
        }
        return parameters;
    }

    /** What stands behind a header's name. */
    static String value(Header header) {
        var text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }

    /** The words of a Reason header (RFC 3326); empty when there are none. */
    static String why(Message message) {
        return message.getHeader(ReasonHeader.NAME) instanceof ReasonHeader reason ? text(reason.getText()).replaceAll("\\p{Cntrl}", " ")
                : "";
    }

    static Duration retryAfter(Response response) {
        return Duration.ofSeconds(
                response.getHeader(RetryAfterHeader.NAME) instanceof RetryAfterHeader retry ? Math.max(0, retry.getRetryAfter()) : 0);
    }

    /** The other side's words, cleaned for a person's eyes. */
    static String reason(Response response) {
        return text(response.getReasonPhrase()).replaceAll("\\p{Cntrl}", " ").strip();
    }
}
