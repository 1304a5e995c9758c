package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
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

/** What the loudspeaker of the phone plays before and in a call with baresip, and what the keys of volume do to it. */
public class RingingTest {
    private static final int RINGING = 800;
    private static final int RINGBACK = 400;
    private static final double STEP_DECIBELS = 3;
    private static final long QUIET_NANOS = 700_000_000;
    private static final Duration SOON = Duration.ofSeconds(8);

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
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static void press(String... keys) {
        for (String key : keys) {
            phone().ctl("key", key);
        }
    }

    private static Wav last(double seconds) {
        Wav heard = phone().heard();
        return heard.between(Math.max(0, heard.seconds() - seconds), heard.seconds());
    }

    private static void awaitHears(String what, int hertz) {
        Await.until(what, SOON, () -> Tones.loudest(phone().heard(), hertz) > -40);
    }

    private static void ring() {
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        phone().awaitCall("ringing");
    }

    /** How loud the ringing is over more than its period. */
    private static double ringing() {
        double from = phone().heardSeconds();
        Await.until("a period of ringing", SOON, () -> phone().heardSeconds() > from + 3.5);
        return Tones.loudest(last(3.2), RINGING);
    }

    @Test
    public void theVolumeOfRingingFollowsItsKeysDownToSilence() {
        ring();
        double first = ringing();
        assertThat(first).as("the first level").isBetween(-20.0, -17.0);
        press("VOLUME_DOWN", "F_VOLUME_DOWN");
        assertThat(Json.text(phone().ctl("screen"), "notice")).isEqualTo("Ringing volume 5 of 10");
        assertThat(ringing()).isCloseTo(first - 2 * STEP_DECIBELS, within(1.0));
        press("VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN");
        assertThat(Json.text(phone().ctl("screen"), "notice")).isEqualTo("Ringing volume 0 of 10");
        assertThat(Json.list(phone().ctl("screen"), "icons")).anyMatch("silent"::equals);
        assertThat(ringing()).isLessThan(-80);
        bench.clear();
        for (int i = 0; i < 7; i++) {
            press("VOLUME_UP");
        }
        assertThat(Json.text(phone().ctl("screen"), "notice")).isEqualTo("Ringing volume 7 of 10");
    }

    @Test
    public void ringingEndsWithTheAnswer() {
        Tones.Pair tones = bench.tones();
        ring();
        awaitHears("the phone rings", RINGING);
        phone().ctl("answer");
        phone().awaitCall("talking");
        Await.until("the call is heard", SOON, () -> Tones.heardIn(phone().heard(), tones.second(), 1));
        bench.talkFor(1.5);
        assertThat(Tones.loudest(last(1), RINGING)).isLessThan(Tones.loudest(last(1), tones.second()) - 20);
    }

    @Test
    public void ringingEndsWithARefusalAndWhenTheCallerGivesUp() {
        ring();
        awaitHears("the phone rings", RINGING);
        phone().ctl("reject");
        awaitSilence();
        bench.clear();
        ring();
        awaitHears("the phone rings again", RINGING);
        bench.baresip().hangup();
        phone().awaitNoCall();
        awaitSilence();
    }

    /** Nothing is recorded any more, because nothing is played; pauses of a tone are recorded. */
    private static void awaitSilence() {
        AtomicLong seen = new AtomicLong();
        AtomicLong since = new AtomicLong();
        Await.until("nothing is played", SOON, () -> {
            long millis = Math.round(phone().heardSeconds() * 1000);
            if (seen.getAndSet(millis) != millis) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > QUIET_NANOS;
        });
    }

    @Test
    public void theSoftkeySilencesACallThatGoesOnRinging() {
        ring();
        awaitHears("the phone rings", RINGING);
        int place = Json.list(phone().ctl("screen"), "softkeys").indexOf("Silent");
        press("F" + (place + 1));
        awaitSilence();
        assertThat(Json.text(phone().ctl("screen"), "state")).isEqualTo("ringing");
        assertThat(Json.list(phone().ctl("screen"), "softkeys")).noneMatch("Silent"::equals);
    }

    @Test
    public void theOtherSideIsHeardToRing() {
        Tones.Pair tones = bench.tones();
        phone().ctl("dial", Bench.THEIRS);
        bench.baresip().await("CALL_INCOMING");
        awaitHears("the ringback tone", RINGBACK);
        bench.baresip().accept();
        phone().awaitCall("talking");
        Await.until("the call is heard", SOON, () -> Tones.heardIn(phone().heard(), tones.second(), 1));
    }

    @Test
    public void theVolumeOfACallChangesWhatIsHeardAndNotWhatIsSaid() {
        Tones.Pair tones = bench.tones();
        bench.callIn();
        Await.until("the call is heard", SOON, () -> Tones.heardIn(phone().heard(), tones.second(), 1));
        bench.talkFor(1);
        double first = Tones.loudest(last(0.5), tones.second());
        press("VOLUME_DOWN", "VOLUME_DOWN", "VOLUME_DOWN");
        bench.talkFor(1);
        assertThat(Tones.loudest(last(0.5), tones.second())).isCloseTo(first - 3 * STEP_DECIBELS, within(1.0));
        press("MUTE");
        press("VOLUME_UP", "VOLUME_UP", "VOLUME_UP", "VOLUME_UP");
        assertThat(Json.text(phone().ctl("screen"), "leds", "MUTE")).as("mute is another thing").isEqualTo("solid red");
        assertThat(Json.text(phone().ctl("screen"), "notice")).isEqualTo("Volume 7 of 10");
        press("MUTE");
        bench.talkFor(1);
        assertThat(Tones.loudest(last(0.5), tones.second())).isCloseTo(first + STEP_DECIBELS, within(1.0));
        Await.until("we are heard as before", SOON, () -> Tones.heardIn(bench.baresip().heard(), tones.first(), 1));
        press("VOLUME_DOWN");
    }

    @Test
    public void theVolumeOutlivesARestart() {
        PhoneProcess own = PhoneProcess.in(WORKSPACE).audio("null").start();
        own.ctl("key", "VOLUME_DOWN");
        assertThat(own.terminate()).isIn(0, 143);
        PhoneProcess again = PhoneProcess.in(WORKSPACE).audio("null").home(own.home()).start();
        assertThat(Json.text(again.ctl("key", "VOLUME_DOWN"), "notice")).isEqualTo("Ringing volume 5 of 10");
    }
}
