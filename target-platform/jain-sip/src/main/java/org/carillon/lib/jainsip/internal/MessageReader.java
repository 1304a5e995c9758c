package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.ContentLength;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.carillon.lib.jainsip.SipEngine;

/** Turns bytes into messages that the transaction layer can work with, or says what is wrong with them. */
final class MessageReader {
    /** Headers without which a message cannot be processed; other malformed ones are set aside (RFC 3261 7.3.1, 8.2). */
    private static final Map<Class<?>, String> ESSENTIAL = Map.of(RequestLine.class, "request line", StatusLine.class, "status line",
            Via.class,
            "Via", From.class, "From", To.class, "To", CallID.class, "Call-ID", CSeq.class, "CSeq", ContentLength.class, "Content-Length");

    private static final Pattern VERSION = Pattern.compile("(?:^| )SIP/([0-9]+\\.[0-9]+)(?: .*)?\\s*$", Pattern.CASE_INSENSITIVE);

    /** Headers of which there is one (RFC 3261 20, RFC 4475 3.3.8): of two, nobody knows which is meant. */
    private static final List<String> SINGLE = List.of("From", "To", "Call-ID", "CSeq", "Max-Forwards");

    private static final int MAX_PORT = 65_535;

    private final String transport;
    private final boolean reliable;
    private final int longest;

    MessageReader(String transport, boolean reliable, int longest) {
        this.transport = transport;
        this.reliable = reliable;
        this.longest = Math.min(longest, SipEngine.MAX_MESSAGE);
    }

    /**
     * @return null for what is no SIP at all: keep-alives, STUN and noise
     */
    SIPMessage read(byte[] data, int length) throws BadMessageException {
        if (length > longest) {
            throw new BadMessageException(513, "Message Too Large");
        }
        var headers = RawHeaders.of(data, length);
        if (headers == null || data[headers.start()] < ' ') {
            return null;
        }
        if (!headers.complete()) {
            throw bad("Header section without end");
        }
        checkVersion(headers);
        checkSingle(headers);
        int body = bodyLength(headers, length - headers.end());
        var message = parse(Arrays.copyOfRange(data, headers.start(), headers.end()));
        if (body > 0) {
            message.setMessageContent(Arrays.copyOfRange(data, headers.end(), headers.end() + body));
        }
        check(message);
        return message;
    }

    /** The parser takes any version for 2.0. */
    private static void checkVersion(RawHeaders headers) throws BadMessageException {
        var version = VERSION.matcher(headers.firstLine());
        if (version.find() && !version.group(1).equals("2.0")) {
            throw new BadMessageException(505, "Version Not Supported");
        }
    }

    private static void checkSingle(RawHeaders headers) throws BadMessageException {
        for (var name : SINGLE) {
            if (headers.all(name.toLowerCase(Locale.ROOT)).size() > 1) {
                throw bad("More than one " + name);
            }
        }
    }

    /** RFC 3261 18.3: a datagram may be longer than it says, never shorter; a stream must say how long. */
    private int bodyLength(RawHeaders headers, int available) throws BadMessageException {
        var values = headers.all("content-length").stream().distinct().toList();
        if (values.isEmpty()) {
            if (reliable && available > 0) {
                throw bad("Missing Content-Length");
            }
            return available;
        }
        var value = values.getFirst();
        if (values.size() > 1 || !value.matches("[0-9]{1,9}") || Integer.parseInt(value) > available) {
            throw bad("Bad Content-Length");
        }
        return Integer.parseInt(value);
    }

    private static SIPMessage parse(byte[] head) throws BadMessageException {
        var culprit = new String[1];
        ParseExceptionListener listener = (e, message, type, header, text) -> {
            if (type != null && ESSENTIAL.containsKey(type)) {
                culprit[0] = ESSENTIAL.get(type);
                throw e;
            }
            message.addUnparsed(header);
        };
        try {
            var message = new Parser().parseSIPMessage(head, false, false, listener);
            if (message != null) {
                return message;
            }
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            // the parser's own words name classes and echo the message
        }
        throw bad(culprit[0] == null ? "Malformed message" : "Malformed " + culprit[0]);
    }

    private void check(SIPMessage message) throws BadMessageException {
        require(message.getTopmostVia(), "Via");
        require(message.getFrom(), "From");
        require(message.getTo(), "To");
        require(message.getCallId(), "Call-ID");
        require(message.getCSeq(), "CSeq");
        int port = message.getTopmostVia().getPort();
        if (port == 0 || port > MAX_PORT) {
            throw bad("Malformed Via");
        }
        if (message instanceof SIPRequest request) {
            check(request);
        } else {
            check((SIPResponse) message);
        }
    }

    private void check(SIPRequest request) throws BadMessageException {
        if (request.getRequestLine() == null) {
            throw bad("Malformed request line");
        }
        if (!request.getMethod().equals(request.getCSeq().getMethod())) {
            throw bad("CSeq method does not match");
        }
        if (!transport.equalsIgnoreCase(request.getTopmostVia().getTransport())) {
            throw bad("Via transport does not match");
        }
    }

    private static void check(SIPResponse response) throws BadMessageException {
        try {
            response.checkHeaders();
        } catch (ParseException e) {
            throw bad("Malformed response");
        }
    }

    private static void require(Object header, String name) throws BadMessageException {
        if (header == null) {
            throw bad("Missing " + name);
        }
    }

    private static BadMessageException bad(String reason) {
        return new BadMessageException(400, reason);
    }
}
