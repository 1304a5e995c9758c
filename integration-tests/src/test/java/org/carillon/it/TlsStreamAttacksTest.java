package org.carillon.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawStream;
import org.carillon.it.kit.StreamAttacks;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.TlsRegistrar;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * What is done to SIP over TCP in {@link StreamAttacksTest}, done over TLS by the one who can: the server that a line is registered at. The line
 * registers again over a new connection; a call of another line goes on all the time.
 */
public class TlsStreamAttacksTest {
    private static final int LINE = 20;
    /** Of those attacks that cost a connection, which takes a second or two to come back, one in so many is made. */
    private static final int SHARE = 9;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static TalkingPhone talking;
    private static TlsRegistrar registrar;
    private static RawStream stream;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() throws IOException {
        talking = TalkingPhone.start(WORKSPACE);
        Certificates certificates = Certificates.in(WORKSPACE);
        registrar = WORKSPACE.owns(new TlsRegistrar(certificates));
        PhoneProcess phone = talking.phone();
        phone.ctl("trust", certificates.authority().toString());
        phone.set("Account20UserName", "attacked");
        phone.set("Account20Server1Transport", 2);
        phone.set("Account20Server1Port", registrar.port());
        phone.set("Account20Server1Address", "127.0.0.1");
        again();
    }

    private static void again() throws IOException {
        stream = registrar.registered();
        talking.phone().awaitLine(LINE, "registered");
    }

    @Before
    public void talk() {
        talking.talk();
    }

    @After
    public void theCallGoesOn() throws IOException {
        requireAnswers();
        talking.goesOn();
    }

    private static byte[] tls(String message) {
        return message.replace("SIP/2.0/TCP", "SIP/2.0/TLS").getBytes(ISO_8859_1);
    }

    private static void requireAnswers() throws IOException {
        stream.send(tls(RawStream.request("OPTIONS", Bench.OURS, "", "")));
        assertThat(stream.outcome("200"::equals)).isEqualTo("200");
    }

    @Test
    public void messagesAndJunk() throws IOException {
        List<String> wrong = new ArrayList<>();
        int made = 0;
        int costly = 0;
        for (Map.Entry<String, String> attack : StreamAttacks.messages().entrySet()) {
            boolean costs = attack.getValue().isEmpty() || attack.getValue().contains("closed") || !attack.getKey().endsWith("\r\n");
            if (costs && costly++ % SHARE != 0) {
                continue;
            }
            made++;
            stream.send(tls(attack.getKey()));
            String outcome = stream.outcome(words -> StreamAttacks.isAs(attack.getValue(), words));
            if (!StreamAttacks.isAs(attack.getValue(), outcome)) {
                wrong.add(StreamAttacks.shown(attack.getKey()) + " led to '" + outcome + "' instead of '" + attack.getValue() + "'");
            }
            if (costs || outcome.contains("closed")) {
                stream.close();
                again();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(made).as("attacks").isGreaterThanOrEqualTo(30);
    }

    @Test
    public void aHundredMessagesAtOnceAreAnsweredOneByOne() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            all.append(RawStream.request("OPTIONS", Bench.OURS, "", ""));
        }
        stream.send(tls(all.toString()));
        String answers = "200 ".repeat(100).strip();
        assertThat(stream.outcome(answers::equals)).isEqualTo(answers);
    }

    @Test
    public void whatIsNoTlsEndsTheConnection() throws IOException {
        for (byte[] record : List.of("hello".repeat(8_000).getBytes(ISO_8859_1), new byte[]{0x17, 3, 3, (byte) 0xff, (byte) 0xff, 0},
                new byte[]{0x17, 3, 3, 0, 5, 1, 2, 3, 4, 5}, new byte[]{0x15, 3, 3, 0, 2, 2, 40})) {
            registrar.underneath(record);
            if (!stream.closesWithin(5)) {
                throw new AssertionError("still open after a record of " + record.length + " bytes\n" + talking.phone().tail());
            }
            stream.close();
            again();
        }
    }

    @Test
    public void aConnectionThatIsCutInAMessageIsMadeAgain() throws IOException {
        stream.send("INVITE sip:1001@".getBytes(ISO_8859_1));
        registrar.cut();
        again();
    }
}
