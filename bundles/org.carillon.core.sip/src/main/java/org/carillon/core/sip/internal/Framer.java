package org.carillon.core.sip.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.ProtocolException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.carillon.lib.jainsip.SipEngine;

/**
 * Cuts a stream of bytes into messages (RFC 3261 18.3) and keep-alives (RFC 5626 4.4.1), within bounds. Lines end as the parser sees it:
 * CRLF, CR or LF. Used by one thread.
 */
final class Framer {
    /** Takes what was cut out. */
    interface Sink {
        /**
         * @param length
         *            more than there is when the message is longer than the longest one taken; then these are its headers
         */
        void message(byte[] message, int length);

        /** CRLFCRLF between messages. */
        void ping();

        /** CRLF between messages. */
        void pong();
    }

    /** Bytes before the body. */
    static final int MAX_HEADERS = 32 * 1024;
    static final int MAX_MESSAGE = SipEngine.MAX_MESSAGE;

    private static final int BUFFER = 2 * 1024;
    private static final Pattern FOLD = Pattern.compile("(?:\r\n|\r|\n)[ \t]+");
    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*?)[ \t]*$");
    private static final Pattern SIP = Pattern.compile("SIP\\s*/", Pattern.CASE_INSENSITIVE);

    private byte[] buffer = new byte[BUFFER];
    private int filled;
    private int scanned;
    private int line;
    /** Where the message ends whose headers are complete; 0 while they are not. */
    private int end;
    private boolean halfPing;

    /** True while a message has begun and not ended. */
    boolean within() {
        return filled > 0;
    }

    /**
     * @throws ProtocolException
     *             when it cannot be told where the next message begins, so that the connection is of no more use; what came before was
     *             delivered
     */
    void add(byte[] data, int count, Sink to) throws ProtocolException {
        if (filled + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(filled + count, 2 * buffer.length));
        }
        System.arraycopy(data, 0, buffer, filled, count);
        filled += count;
        while (filled > 0 && next(to)) {
            // there may be more
        }
        if (filled == 0 && buffer.length > BUFFER) {
            buffer = new byte[BUFFER];
        }
    }

    private boolean next(Sink to) throws ProtocolException {
        if (end == 0 && scanned == 0 && (buffer[0] == '\r' || buffer[0] == '\n')) {
            return blank(to);
        }
        halfPing = false;
        if (end == 0 && !headers(to) || filled < end) {
            return false;
        }
        to.message(Arrays.copyOf(buffer, end), end);
        consume(end);
        return true;
    }

    /** Line ends before a message (RFC 3261 7.5). */
    private boolean blank(Sink to) {
        if (buffer[0] == '\r' && filled == 1) {
            return false;
        }
        if (buffer[0] == '\n' || buffer[1] != '\n') {
            consume(1);
            return true;
        }
        var lonely = filled == 2;
        if (!lonely && buffer[2] == '\r' && filled == 3) {
            return false;
        }
        if (!lonely && buffer[2] == '\r' && buffer[3] == '\n') {
            consume(4);
            to.ping();
        } else if (halfPing) {
            consume(2);
            halfPing = false;
            to.ping();
        } else {
            consume(2);
            halfPing = lonely;
            to.pong();
        }
        return true;
    }

    private boolean headers(Sink to) throws ProtocolException {
        if (buffer[0] >= 0 && buffer[0] < ' ') {
            throw new ProtocolException("what came is no SIP");
        }
        while (scanned < filled && scanned <= MAX_HEADERS) {
            var c = buffer[scanned];
            if (c != '\r' && c != '\n') {
                scanned++;
            } else if (c == '\r' && scanned + 1 == filled) {
                return false;
            } else if (lineEnds(scanned + (c == '\r' && buffer[scanned + 1] == '\n' ? 2 : 1))) {
                end = scanned;
                end += body(to);
                return true;
            }
        }
        if (scanned > MAX_HEADERS) {
            throw new ProtocolException("a message has too long headers");
        }
        return false;
    }

    /** True when the line that ends was the last before the body. */
    private boolean lineEnds(int next) throws ProtocolException {
        var text = new String(buffer, line, scanned - line, ISO_8859_1);
        if (line == 0 && !SIP.matcher(text).find()) {
            throw new ProtocolException("what came is no SIP");
        }
        line = next;
        scanned = next;
        return text.isBlank();
    }

    /** A missing Content-Length counts as 0. */
    private int body(Sink to) throws ProtocolException {
        var lengths = lengths(FOLD.matcher(new String(buffer, 0, end, ISO_8859_1)).replaceAll(" "));
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            to.message(Arrays.copyOf(buffer, end), end);
            throw new ProtocolException("a message has no proper Content-Length");
        }
        long body = Long.parseLong(lengths.getFirst());
        if (end + body > MAX_MESSAGE) {
            to.message(Arrays.copyOf(buffer, end), MAX_MESSAGE + 1);
            throw new ProtocolException("a message is too long");
        }
        return (int) body;
    }

    private static List<String> lengths(String headers) {
        return LENGTH.matcher(headers).results().map(result -> result.group(1)).distinct().toList();
    }

    private void consume(int count) {
        System.arraycopy(buffer, count, buffer, 0, filled - count);
        filled -= count;
        scanned = 0;
        line = 0;
        end = 0;
    }
}
