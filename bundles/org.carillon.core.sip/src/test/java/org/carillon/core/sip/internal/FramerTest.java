package org.carillon.core.sip.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramerTest {
    private static final String OPTIONS = "OPTIONS sip:a@b SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n";
    private static final String MESSAGE = "MESSAGE sip:a@b SIP/2.0\r\nl : 5\r\n\r\nhello";

    private final List<String> seen = new ArrayList<>();
    private final Framer framer = new Framer();
    private final Framer.Sink sink = new Framer.Sink() {
        @Override
        public void message(byte[] message, int length) {
            seen.add(new String(message, UTF_8) + (length == message.length ? "" : length));
        }

        @Override
        public void ping() {
            seen.add("ping");
        }

        @Override
        public void pong() {
            seen.add("pong");
        }
    };

    private void add(String text) throws ProtocolException {
        add(text.getBytes(UTF_8));
    }

    private void add(byte[] bytes) throws ProtocolException {
        framer.add(bytes, bytes.length, sink);
    }

    private void fails(String text, String reason) {
        assertThatThrownBy(() -> add(text)).isInstanceOf(ProtocolException.class).hasMessageContaining(reason);
    }

    @Test
    void messagesInOnePieceComeApart() throws Exception {
        add(OPTIONS + MESSAGE + "\r\n" + OPTIONS);
        assertThat(seen).containsExactly(OPTIONS, MESSAGE, "pong", OPTIONS);
        assertThat(framer.within()).isFalse();
    }

    @Test
    void aMessageComesByteByByte() throws Exception {
        for (byte b : (MESSAGE + OPTIONS + MESSAGE).getBytes(UTF_8)) {
            add(new byte[]{b});
        }
        assertThat(seen).containsExactly(MESSAGE, OPTIONS, MESSAGE);
    }

    @Test
    void anyPiecesGiveTheSame() throws Exception {
        var random = new Random(1);
        var stream = (MESSAGE + OPTIONS + "\r\n" + MESSAGE + "\r\n\r\n" + OPTIONS).repeat(20).getBytes(UTF_8);
        for (int at = 0; at < stream.length;) {
            int next = Math.min(stream.length, at + 1 + random.nextInt(60));
            add(Arrays.copyOfRange(stream, at, next));
            at = next;
        }
        assertThat(seen.stream().filter(one -> one.length() > 4)).hasSize(80);
        assertThat(seen.stream().filter(one -> one.equals(MESSAGE))).hasSize(40);
    }

    @Test
    void keepAlivesAreToldApart() throws Exception {
        add("\r\n\r\n");
        add("\r\n");
        add(OPTIONS);
        add("\r\n");
        add("\r\n");
        add(OPTIONS + "\n\r\n");
        assertThat(seen).containsExactly("ping", "pong", OPTIONS, "pong", "ping", OPTIONS, "pong");
        assertThat(framer.within()).isFalse();
    }

    @Test
    void lengthsAreReadAsTheParserReadsThem() throws Exception {
        add("MESSAGE sip:a@b SIP/2.0\r\nSubject: Content-Length: 3\r\nCONTENT-LENGTH\t:\r\n 2\r\nl: 2\r\n\r\nab" + OPTIONS);
        assertThat(seen).hasSize(2).last().isEqualTo(OPTIONS);
        assertThat(seen.getFirst()).endsWith("\r\n\r\nab");
    }

    @Test
    void otherLineEndsAreTaken() throws Exception {
        add("MESSAGE sip:a@b SIP/2.0\nl: 2\n\nab" + OPTIONS);
        assertThat(seen).containsExactly("MESSAGE sip:a@b SIP/2.0\nl: 2\n\nab", OPTIONS);
    }

    @Test
    void withoutALengthThereIsNoBody() throws Exception {
        add("OPTIONS sip:a@b SIP/2.0\r\nVia: x\r\n\r\n" + OPTIONS);
        assertThat(seen).hasSize(2);
    }

    @Test
    void aLengthThatIsNoneEndsTheStreamAfterItsHeaders() {
        for (var length : List.of("-5", "abc", "99999999999999999999", "1 2", "", "0x10", "+3")) {
            seen.clear();
            var text = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: " + length + "\r\n\r\n";
            assertThatThrownBy(() -> new Framer().add(text.getBytes(UTF_8), text.length(), sink)).as(length)
                    .hasMessageContaining("Content-Length");
            assertThat(seen).as(length).containsExactly(text);
        }
    }

    @Test
    void contradictingLengthsEndTheStream() {
        fails("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 1\r\nl: 2\r\n\r\nab", "Content-Length");
        assertThat(seen).hasSize(1);
    }

    @Test
    void aMessageThatIsTooLongIsToldByItsHeaders() {
        var headers = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 70000\r\n\r\n";
        fails(headers + "x", "too long");
        assertThat(seen).containsExactly(headers + (Framer.MAX_MESSAGE + 1));
    }

    @Test
    void headersWithoutEndAreCutOff() {
        fails("OPTIONS sip:a@b SIP/2.0\r\n" + "X: y\r\n".repeat(7_000), "too long headers");
        assertThat(seen).isEmpty();
    }

    @Test
    void aFirstLineWithoutEndIsCutOff() {
        fails("A".repeat(Framer.MAX_HEADERS + 2), "too long headers");
    }

    @Test
    void whatIsNoSipIsCutOff() {
        fails("GET / HTTP/1.1\r\n", "no SIP");
        assertThatThrownBy(() -> new Framer().add(new byte[]{0x16, 3, 1}, 3, sink)).hasMessageContaining("no SIP");
    }

    @Test
    void theLongestMessageIsTaken() throws Exception {
        var headers = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: %d\r\n\r\n";
        int body = Framer.MAX_MESSAGE - headers.formatted(65_000).length();
        add(headers.formatted(body) + "x".repeat(body));
        assertThat(seen).singleElement().asString().hasSize(Framer.MAX_MESSAGE);
    }
}
