package org.carillon.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.RawStream;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.ThreadDump;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * A hundred attacks by hand on SIP over TCP, against a registered phone in a call: partial messages, lengths that lie, junk, connections that
 * are opened and left. After each a new connection is answered; the call goes on all the time.
 */
public class StreamAttacksTest {
    private static final int HALF_OPEN = 300;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static TalkingPhone talking;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private final Random random = new Random(1803);

    @BeforeClass
    public static void start() {
        talking = TalkingPhone.start(WORKSPACE);
    }

    @Before
    public void talk() {
        talking.talk();
    }

    @After
    public void theCallGoesOn() {
        talking.goesOn();
    }

    private static RawStream connect() throws IOException {
        return new RawStream(talking.stranger(), talking.phone().sipPort());
    }

    private static String options(String more) {
        return RawStream.request("OPTIONS", Bench.OURS, more, "");
    }

    private static String withLength(String length) {
        return options("").replace("Content-Length: 0", "Content-Length: " + length);
    }

    /** Each is sent whole; then nothing more is said. By name, what is answered at last: a status, {@code closed} or both. */
    private Map<String, String> messages() {
        Map<String, String> attacks = new LinkedHashMap<>();
        for (String length : List.of("-1", "-999", "-2147483648", "x", "0x10", "1e3", "+5", "1.0", "5 5", "5,5", "5;5", "\"5\"",
                "99999999999999999999",
                "2000000000", "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807", "1048576", "65536", "0-",
                "NaN",
                "\u0665", "5\0")) {
            attacks.put(withLength(length), "refused closed");
        }
        attacks.put(options("l: 5\r\n"), "refused closed");
        attacks.put(options("Content-Length: 70\r\nContent-Length: 71\r\n"), "refused closed");
        attacks.put(withLength("40"), "");
        attacks.put(withLength("\r\n 40"), "");
        attacks.put(options("X: y\r\n").replaceFirst("\r\n\r\n$", "\r\n"), "");
        attacks.put(options("Content-Length: 0\r\n"), "200");
        attacks.put(withLength("0000000000000000"), "400");
        attacks.put("\r\n\r\n\r\n" + options(""), "200");
        attacks.put(options("") + "INVITE", "200");
        attacks.put(RawStream.request("OPTIONS", Bench.OURS, "Content-Type: message/sip\r\n", RawStream.request("BYE", Bench.OURS, "", "")),
                "200");
        attacks.put(options("").replace("SIP/2.0\r\n", "SIP/7.0\r\n"), "505");
        attacks.put(options("").replace("SIP/2.0/TCP", "SIP/2.0/UDP"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: -1"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: 99999999999999999999"), "400");
        attacks.put(options("").replace("CSeq: 1", "CSeq: 1 OPTIONS\r\nCSeq: 2"), "400");
        attacks.put(options("").replaceFirst("From:.*\r\n", ""), "400");
        attacks.put(options("").replaceFirst("Call-ID:.*\r\n", ""), "400");
        attacks.put(options("").replaceFirst("Via:.*\r\n", ""), "");
        attacks.put(options("").replaceFirst("branch=z9hG4bK", "branch=z9hG4bK\"<>"), "400");
        attacks.put(options("").replaceFirst("OPTIONS (\\S+)", "OPTIONS <$1>"), "400");
        attacks.put(options("").replaceFirst("OPTIONS (\\S+)", "OPTIONS sip:" + "a".repeat(20_000) + "@b"), "404");
        attacks.put(options("").replaceFirst("OPTIONS sip", "OPTIONS nobody"), "416");
        attacks.put(options("X-Long: " + "a".repeat(20_000) + "\r\n"), "200");
        attacks.put(options("X-Many: 1\r\n".repeat(400)), "200");
        attacks.put(options("X-Many: 1\r\n".repeat(600)), "400");
        attacks.put(options("X-Folded: 1" + "\r\n 1".repeat(600) + "\r\n"), "400");
        attacks.put(options("X-Long: " + "a".repeat(40_000) + "\r\n"), "closed");
        attacks.put(options("X-Many: 1\r\n".repeat(4_000)), "closed");
        attacks.put(options("Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bKx\r\n".repeat(300)), "200");
        attacks.put(options("Require: nothing-we-have\r\n"), "420");
        attacks.put(RawStream.request("ACK", Bench.OURS, "", ""), "");
        attacks.put(RawStream.request("BYE", Bench.OURS, "", ""), "481");
        attacks.put(RawStream.request("CANCEL", Bench.OURS, "", ""), "481");
        attacks.put(RawStream.request("A".repeat(5_000), Bench.OURS, "", ""), "501");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/2.0 200 OK\r\n"), "");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/2.0 4294967301 no\r\n"), "");
        attacks.put(options("").replaceFirst("^.*\r\n", "SIP/9.9 200 OK\r\n"), "");
        junk(attacks);
        return attacks;
    }

    private void junk(Map<String, String> attacks) {
        attacks.put("GET / HTTP/1.1\r\nHost: phone\r\n\r\n", "closed");
        attacks.put("CONNECT phone:443 HTTP/1.1\r\n\r\n", "closed");
        attacks.put("SSH-2.0-OpenSSH_9.2\r\n", "closed");
        attacks.put("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", "closed");
        attacks.put("\0\u0001\0\0!\u0012\u00a4B", "closed");
        attacks.put("\0", "closed");
        attacks.put("\0".repeat(10_000), "closed");
        attacks.put("hello\r\n", "closed");
        attacks.put("hello", "");
        attacks.put(" \r\n\r\n", "closed");
        attacks.put("A".repeat(40_000), "closed");
        attacks.put(" ".repeat(40_000), "closed");
        attacks.put("OPTIONS sip:a SIP/2.0\r\n" + "X".repeat(50_000), "closed");
        attacks.put("\u00ff\u00fe" + options("").replace("", "\0"), "closed");
        attacks.put("\r\n".repeat(20_000), "");
        attacks.put("\r".repeat(20_000), "");
        attacks.put("\n".repeat(20_000), "");
        for (int size : List.of(1, 7, 100, 1_000, 10_000, 100_000)) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x7f;
            attacks.put(new String(bytes, ISO_8859_1).replace('\n', '.').replace('\r', '.') + (size > 40_000 ? "" : "\n"), "closed");
        }
    }

    @Test
    public void messagesAndJunk() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, String> attacks = messages();
        for (var attack : attacks.entrySet()) {
            try (RawStream stream = connect()) {
                stream.send(attack.getKey().getBytes(ISO_8859_1));
                String outcome = stream.outcome(words -> isAs(attack.getValue(), words));
                if (!isAs(attack.getValue(), outcome)) {
                    wrong.add(shown(attack.getKey()) + " led to '" + outcome + "' instead of '" + attack.getValue() + "'");
                }
            }
            requireAnswers();
        }
        assertThat(wrong).isEmpty();
        assertThat(attacks).as("attacks").hasSizeGreaterThanOrEqualTo(84);
    }

    private static boolean isAs(String wanted, String words) {
        return words.replaceFirst("400|513", "refused").equals(wanted) || words.equals(wanted);
    }

    private static String shown(String bytes) {
        return bytes.substring(0, Math.min(bytes.length(), 400)).replace("\r\n", "|");
    }

    private static void requireAnswers() throws IOException {
        try (RawStream stream = connect()) {
            stream.send(options("").getBytes(ISO_8859_1));
            assertThat(stream.outcome("200"::equals)).isEqualTo("200");
        }
    }

    @Test
    public void partialMessagesAreForgottenWithTheirConnection() throws IOException {
        String whole = RawStream.request("INVITE", Bench.OURS, "Content-Type: application/sdp\r\n", "v=0\r\n");
        for (int i = 1; i <= 20; i++) {
            try (RawStream stream = connect()) {
                stream.send(whole.substring(0, whole.length() * i / 21).getBytes(ISO_8859_1));
                if (i % 2 == 0) {
                    stream.finish();
                }
            }
        }
        requireAnswers();
    }

    @Test
    public void aMessageMayComeByteByByte() throws IOException {
        try (RawStream stream = connect()) {
            for (byte b : options("").getBytes(ISO_8859_1)) {
                stream.send(new byte[]{b});
            }
            assertThat(stream.outcome("200"::equals)).isEqualTo("200");
        }
    }

    @Test
    public void aHundredMessagesAtOnceAreAnsweredOneByOne() throws IOException {
        try (RawStream stream = connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append(options(""));
            }
            stream.send(all.toString().getBytes(ISO_8859_1));
            String answers = "200 ".repeat(100).strip();
            assertThat(stream.outcome(answers::equals)).isEqualTo(answers);
        }
    }

    @Test
    public void whoNeverReadsIsCutOff() throws IOException {
        try (RawStream deaf = connect()) {
            byte[] message = options("X-Long: " + "a".repeat(3_000) + "\r\n").getBytes(ISO_8859_1);
            try {
                for (int i = 0; i < 20_000; i++) {
                    deaf.send(message);
                }
            } catch (IOException e) {
                // that is what should happen
            }
            requireAnswers();
        }
    }

    @Test
    public void whoIsSlowIsCutOff() throws IOException {
        try (RawStream slow = connect()) {
            slow.send(options("").substring(0, 20).getBytes(ISO_8859_1));
            assertThat(slow.closesWithin(15)).isTrue();
        }
    }

    @Test
    public void connectionsThatAreOpenedAndLeftKeepNobodyOut() throws IOException {
        Map<Long, String> threads = ThreadDump.of(talking.phone().pid(), WORKSPACE);
        List<RawStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_OPEN; i++) {
                RawStream stream = connect();
                open.add(stream);
                if (i % 3 == 1) {
                    stream.send("OPTIONS sip:".getBytes(ISO_8859_1));
                } else if (i % 3 == 2) {
                    stream.finish();
                }
                if (i % 50 == 49) {
                    requireAnswers();
                }
            }
            Map<Long, String> more = ThreadDump.of(talking.phone().pid(), WORKSPACE);
            more.keySet().removeAll(threads.keySet());
            assertThat(more).as("threads for %d connections", HALF_OPEN).hasSizeLessThan(100);
        } finally {
            for (RawStream stream : open) {
                stream.close();
            }
        }
        requireAnswers();
    }

    @Test
    public void connectionsThatAreResetLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 200; i++) {
            try (RawStream stream = connect()) {
                if (i % 2 == 0) {
                    stream.send(options("").getBytes(ISO_8859_1));
                }
                stream.reset();
            }
        }
        requireAnswers();
    }
}
