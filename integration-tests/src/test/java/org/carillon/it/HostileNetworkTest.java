package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.CallRelay;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.carillon.sim.pbx.Pbx;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What baresip says through a network that loses, delays, reorders and doubles packets. */
public class HostileNetworkTest {
    private static final String USER = "1001";
    private static final double SECONDS = 6;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Test
    public void aPairOfTonesSurvives() throws IOException {
        Pbx pbx = WORKSPACE.owns(new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of(USER, "secret")));
        PhoneProcess phone = PhoneProcess.in(WORKSPACE).account(1, USER, "secret", pbx.port()).start();
        phone.awaitLine(1, "registered");
        CallRelay relay = WORKSPACE.owns(new CallRelay(phone.sipPort(), 5, 5, 2, 50));
        Baresip baresip = Baresip.in(WORKSPACE, "200").start();
        Tones.Pair tones = Tones.randomPair();
        phone.say(tones.first());
        baresip.say(tones.second());
        baresip.dial("sip:" + USER + "@127.0.0.1:" + relay.port());
        phone.awaitCall("ringing");
        phone.listen();
        phone.ctl("answer");
        phone.awaitCall("call that has heard enough",
                call -> Json.text(call, "state").equals("talking") && Json.number(call, "durationMillis") > SECONDS * 1000);
        Object rtp = Json.at(phone.awaitCall("talking"), "rtp");
        phone.ctl("hangup");
        phone.awaitNoCall();
        assertThat(Json.number(rtp, "lost")).as("lost").isBetween(3L, 40L);
        assertThat(Json.number(rtp, "late")).as("late").isLessThan(60L);
        assertThat(Json.number(rtp, "delayMillis")).as("delay").isBetween(30L, 300L);
        Wav ours = phone.heard();
        double end = Math.min(SECONDS, ours.seconds()) - 0.5;
        assertThat(end).as("seconds heard").isGreaterThan(SECONDS / 2);
        Tones.presentIn(ours, tones.second(), 0.5, end);
        Tones.absentIn(ours, tones.first(), 0.5, end);
        assertThat(Tones.gaps(ours, tones.second(), 0.5, end)).as("gaps, where a busy machine makes one or two")
                .hasSizeLessThan(15);
        Tones.presentIn(baresip.heard(), tones.first(), 0.5, SECONDS - 1);
    }
}
