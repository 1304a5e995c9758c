package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RtpListener;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.SipMessage;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What the parameters of digits do, as the other side sees it and the person hears it (manual 7.12). */
public class DtmfParametersTest {
    private static final String EVENTS = "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n";
    /** The tones of the digit 5. */
    private static final int LOW = 770;
    private static final int HIGH = 1336;
    private static final int END = 0x80;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;
    private static ConfiguredPhone configured;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private RtpListener ear;

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer("127.0.0.1"));
        configured = ConfiguredPhone.startRecording(WORKSPACE,
                Map.of("Account1UserName", "101", "Account1Server1Address", "127.0.0.1", "Account1Server1Port", server.port()));
        phone().awaitLine(1, "registered");
    }

    @Before
    public void listen() {
        ear = new RtpListener();
        phone().forget();
        phone().say(2600);
        phone().listen();
        server.reset();
    }

    @After
    public void hangUp() {
        ear.close();
        if (!phone().calls().isEmpty()) {
            phone().ctl("hangup");
        }
        phone().awaitNoCall();
    }

    private static PhoneProcess phone() {
        return configured.phone();
    }

    /** Calls somebody who answers at once; returns our offer. */
    private String call(Map<String, ?> settings, String formats, String attributes) {
        configured.configure(effects, settings);
        server.forget();
        server.on("INVITE", invite -> invite.response("200 OK", server.contact() + "Content-Type: application/sdp\r\n",
                ear.sdp(formats, attributes)));
        phone().ctl("dial", "200");
        phone().awaitCall("talking");
        Await.until("sound", Duration.ofSeconds(5), () -> ear.packets().size() > 5);
        return server.await("INVITE").body();
    }

    private String call(Map<String, ?> settings) {
        return call(settings, "0 101", EVENTS);
    }

    private void hangup() {
        phone().ctl("hangup");
        phone().awaitNoCall();
        ear.close();
        listen();
    }

    private List<Capture.Rtp> events() {
        return ear.packets().stream().filter(packet -> packet.payloadType() == 101).toList();
    }

    /** The first packet that says that a digit ended. */
    private ByteBuffer end() {
        return Await.value("the end of an event", Duration.ofSeconds(5),
                () -> events().stream().map(packet -> ByteBuffer.wrap(packet.payload())).filter(event -> (event.get(1) & END) != 0)
                        .findFirst(),
                () -> ear.packets().size() + " packets");
    }

    /** Sound of the digit 5 in a recording, in dB against a full sine; the low tone and the high one. */
    private static double[] loudest(Wav sound) {
        return new double[]{Tones.loudest(sound, LOW), Tones.loudest(sound, HIGH)};
    }

    @Test
    @Effect("Account{account}DtmfMode")
    public void digitsAreSentInTheConfiguredWay() {
        assertThat(call(Map.of())).as("2 is the default").contains("telephone-event");
        phone().ctl("dtmf", "5");
        assertThat(end().get(0)).isEqualTo((byte) 5);
        assertThat(server.requests("INFO")).isEmpty();
        hangup();

        assertThat(call(mode(0))).doesNotContain("telephone-event");
        assertThatThrownBy(() -> phone().ctl("dtmf", "5")).hasMessageContaining("the account sends no digits");
        hangup();

        assertThat(call(mode(1))).doesNotContain("telephone-event");
        phone().ctl("dtmf", "5");
        Await.until("tones", Duration.ofSeconds(5), () -> loudest(ear.sound())[1] > -20);
        assertThat(loudest(ear.sound())[0]).isGreaterThan(-22);
        assertThat(events()).isEmpty();
        assertThat(server.requests("INFO")).isEmpty();
        hangup();

        assertThat(call(mode(3))).contains("telephone-event");
        phone().ctl("dtmf", "5");
        assertThat(end().get(0)).isEqualTo((byte) 5);
        hangup();

        assertThat(call(mode(4))).doesNotContain("telephone-event");
        phone().ctl("dtmf", "5");
        SipMessage info = server.await("INFO");
        assertThat(info.header("Content-Type")).isEqualTo("application/dtmf-relay");
        assertThat(info.body()).isEqualTo("Signal=5\r\nDuration=100\r\n");
        assertThat(events()).isEmpty();
        hangup();

        assertThat(call(mode(5))).contains("telephone-event");
        phone().ctl("dtmf", "5");
        assertThat(end().get(0)).isEqualTo((byte) 5);
        assertThat(server.await("INFO").body()).startsWith("Signal=5\r\n");
        hangup();

        call(mode(6));
        phone().ctl("dtmf", "5");
        assertThat(end().get(0)).isEqualTo((byte) 5);
        assertThat(server.requests("INFO")).isEmpty();
        hangup();

        call(mode(6), "0", "");
        phone().ctl("dtmf", "5");
        assertThat(server.await("INFO").body()).startsWith("Signal=5\r\n");
        assertThat(events()).isEmpty();
    }

    private static Map<String, Object> mode(int mode) {
        return new HashMap<>(Map.of("Account1DtmfMode", mode));
    }

    @Test
    @Effect("SettingDtmfDuration")
    public void digitsAreAsLongAsConfigured() {
        int[] millis = {80, 100, 200, 250};
        for (int value = 1; value <= 4; value++) {
            call(value == 2 ? Map.of() : Map.of("SettingDtmfDuration", value));
            phone().ctl("dtmf", "5");
            assertThat(end().getShort(2)).as("value %d", value).isEqualTo((short) (millis[value - 1] * 8));
            hangup();
        }
        Map<String, Object> info = mode(4);
        info.put("SettingDtmfDuration", 4);
        call(info);
        phone().ctl("dtmf", "5");
        assertThat(server.await("INFO").body()).isEqualTo("Signal=5\r\nDuration=250\r\n");
    }

    @Test
    @Effect("SettingDtmfLevel")
    public void digitsAreAsLoudAsConfigured() {
        call(Map.of());
        phone().ctl("dtmf", "5");
        assertThat(end().get(1) & 0x3f).as("-dBm0").isEqualTo(10);
        hangup();
        call(Map.of("SettingDtmfLevel", -6));
        phone().ctl("dtmf", "5");
        assertThat(end().get(1) & 0x3f).isEqualTo(16);
        hangup();
        double quiet = toneAt(-6);
        double usual = toneAt(0);
        double loud = toneAt(6);
        assertThat(usual - quiet).isBetween(5.0, 7.0);
        assertThat(loud - usual).isBetween(5.0, 7.0);
    }

    /** How loud the lower tone of a digit in the band is. */
    private double toneAt(int level) {
        Map<String, Object> settings = mode(1);
        settings.put("SettingDtmfLevel", level);
        settings.put("SettingDtmfDuration", 4);
        call(settings);
        phone().ctl("dtmf", "5");
        Await.until("the tone", Duration.ofSeconds(5), () -> Tones.loudest(ear.sound(), LOW) > -30);
        Await.elapse(Duration.ofMillis(400));
        double loudest = Tones.loudest(ear.sound(), LOW);
        hangup();
        return loudest;
    }

    @Test
    @Effect("SettingDtmfFeedbackEnable")
    public void thePersonHearsWhatIsSentUnlessThatIsSwitchedOff() {
        call(Map.of());
        phone().ctl("dtmf", "5");
        Await.until("the digit in the ear", Duration.ofSeconds(5),
                () -> loudest(phone().heard())[0] > -35 && loudest(phone().heard())[1] > -35);
        hangup();
        call(Map.of("SettingDtmfFeedbackEnable", false));
        phone().ctl("dtmf", "5");
        end();
        Await.elapse(Duration.ofMillis(600));
        assertThat(loudest(phone().heard())[0]).isLessThan(-60);
    }
}
