package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Digits: RFC 4733 events both ways, tones in the sound and INFO from us. */
public class DtmfTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void clear() {
        bench.clear();
        bench.phone().set("Account1DtmfMode", 2);
        bench.tones();
    }

    @Test
    public void ourDigitsArriveInACallWeMade() {
        bench.callOut();
        bench.phone().ctl("dtmf", "1234567890*#");
        arrived("1234567890*#");
    }

    @Test
    public void ourDigitsArriveInACallWeReceived() {
        bench.callIn();
        bench.phone().ctl("dtmf", "00#");
        arrived("00#");
    }

    @Test
    public void theirDigitsArriveInACallWeMade() {
        bench.callOut();
        bench.talkFor(0.3);
        bench.baresip().dtmf("159*");
        heard("159*");
    }

    @Test
    public void theirDigitsArriveInACallTheyMade() {
        bench.callIn();
        bench.talkFor(0.3);
        bench.baresip().dtmf("7733#");
        heard("7733#");
    }

    @Test
    public void anEventIsSentAsTheRfcWantsIt() {
        Capture capture = Capture.start(WORKSPACE);
        bench.callOut();
        bench.talkFor(0.3);
        bench.phone().ctl("dtmf", "5");
        bench.baresip().await("CALL_DTMF_END");
        bench.talkFor(0.3);
        int port = bench.baresip().rtpPort();
        bench.phone().ctl("hangup");
        bench.awaitRest();
        capture.stop();
        List<Capture.Rtp> all = capture.rtpTo(port);
        List<Capture.Rtp> events = all.stream().filter(rtp -> rtp.payload().length == 4).toList();
        assertThat(events).hasSizeGreaterThan(4);
        assertThat(events.stream().map(Capture.Rtp::timestamp).distinct()).as("one timestamp, that of its beginning").hasSize(1);
        assertThat(events.stream().filter(Capture.Rtp::marker)).as("marker").containsExactly(events.getFirst());
        assertThat(events.stream().filter(rtp -> (rtp.payload()[1] & 0x80) != 0)).as("end, three times").hasSize(3);
        assertThat(events).allSatisfy(rtp -> assertThat(rtp.payload()[0]).isEqualTo((byte) 5));
        List<Integer> durations = events.stream().map(rtp -> ByteBuffer.wrap(rtp.payload()).getShort(2) & 0xffff).toList();
        assertThat(durations).isSorted();
        Map<Long, List<Capture.Rtp>> sources = all.stream().collect(Collectors.groupingBy(Capture.Rtp::ssrc));
        assertThat(sources).as("digits share the source of the sound").hasSize(1);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).sequence()).isEqualTo(all.get(i - 1).sequence() + 1 & 0xffff);
        }
    }

    @Test
    public void ourDigitsArriveByInfo() {
        bench.phone().set("Account1DtmfMode", 4);
        bench.callOut();
        bench.phone().ctl("dtmf", "1234567890*#");
        arrived("1234567890*#");
    }

    @Test
    public void ourDigitsArriveInTheSound() {
        bench.phone().set("Account1DtmfMode", 1);
        bench.phone().say(2600);
        bench.callIn();
        bench.talkFor(0.5);
        bench.phone().ctl("dtmf", "7D");
        bench.talkFor(1);
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Wav heard = bench.baresip().heard();
        for (int hz : new int[]{852, 1209, 941, 1633}) {
            assertThat(Tones.loudest(heard, hz)).as("%d Hz", hz).isBetween(-21.0, -13.0);
        }
        for (int hz : new int[]{770, 1336, 1477}) {
            assertThat(Tones.loudest(heard, hz)).as("%d Hz", hz).isLessThan(-30);
        }
        assertThat(bench.baresip().digits()).isEmpty();
    }

    private static void arrived(String digits) {
        Await.until("baresip has the digits " + digits, Duration.ofSeconds(10), () -> bench.baresip().digits().length() >= digits.length(),
                () -> bench.baresip().digits());
        Await.elapse(Duration.ofMillis(200));
        assertThat(bench.baresip().digits()).isEqualTo(digits);
    }

    private static void heard(String digits) {
        Await.until("our phone has the digits " + digits, Duration.ofSeconds(10), () -> bench.phone().digits().length() >= digits.length(),
                () -> bench.phone().digits() + "\n" + bench.phone().tail());
        Await.elapse(Duration.ofMillis(200));
        assertThat(bench.phone().digits()).isEqualTo(digits);
    }
}
