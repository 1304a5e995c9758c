package org.carillon.it;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.RtpTalker;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.Workspace;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** How long a phone holds packets back in a call, by the parameters of the network that it is connected to. */
public class JitterBufferParametersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** A pacing grid of 20 ms, a pitch period of 15 ms, and a machine that is busy. */
    private static final int TOLERANCE = 60;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer("127.0.0.1"));
    }

    @Test
    @Effect({"SettingJitterBufferMode", "SettingJitterBufferMin", "SettingJitterBufferMax", "SettingJitterBufferNormal"})
    public void aWiredPhoneFollowsTheWiredOnes() {
        require("wired", "SettingJitterBuffer", "SettingWifiJitterBuffer");
    }

    @Test
    @Effect({"SettingWifiJitterBufferMode", "SettingWifiJitterBufferMin", "SettingWifiJitterBufferMax", "SettingWifiJitterBufferNormal"})
    public void aWirelessPhoneFollowsTheWirelessOnes() {
        require("wifi", "SettingWifiJitterBuffer", "SettingJitterBuffer");
    }

    /** All of it in one call: a running call follows. */
    private void require(String network, String id, String other) {
        ConfiguredPhone phone = ConfiguredPhone.start(WORKSPACE,
                Map.of("Account1UserName", "101", "Account1Server1Address", "127.0.0.1", "Account1Server1Port", server.port(),
                        other + "Mode", 1,
                        other + "Normal", 600),
                "--network", network);
        phone.phone().awaitLine(1, "registered");
        try (RtpTalker talker = new RtpTalker()) {
            configure(phone, id, 1, 300, 200, 400);
            call(phone, talker);
            awaitDelay(phone, 200, 200);
            configure(phone, id, 1, 300, 100, 400);
            awaitDelay(phone, 100, 100);
            configure(phone, id, 0, 300, 100, 400);
            awaitDelay(phone, 300, 400);
            configure(phone, id, 0, 20, 50, 100);
            awaitDelay(phone, 20, 100);
            talker.burst(15);
            configure(phone, id, 0, 20, 50, 400);
            awaitDelay(phone, 280, 400);
            configure(phone, id, 0, 20, 50, 100);
            awaitDelay(phone, 90, 100);
            phone.phone().ctl("hangup");
            phone.phone().awaitNoCall();
        }
    }

    private void configure(ConfiguredPhone phone, String id, int mode, int min, int normal, int max) {
        phone.configure(effects, new TreeMap<>(Map.of(id + "Mode", mode, id + "Min", min, id + "Normal", normal, id + "Max", max)));
    }

    private static void call(ConfiguredPhone phone, RtpTalker talker) {
        server.on("INVITE", invite -> {
            talker.talkTo(Integer.parseInt(invite.body().replaceFirst("(?s).*m=audio (\\d+).*", "$1")));
            return invite.response("200 OK", server.contact() + "Content-Type: application/sdp\r\n",
                    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + talker.port() + " RTP/AVP 0\r\n");
        });
        phone.phone().ctl("dial", "200");
        phone.phone().awaitCall("talking");
    }

    /** Waits until the delay stays between two figures. A busy machine is a network with jitter, so an adaptive one may be anything there. */
    private static void awaitDelay(ConfiguredPhone phone, int least, int most) {
        int[] settled = {0};
        Await.until("a delay of " + least + " to " + most + " ms", PATIENCE, () -> {
            long delay = delay(phone);
            settled[0] = delay >= least - 10 && delay < most + TOLERANCE ? settled[0] + 1 : 0;
            return settled[0] == 10;
        }, () -> "it is " + delay(phone) + " ms\n" + phone.phone().tail());
    }

    private static long delay(ConfiguredPhone phone) {
        return Json.number(phone.phone().awaitCall("talking"), "rtp", "delayMillis");
    }
}
