package org.carillon.lib.jainsip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadMessageTest {
    private static final String GOOD = """
            OPTIONS sip:bob@127.0.0.2:5062 SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.9:5070;branch=z9hG4bKa;rport
            From: "A" <sip:a@127.0.0.9>;tag=1
            To: <sip:b@127.0.0.2>
            Call-ID: c1
            CSeq: 1 OPTIONS
            Max-Forwards: 70
            Content-Length: 0

            """.replace("\n", "\r\n");

    private final Network network = new Network();
    private final InetSocketAddress peer = new InetSocketAddress("127.0.0.9", 40_000);
    private final List<String> answers = new ArrayList<>();
    private Endpoint bob;

    @BeforeEach
    void start() throws Exception {
        bob = new Endpoint(network, "127.0.0.2", 5062);
        for (int port : new int[]{40_000, 5070, 5060}) {
            network.transport("127.0.0.9", port).start((data, length, source) -> answers.add(new String(data, 0, length, UTF_8)));
        }
    }

    @AfterEach
    void stop() {
        bob.close();
    }

    private void receive(byte[] bytes) throws IOException {
        answers.clear();
        bob.bad.clear();
        network.inject(bytes, peer, new InetSocketAddress("127.0.0.2", 5062));
        network.settle();
        for (var bad : bob.bad) {
            bad.reply();
        }
        network.settle();
    }

    private void receive(String text) throws IOException {
        receive(text.getBytes(UTF_8));
    }

    @Test
    void aGoodOneIsNotBad() throws IOException {
        receive(GOOD);
        assertThat(bob.seen).containsExactly("OPTIONS");
        assertThat(bob.bad).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Call-ID: c1\\n                  |                                 | 400 Missing Call-ID
            From: "A" <sip:a@127.0.0.9>;tag=1\\n |                            | 400 Missing From
            To: <sip:b@127.0.0.2>\\n        |                                 | 400 Missing To
            CSeq: 1 OPTIONS\\n              |                                 | 400 Missing CSeq
            CSeq: 1 OPTIONS                | CSeq: x OPTIONS                 | 400 Malformed CSeq
            CSeq: 1 OPTIONS                | CSeq: 36893488147419103232 OPTIONS | 400 Malformed CSeq
            CSeq: 1 OPTIONS                | CSeq: 1 INVITE                  | 400 CSeq method does not match
            To: <sip:b@127.0.0.2>          | To: "b <sip:b@127.0.0.2>        | 400 Malformed To
            SIP/2.0\\nVia                   | SIP/7.0\\nVia                    | 505 Version Not Supported
            Content-Length: 0              | Content-Length: 1               | 400 Bad Content-Length
            Content-Length: 0              | Content-Length: -1              | 400 Bad Content-Length
            Content-Length: 0              | Content-Length: 2000000000      | 400 Bad Content-Length
            Content-Length: 0              | l: 0\\nContent-Length: 5        | 400 Bad Content-Length
            Via: SIP/2.0/UDP               | Via: SIP/2.0/TCP                | 400 Via transport does not match
            To: <sip:b@127.0.0.2>          | To: <sip:b@127.0.0.2>\\nf: <sip:c@d> | 400 More than one From
            Max-Forwards: 70               | max-forwards: 70\\nMax-Forwards: 70 | 400 More than one Max-Forwards
            Call-ID: c1                    | Call-ID: c1\\ni: c1             | 400 More than one Call-ID
            sip:bob@127.0.0.2:5062 SIP/2.0 | <sip:bob@127.0.0.2:5062> SIP/2.0 | 400 Malformed request line
            """)
    void isAnsweredFromItsRawHeaders(String what, String instead, String status) throws IOException {
        var text = GOOD.replace(what.replace("\\n", "\r\n"), instead == null ? "" : instead.replace("\\n", "\r\n"));
        assertThat(text).isNotEqualTo(GOOD);
        receive(text);

        assertThat(bob.seen).isEmpty();
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 " + status + "\r\n").contains("127.0.0.9:5070;branch=z9hG4bKa",
                ";rport=40000", ";received=127.0.0.9", "\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void theAnswerCarriesAStableToTagAndNothingOfTheParser() throws IOException {
        var text = GOOD.replace("CSeq: 1 OPTIONS", "CSeq: x OPTIONS");
        receive(text);
        var first = answers.getFirst();
        receive(text);

        assertThat(answers).containsExactly(first);
        assertThat(first).containsPattern("To: <sip:b@127.0.0.2>;tag=[0-9a-f]+\r\n").contains("Call-ID: c1\r\n", "CSeq: x OPTIONS\r\n")
                .doesNotContain("gov.nist", "Exception");
    }

    @Test
    void foldedCompactAndRepeatedHeadersAreUnderstood() throws IOException {
        receive("""
                OPTIONS sip:bob@127.0.0.2 SIP/2.0
                v: SIP/2.0/UDP 127.0.0.9:5070 ;branch=z9hG4bKa,
                  SIP/2.0/UDP 10.1.1.1;branch=z9hG4bKb
                Via: SIP/2.0/UDP 10.1.1.2;branch=z9hG4bKc
                f: <sip:a@127.0.0.9>
                 ;tag=1
                t: <sip:b@127.0.0.2>;TAG=mine
                i: c2
                CSeq: 1 NOT-THE-METHOD

                """.replace("\n", "\r\n"));

        assertThat(answers).singleElement().asString()
                .contains("Via: SIP/2.0/UDP 127.0.0.9:5070 ;branch=z9hG4bKa;received=127.0.0.9, SIP/2.0/UDP "
                        + "10.1.1.1;branch=z9hG4bKb\r\nVia: SIP/2.0/UDP 10.1.1.2;branch=z9hG4bKc\r\nFrom: <sip:a@127.0.0.9> ;tag=1\r\n"
                        + "To: <sip:b@127.0.0.2>;TAG=mine\r\nCall-ID: c2\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "99999", "2147483647"})
    void aPortThatThereIsNotIsRefusedWhereItCameFrom(String port) throws IOException {
        receive(GOOD.replace("127.0.0.9:5070", "127.0.0.9:" + port));
        assertThat(bob.seen).isEmpty();
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 400 Malformed Via\r\n");
    }

    @Test
    void withoutViaThereIsNoAnswer() throws IOException {
        receive(GOOD.replaceFirst("Via:.*\r\n", ""));
        assertThat(bob.bad).singleElement().matches(bad -> !bad.answerable());
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACK sip:b@127.0.0.2 SIP/2.0", "SIP/2.0 4294967301 better not", "SIP/3.0 200 OK"})
    void acksAndResponsesAreNeverAnswered(String firstLine) throws IOException {
        receive(GOOD.replaceFirst("OPTIONS.*\r\n", firstLine + "\r\n"));
        assertThat(bob.bad).singleElement().matches(bad -> !bad.answerable());
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\n", "\r\n", "", "\0", "\0\1\0\0!\u0012¤B", "\u0001\u0001"})
    void keepAlivesAndStunAreIgnored(String noise) throws IOException {
        receive(noise.getBytes(ISO_8859_1));
        assertThat(bob.bad).isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void aDatagramMayBeLongerThanItSays() throws IOException {
        receive(GOOD.replace("Content-Length: 0", "Content-Type: text/plain\r\nContent-Length: 3") + "abcdef");
        assertThat(bob.requests.getFirst().getRawContent()).isEqualTo("abc".getBytes(UTF_8));
    }

    @Test
    void aDatagramNeedNotSayHowLongItIs() throws IOException {
        receive(GOOD.replace("Content-Length: 0", "Content-Type: text/plain") + "abcdef");
        assertThat(bob.requests.getFirst().getRawContent()).isEqualTo("abcdef".getBytes(UTF_8));
    }

    @Test
    void binaryBodiesComeThroughUnchanged() throws IOException {
        var body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        var head = GOOD.replace("Content-Length: 0", "Content-Type: application/x\r\nContent-Length: 256").getBytes(UTF_8);
        var message = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        receive(message);
        assertThat(bob.requests.getFirst().getRawContent()).isEqualTo(body);
    }

    @Test
    void headersWithoutEndAreRefusedQuickly() throws IOException {
        receive(GOOD.stripTrailing());
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 400 Header section without end");
        receive(GOOD.stripTrailing() + "\r\nX: y" + "\r\n y".repeat(10_000) + "\r\n\r\n");
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 400 Header section without end");
        receive(GOOD.stripTrailing() + "\r\nX: " + "y".repeat(40_000) + "\r\n\r\n");
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 400 Header section without end");
    }

    @Test
    void tooLongIs513() throws IOException {
        receive(GOOD + "x".repeat(SipEngine.MAX_MESSAGE));
        assertThat(answers).singleElement().asString().startsWith("SIP/2.0 513 ");
    }

    @Test
    void hugeEchoesAreNotSent() throws IOException {
        receive(GOOD.replace("CSeq: 1", "CSeq: x").replace("Call-ID: c1", "Call-ID: " + "c".repeat(5_000)));
        assertThat(bob.bad).hasSize(1);
        assertThat(answers).isEmpty();
    }
}
