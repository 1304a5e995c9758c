package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.it.contract.FeatureVariants;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Caller;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.Jcmd;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.ThreadDump;
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
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Each feature that decides about calls is stopped, started and replaced 20 times while a call with baresip rings and while one talks: neither
 * side loses a packet, the call stays what it is, and each version does at once what it does otherwise.
 */
@RunWith(Parameterized.class)
public class SwapTest {
    private static final int TIMES = 20;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    private final String name;
    private final FeatureVariants feature;
    private Capture wire;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    public SwapTest(String bundle) {
        name = bundle.replace("org.carillon.feature.", "");
        feature = new FeatureVariants(bundle, words -> phone().ctl(words.toArray(String[]::new)),
                () -> (int) Json.number(phone().ready(), "http"));
    }

    @Parameters(name = "{0}")
    public static Set<String> bundles() {
        return FeatureVariants.ofCalls();
    }

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void clear() {
        feature.rest();
        bench.clear();
        phone().ctl("swap", feature.original().toString());
        wire = Capture.start(WORKSPACE);
    }

    @After
    public void rest() {
        feature.rest();
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    @Test
    public void aTalkingCallHearsNothingOfIt() {
        Tones.Pair tones = bench.tones();
        bench.callIn();
        Object call = phone().awaitCall("talking");
        feature.prepare();
        bench.talkFor(0.5);
        for (int i = 0; i < TIMES; i++) {
            swap(i);
            assertThat(others()).isEqualTo(feature.answer(i));
            requireUnchanged(call);
        }
        over(tones);
    }

    @Test
    public void aTalkingCallDoesNotMissIt() {
        Tones.Pair tones = bench.tones();
        bench.callOut();
        Object call = phone().awaitCall("talking");
        feature.prepare();
        bench.talkFor(0.5);
        for (int i = 0; i < TIMES; i++) {
            requireNothingRestarted(phone().ctl("stop", name));
            requireUnchanged(call);
            requireNothingRestarted(phone().ctl("start", name));
            assertThat(others()).isEqualTo(feature.originalAnswer());
            requireUnchanged(call);
        }
        over(tones);
    }

    @Test
    public void aRingingCallGoesOnRinging() {
        Tones.Pair tones = bench.tones();
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        Object call = phone().awaitCall("ringing");
        feature.prepare();
        for (int i = 0; i < TIMES; i++) {
            swap(i);
            assertThat(others()).isEqualTo(feature.answer(i));
            requireUnchanged(call);
        }
        phone().ctl("answer");
        bench.baresip().await("CALL_ESTABLISHED");
        phone().listen(); // what rang is no part of the call
        bench.talkFor(1.5);
        over(tones);
    }

    @Test
    public void nothingStaysBehindInTheProcess() {
        bench.callIn();
        feature.prepare();
        swap(TIMES);
        long loaders = Jcmd.bundleClassLoaders(WORKSPACE, phone().pid());
        Map<Long, String> threads = ThreadDump.of(phone().pid(), WORKSPACE);
        for (int i = 0; i < TIMES; i++) {
            swap(i);
        }
        Map<Long, String> more = ThreadDump.of(phone().pid(), WORKSPACE);
        more.keySet().removeAll(threads.keySet());
        assertThat(more).isEmpty();
        assertThat(Jcmd.bundleClassLoaders(WORKSPACE, phone().pid())).isEqualTo(loaders);
    }

    private void swap(int number) {
        String jar = feature.number(number).write(WORKSPACE.directory().resolve("variant.jar")).toString();
        Object answer = phone().ctl("swap", jar);
        requireNothingRestarted(answer);
        System.out.println("variant " + number + " took " + Json.number(answer, "millis") + " ms");
        feature.awaitSeen(number);
    }

    private static void requireNothingRestarted(Object answer) {
        assertThat(Json.list(answer, "restarted")).isEmpty();
    }

    /** How somebody else is refused who calls now. */
    private static int others() {
        try (Caller caller = Caller.of(phone(), Bench.OURS)) {
            return caller.refusal();
        }
    }

    private static void requireUnchanged(Object call) {
        Object now = phone().awaitCall("the first call", other -> Json.text(other, "id").equals(Json.text(call, "id")));
        for (String property : List.of("callId", "state", "remote", "codec", "held", "heldByPeer", "muted")) {
            assertThat(Json.at(now, property)).as(property).isEqualTo(Json.at(call, property));
        }
    }

    /** Nobody lost a packet, and each side heard the other all the time. */
    private void over(Tones.Pair tones) {
        bench.talkFor(0.5);
        Object call = phone().awaitCall("talking");
        int port = bench.baresip().rtpPort();
        phone().ctl("hangup");
        bench.awaitRest();
        wire.stop();
        assertThat(Json.number(call, "rtp", "received")).isGreaterThan(50);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(bench.baresip().lost()).containsExactly(0, 0);
        Wav sent = Capture.sound(wire.rtpTo(port), Instant.MIN, Instant.MAX);
        assertThat(sent.seconds()).isGreaterThan(1);
        assertThat(Tones.breaks(sent, tones.first(), 0.1, sent.seconds())).as("breaks in what our phone sent").isEmpty();
        Wav theirs = bench.baresip().heard();
        assertThat(Tones.gaps(theirs, tones.first(), 0.3, theirs.seconds() - 0.2)).as("gaps in what baresip heard").isEmpty();
        Wav ours = phone().heard();
        assertThat(Tones.gaps(ours, tones.second(), 0.5, ours.seconds() - 0.2)).as("gaps in what our phone heard")
                .hasSizeLessThanOrEqualTo(heldBack(port));
    }

    /** Packets of 20 ms that baresip, whose threads are like any others, had not sent when a jitter buffer of 60 ms was empty. */
    private int heldBack(int port) {
        List<Instant> sent = wire.datagrams().stream().filter(datagram -> datagram.source() == port).map(Capture.Datagram::at).toList();
        long late = 0;
        for (int i = 1; i < sent.size(); i++) {
            long interval = Duration.between(sent.get(i - 1), sent.get(i)).toMillis();
            late += interval > 60 ? interval / 20 : 0;
        }
        return (int) late;
    }
}
