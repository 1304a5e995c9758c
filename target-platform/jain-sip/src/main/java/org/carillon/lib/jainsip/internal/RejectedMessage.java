package org.carillon.lib.jainsip.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.carillon.lib.jainsip.BadMessage;
import org.carillon.lib.jainsip.SipEngine;
import org.carillon.lib.jainsip.Transport;

/** A message that is answered, if at all, from its raw headers. */
final class RejectedMessage implements BadMessage {
    private static final int MAX_ANSWER = 4_096;
    private static final Pattern RPORT = Pattern.compile(";\\s*rport\\s*(?=;|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern SENT_BY_PORT = Pattern.compile("^\\S+\\s+(?:\\[[^\\]]*\\]|[^:;\\s]+)\\s*:\\s*(\\d{1,5})");
    private static final Pattern TAG = Pattern.compile(";\\s*tag\\s*=", Pattern.CASE_INSENSITIVE);

    private final byte[] bytes;
    private final InetSocketAddress source;
    private final Transport transport;
    private final BadMessageException why;
    private final RawHeaders headers;

    RejectedMessage(byte[] data, int length, InetSocketAddress source, Transport transport, BadMessageException why) {
        this.bytes = Arrays.copyOf(data, Math.min(length, SipEngine.MAX_MESSAGE));
        this.source = source;
        this.transport = transport;
        this.why = why;
        this.headers = RawHeaders.of(bytes, bytes.length);
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public InetSocketAddress source() {
        return source;
    }

    @Override
    public String transport() {
        return transport.name();
    }

    @Override
    public int status() {
        return why.status();
    }

    @Override
    public String reason() {
        return why.getMessage();
    }

    @Override
    public Throwable cause() {
        return why.getCause();
    }

    @Override
    public boolean answerable() {
        return headers != null && !headers.response() && !headers.ack() && !headers.all("via").isEmpty();
    }

    @Override
    public void reply() throws IOException {
        if (!answerable()) {
            return;
        }
        var vias = headers.all("via");
        var top = firstOf(vias.getFirst());
        var symmetric = RPORT.matcher(top).find();
        var rest = vias.getFirst().substring(top.length());
        var answer = new StringBuilder("SIP/2.0 ").append(status()).append(' ').append(reason()).append("\r\n");
        append(answer, "Via", marked(top) + rest);
        vias.stream().skip(1).forEach(via -> append(answer, "Via", via));
        headers.all("from").stream().limit(1).forEach(from -> append(answer, "From", from));
        headers.all("to").stream().limit(1).forEach(to -> append(answer, "To", tagged(to)));
        headers.all("call-id").stream().limit(1).forEach(id -> append(answer, "Call-ID", id));
        headers.all("cseq").stream().limit(1).forEach(cseq -> append(answer, "CSeq", cseq));
        answer.append("Content-Length: 0\r\n\r\n");
        var message = answer.toString().getBytes(UTF_8);
        if (message.length <= MAX_ANSWER) {
            transport.way(source.getAddress(), transport.reliable() || symmetric ? source.getPort() : sentByPort(top)).send(message);
        }
    }

    private static void append(StringBuilder answer, String name, String value) {
        answer.append(name).append(": ").append(value).append("\r\n");
    }

    /** The first of several values in one line: commas inside quotes do not count. */
    private static String firstOf(String vias) {
        var quoted = false;
        for (int i = 0; i < vias.length(); i++) {
            var c = vias.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return vias.substring(0, i);
            }
        }
        return vias;
    }

    private String marked(String via) {
        return RPORT.matcher(via).replaceFirst(";rport=" + source.getPort()) + ";received=" + source.getAddress().getHostAddress();
    }

    /** RFC 3261 8.2.6.2; the same for every copy of the request, as nothing is remembered. */
    private String tagged(String to) {
        var key = Stream.of("call-id", "cseq", "via").map(headers::all).toList().hashCode();
        return TAG.matcher(to).find() ? to : to + ";tag=" + Integer.toHexString(key);
    }

    private static int sentByPort(String via) {
        var matcher = SENT_BY_PORT.matcher(via);
        int port = matcher.find() ? Integer.parseInt(matcher.group(1)) : 5060;
        return port > 0 && port < 65_536 ? port : 5060;
    }
}
