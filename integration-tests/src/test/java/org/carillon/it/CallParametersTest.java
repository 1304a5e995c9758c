package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.carillon.it.fixture.ImpatientScreening;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Caller;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.MarkedSocket;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.SipMessage;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What the parameters of calls and of their sound do, as the other side sees it. */
public class CallParametersTest {
    private static final String USER = "101";

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
        configured = ConfiguredPhone.start(WORKSPACE,
                Map.of("Account1UserName", USER, "Account1Server1Address", "127.0.0.1", "Account1Server1Port", server.port()));
        phone().awaitLine(1, "registered");
    }

    @Before
    public void clear() {
        configured.configure(effects, Map.of());
        phone().forget();
        server.reset();
    }

    @After
    public void requireNoCall() {
        phone().awaitNoCall();
    }

    private static PhoneProcess phone() {
        return configured.phone();
    }

    private SipMessage dialled(Map<String, ?> settings) {
        configured.configure(effects, settings);
        server.forget();
        phone().ctl("dial", "200");
        SipMessage invite = server.await("INVITE");
        phone().awaitNoCall();
        return invite;
    }

    @Test
    @Effect({"Account{account}DisplayName", "Account{account}SendUserPhoneEnable"})
    public void theCalledPersonSeesWhoCallsAndThatItIsANumber() {
        SipMessage plain = dialled(Map.of());
        assertThat(plain.uri()).startsWith("sip:200@").doesNotContain("user=phone");
        assertThat(plain.header("From")).startsWith("<sip:101@");
        SipMessage marked = dialled(Map.of("Account1DisplayName", "Front Desk", "Account1SendUserPhoneEnable", true));
        assertThat(marked.uri()).startsWith("sip:200@").contains(";user=phone");
        assertThat(marked.header("From")).startsWith("\"Front Desk\" <sip:101@");
    }

    @Test
    @Effect("Account{account}AudioCodec")
    public void codecsAreOfferedInTheConfiguredOrder() {
        assertThat(media(dialled(Map.of()))).matches("m=audio \\d+ RTP/AVP 0 8 .*");
        assertThat(media(dialled(Map.of("Account1AudioCodec", "8;0")))).matches("m=audio \\d+ RTP/AVP 8 0 .*");
        assertThat(media(dialled(Map.of("Account1AudioCodec", "8")))).matches("m=audio \\d+ RTP/AVP 8 (?!0 ).*");
    }

    private static String media(SipMessage invite) {
        return line(invite, "m=");
    }

    private static String line(SipMessage invite, String start) {
        return invite.body().lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }

    @Test
    @Effect({"Account{account}OpusPayloadType", "Account{account}OpusBandwidth"})
    public void opusIsOfferedAsConfigured() {
        SipMessage usual = dialled(Map.of("Account1AudioCodec", "125;0"));
        assertThat(media(usual)).matches("m=audio \\d+ RTP/AVP 125 0 .*");
        assertThat(line(usual, "a=rtpmap:125 ")).isEqualTo("a=rtpmap:125 opus/48000/2");
        assertThat(line(usual, "a=fmtp:125 ")).contains("maxplaybackrate=16000;");
        SipMessage narrow = dialled(Map.of("Account1AudioCodec", "0;125", "Account1OpusPayloadType", 101, "Account1OpusBandwidth", 0));
        assertThat(media(narrow)).matches("m=audio \\d+ RTP/AVP 0 101 .*");
        assertThat(line(narrow, "a=rtpmap:101 ")).isEqualTo("a=rtpmap:101 opus/48000/2");
        assertThat(line(narrow, "a=fmtp:101 ")).contains("maxplaybackrate=8000;");
        assertThat(line(dialled(Map.of("Account1AudioCodec", "125", "Account1OpusBandwidth", 2)), "a=fmtp:125 "))
                .contains("maxplaybackrate=48000;");
    }

    /** What is asked for, and what is sent to who asks for nothing. */
    @Test
    @Effect("Account{account}Ptime")
    public void packetsAreAsLongAsConfigured() {
        assertThat(line(dialled(Map.of()), "a=ptime:")).isEqualTo("a=ptime:20");
        assertThat(line(dialled(Map.of("Account1Ptime", "30;10")), "a=ptime:")).isEqualTo("a=ptime:30");
        assertThat(line(dialled(Map.of("Account1Ptime", "60;10", "Account1AudioCodec", "125;0")), "a=ptime:")).as("most for Opus")
                .isEqualTo("a=ptime:20");
        assertThat(sound(Map.of("Account1Ptime", "20;10", "Account1AudioCodec", "8;0")).payload()).as("PCMU of 10 ms").hasSize(12 + 80);
        assertThat(sound(Map.of("Account1Ptime", "20;40", "Account1AudioCodec", "8;0")).payload()).as("PCMU of 40 ms").hasSize(12 + 320);
    }

    @Test
    @Effect("Account{account}RedirectMessageProcessingPriority")
    public void redirectionsAreFollowedOverPermittedTransports() {
        server.on("INVITE", invite -> invite.uri().contains("200@")
                ? invite.response("302 Moved Temporarily", contact("300", "udp") + contact("400", "tcp"), "")
                : invite.response("486 Busy Here", "", ""));
        dialled(Map.of("Account1RedirectMessageProcessingPriority", "UDP"));
        assertThat(server.requests("INVITE")).extracting(SipMessage::uri).hasSize(2).last().asString().startsWith("sip:300@");
        assertThat(Json.number(phone().awaitEvent("org/carillon/call/ENDED"), "code")).isEqualTo(486);
        phone().forget();
        dialled(Map.of("Account1RedirectMessageProcessingPriority", "TCP"));
        assertThat(server.requests("INVITE")).hasSize(1);
        assertThat(Json.number(phone().awaitEvent("org/carillon/call/ENDED"), "code")).as("nobody listens there").isEqualTo(503);
    }

    private static String contact(String user, String transport) {
        return "Contact: <sip:" + user + "@127.0.0.1:" + server.port() + ";transport=" + transport + ">\r\n";
    }

    @Test
    @Effect("SettingAudiodiffserv")
    public void soundIsMarkedForTheNetwork() {
        assertThat(sound(Map.of()).dscp()).isEqualTo(46);
        assertThat(sound(Map.of("SettingAudiodiffserv", 34)).dscp()).isEqualTo(34);
    }

    /** What the phone sends in a call that is answered at once. */
    private MarkedSocket.Marked sound(Map<String, ?> settings) {
        try (MarkedSocket socket = new MarkedSocket()) {
            configured.configure(effects, settings);
            server.on("INVITE", invite -> invite.response("200 OK", server.contact() + "Content-Type: application/sdp\r\n",
                    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + socket.port()
                            + " RTP/AVP 0\r\n"));
            phone().ctl("dial", "200");
            MarkedSocket.Marked sound = socket.receive(Duration.ofSeconds(5));
            assertThat(sound.payload()[1] & 0x7f).as("PCMU").isZero();
            phone().ctl("hangup");
            phone().awaitNoCall();
            return sound;
        }
    }

    @Test
    @Effect("SIPMaxCall")
    public void oneCallMoreThanPermittedFindsThePhoneBusy() {
        configured.configure(effects, Map.of("SIPMaxCall", 2));
        try (Caller first = Caller.of(phone(), USER)) {
            first.awaitRinging();
            try (Caller second = Caller.of(phone(), USER)) {
                second.awaitRinging();
                try (Caller third = Caller.of(phone(), USER)) {
                    assertThat(third.refusal()).isEqualTo(486);
                }
                configured.configure(effects, Map.of("SIPMaxCall", 3));
                try (Caller third = Caller.of(phone(), USER)) {
                    assertThat(third.ringsOrRefused()).isEqualTo(180);
                }
                second.cancel();
            }
            first.cancel();
        }
    }

    @Test
    @Effect("FeatureNormalRefuseCode")
    public void aPersonsRefusalHasTheConfiguredCode() {
        assertThat(rejected(Map.of())).isEqualTo(486);
        assertThat(rejected(Map.of("FeatureNormalRefuseCode", 480))).isEqualTo(480);
    }

    private int rejected(Map<String, ?> settings) {
        configured.configure(effects, settings);
        try (Caller caller = Caller.of(phone(), USER)) {
            caller.awaitRinging();
            phone().ctl("reject");
            return caller.refusal();
        }
    }

    /** A phone rings for two minutes; so long as this test may not take, a feature that lets it ring for one second takes DND's place. */
    @Test
    @Effect("FeatureNoAnswerCode")
    public void aCallThatNobodyAnswersIsRefusedWithTheConfiguredCode() throws IOException {
        ConfiguredPhone impatient = ConfiguredPhone.start(WORKSPACE,
                Map.of("Account1UserName", USER, "Account1Server1Address", "127.0.0.1", "Account1Server1Port", server.port()));
        impatient.phone().awaitLine(1, "registered");
        impatient.phone().ctl("swap", impatience().toString());
        assertThat(unanswered(impatient, Map.of())).isEqualTo(486);
        assertThat(unanswered(impatient, Map.of("FeatureNoAnswerCode", 404))).isEqualTo(404);
    }

    private int unanswered(ConfiguredPhone impatient, Map<String, ?> settings) {
        impatient.configure(effects, settings);
        try (Caller caller = Caller.of(impatient.phone(), USER)) {
            caller.awaitRinging();
            return caller.refusal();
        }
    }

    /** A bundle of {@link ImpatientScreening} that can be swapped for DND. */
    private static Path impatience() throws IOException {
        String name = ImpatientScreening.class.getName();
        Manifest manifest = new Manifest();
        Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "org.carillon.feature.dnd",
                "Bundle-Version", "0.1.1", "Import-Package", "org.carillon.api.call;version=\"[1.0,2)\"", "Service-Component",
                "OSGI-INF/screening.xml").forEach(manifest.getMainAttributes()::putValue);
        Path file = WORKSPACE.directory("impatience").resolve("impatience.jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new java.util.zip.ZipEntry("OSGI-INF/screening.xml"));
            jar.write(
                    ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"impatience\"><implementation class=\"" + name
                            + "\"/><property name=\"org.carillon.call.screening.phase\" type=\"Integer\" value=\"200\"/><service>"
                            + "<provide interface=\"org.carillon.api.call.CallScreening\"/></service></scr:component>").getBytes("UTF-8"));
            jar.putNextEntry(new java.util.zip.ZipEntry(name.replace('.', '/') + ".class"));
            jar.write(ImpatientScreening.class.getResourceAsStream("ImpatientScreening.class").readAllBytes());
        }
        return file;
    }
}
