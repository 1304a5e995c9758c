package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * Hold and resume by either side, in calls of either direction. What our phone heard is in its recording; what arrived at baresip after the first
 * re-INVITE, when baresip records no longer, in a capture.
 */
public class HoldTest {
    private static final Duration SETTLE = Duration.ofMillis(250);
    private static final Duration PHASE = Duration.ofMillis(1200);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private Capture capture;
    private Tones.Pair tones;

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void prepare() {
        bench.clear();
        capture = Capture.start(WORKSPACE);
        tones = bench.tones();
    }

    @Test
    public void ourPhoneHoldsAndResumesACallItMade() {
        bench.callOut();
        holdHere();
    }

    @Test
    public void ourPhoneHoldsAndResumesACallItReceived() {
        bench.callIn();
        holdHere();
    }

    @Test
    public void theOtherSideHoldsAndResumesACallWeMade() {
        bench.callOut();
        holdThere();
    }

    @Test
    public void theOtherSideHoldsAndResumesACallItMade() {
        bench.callIn();
        holdThere();
    }

    @Test
    public void aCallHeldByBothIsSilentUntilBothResume() {
        bench.callOut();
        bench.talkFor(0.8);
        PhoneProcess phone = bench.phone();
        phone.ctl("hold");
        phone.awaitCall("call is held", call -> Json.flag(call, "held"));
        bench.baresip().hold();
        phone.awaitCall("call is held by both", call -> Json.flag(call, "held") && Json.flag(call, "heldByPeer"));
        Instant both = Instant.now();
        Await.elapse(PHASE);
        phone.ctl("resume");
        phone.awaitCall("call is held by the peer alone", call -> !Json.flag(call, "held") && Json.flag(call, "heldByPeer"));
        Instant one = Instant.now();
        Await.elapse(PHASE);
        bench.baresip().resume();
        phone.awaitCall("call is resumed", call -> !Json.flag(call, "held") && !Json.flag(call, "heldByPeer"));
        Instant none = Instant.now();
        Await.elapse(PHASE);
        List<Capture.Rtp> theirs = end();
        Tones.absentIn(Capture.sound(theirs, both.plus(SETTLE), one), tones.first(), 0, 9);
        Tones.absentIn(Capture.sound(theirs, one.plus(SETTLE), none.minus(SETTLE)), tones.first(), 0, 9);
        Tones.presentIn(Capture.sound(theirs, none.plus(SETTLE), Instant.now()), tones.first(), 0, 0.7);
    }

    /** Held by us, neither side may hear the other; hold is not shown before the other side confirmed it. */
    private void holdHere() {
        PhoneProcess phone = bench.phone();
        bench.talkFor(1);
        Object asked = phone.ctl("hold");
        assertThat(Json.flag(asked, "held")).as("held before it is confirmed").isFalse();
        phone.awaitCall("call is held", call -> Json.flag(call, "held") && !Json.flag(call, "holdPending"));
        Instant held = Instant.now();
        double heardAtHold = phone.heard().seconds();
        Await.elapse(PHASE);
        phone.ctl("resume");
        phone.awaitCall("call is resumed", call -> !Json.flag(call, "held") && !Json.flag(call, "holdPending"));
        Instant resumed = Instant.now();
        double heardAtResume = phone.heard().seconds();
        Await.elapse(PHASE);
        List<Capture.Rtp> theirs = end();

        Tones.presentIn(bench.baresip().heard(), tones.first(), 0.2, 0.9);
        Tones.absentIn(Capture.sound(theirs, held.plus(SETTLE), resumed.minus(SETTLE)), tones.first(), 0, 9);
        Tones.presentIn(Capture.sound(theirs, resumed.plus(SETTLE), Instant.now()), tones.first(), 0, 0.7);
        Wav ours = phone.heard();
        Tones.presentIn(ours, tones.second(), 0.4, 0.9);
        Tones.absentIn(ours, tones.second(), heardAtHold + 0.5, heardAtResume - 0.2);
        Tones.presentIn(ours, tones.second(), ours.seconds() - 0.7, ours.seconds() - 0.1);
    }

    /** Held by the other side, we may not send to it. */
    private void holdThere() {
        PhoneProcess phone = bench.phone();
        bench.talkFor(1);
        bench.baresip().hold();
        phone.awaitCall("call is held by the peer", call -> Json.flag(call, "heldByPeer") && !Json.flag(call, "held"));
        Instant held = Instant.now();
        Await.elapse(PHASE);
        bench.baresip().resume();
        phone.awaitCall("call is resumed", call -> !Json.flag(call, "heldByPeer"));
        Instant resumed = Instant.now();
        Await.elapse(PHASE);
        List<Capture.Rtp> theirs = end();

        Tones.presentIn(bench.baresip().heard(), tones.first(), 0.2, 0.9);
        Tones.absentIn(Capture.sound(theirs, held.plus(SETTLE), resumed.minus(SETTLE)), tones.first(), 0, 9);
        Tones.presentIn(Capture.sound(theirs, resumed.plus(SETTLE), Instant.now()), tones.first(), 0, 0.7);
        Wav ours = phone.heard();
        Tones.presentIn(ours, tones.second(), 0.4, 0.9);
        Tones.presentIn(ours, tones.second(), ours.seconds() - 0.7, ours.seconds() - 0.1);
    }

    /** Ends the call; returns what arrived at baresip. */
    private List<Capture.Rtp> end() {
        int port = bench.baresip().rtpPort();
        bench.phone().ctl("hangup");
        bench.awaitRest();
        capture.stop();
        return capture.rtpTo(port);
    }
}
