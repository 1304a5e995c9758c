package org.carillon.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.RawStream;
import org.carillon.it.kit.StreamAttacks;
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

    @Test
    public void messagesAndJunk() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, String> attacks = StreamAttacks.messages();
        for (var attack : attacks.entrySet()) {
            try (RawStream stream = connect()) {
                stream.send(attack.getKey().getBytes(ISO_8859_1));
                String outcome = stream.outcome(words -> StreamAttacks.isAs(attack.getValue(), words));
                if (!StreamAttacks.isAs(attack.getValue(), outcome)) {
                    wrong.add(StreamAttacks.shown(attack.getKey()) + " led to '" + outcome + "' instead of '" + attack.getValue() + "'");
                }
            }
            requireAnswers();
        }
        assertThat(wrong).isEmpty();
        assertThat(attacks).as("attacks").hasSizeGreaterThanOrEqualTo(84);
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
