package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RtpListener;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What is sent of silence (manual 7.11.5). */
public class SilenceTest {
    private static final int NOISE = 13;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;
    private static ConfiguredPhone configured;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer("127.0.0.1"));
        configured = ConfiguredPhone.startRecording(WORKSPACE,
                Map.of("Account1UserName", "101", "Account1Server1Address", "127.0.0.1", "Account1Server1Port", server.port()));
        phone().awaitLine(1, "registered");
    }

    private static PhoneProcess phone() {
        return configured.phone();
    }

    /** Packets of two seconds in a call whose microphone hears nothing; returns their number, without descriptions of noise and in all. */
    private long[] silence(Map<String, ?> settings, String formats) {
        configured.configure(effects, settings);
        phone().say(0);
        server.reset();
        try (RtpListener ear = new RtpListener()) {
            server.on("INVITE", invite -> invite.response("200 OK", server.contact() + "Content-Type: application/sdp\r\n",
                    ear.sdp(formats, "")));
            phone().ctl("dial", "200");
            phone().awaitCall("talking");
            Await.until("something is sent", Duration.ofSeconds(5), () -> !ear.packets().isEmpty());
            Await.elapse(Duration.ofSeconds(2));
            phone().ctl("hangup");
            phone().awaitNoCall();
            return new long[]{ear.packets().stream().filter(packet -> packet.payloadType() != NOISE).count(), ear.packets().size()};
        }
    }

    @Test
    @Effect("Account{account}Vad")
    public void silenceIsNotSentWhereThatIsWishedByBothSides() {
        assertThat(silence(Map.of(), "0 13")[0]).as("the default").isGreaterThan(60);
        assertThat(offer()).doesNotContain("CN/8000");
        long[] packets = silence(Map.of("Account1Vad", true), "0 13");
        assertThat(offer()).contains("a=rtpmap:13 CN/8000");
        assertThat(packets[0]).as("sound").isLessThan(20);
        assertThat(packets[1] - packets[0]).as("descriptions of noise").isBetween(1L, 10L);
        assertThat(silence(Map.of("Account1Vad", true), "0")[0]).as("the other side does not take it").isGreaterThan(60);
    }

    private static String offer() {
        return server.await("INVITE").body();
    }

    /** baresip knows no comfort noise: it hears silence as sound. */
    @Test
    public void baresipGetsAllOfIt() {
        Baresip baresip = Baresip.in(WORKSPACE, "1002").start();
        configured.configure(effects, Map.of("Account1Vad", true));
        phone().say(0);
        phone().ctl("dial", "sip:1002@127.0.0.1:" + baresip.port());
        baresip.await("CALL_INCOMING");
        baresip.accept();
        phone().awaitCall("talking");
        Await.until("baresip hears two seconds", Duration.ofSeconds(10), () -> baresip.heardSeconds() > 2);
        phone().ctl("hangup");
        phone().awaitNoCall();
        baresip.await("CALL_CLOSED");
    }
}
