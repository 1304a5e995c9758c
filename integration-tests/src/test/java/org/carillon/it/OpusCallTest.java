package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Calls with baresip, which has libopus, in both directions and two bandwidths: what each side says is found in what the other one recorded. */
public class OpusCallTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).codecs("opus/48000/2").start(),
                Bench.phone(WORKSPACE, kamailio).option("--log", "org.carillon.core.media=DEBUG").start());
        bench.phone().set("Account1AudioCodec", "0;125");
        Await.until("Opus is rehearsed", Duration.ofSeconds(30), () -> bench.phone().program().output().contains("Opus is rehearsed"),
                bench.phone()::tail);
    }

    @Before
    public void clear() {
        bench.clear();
    }

    @Test
    public void ourPhoneCallsInWideBand() {
        bench.phone().set("Account1OpusBandwidth", 1);
        Tones.Pair tones = bench.tones();
        bench.callOut();
        talk(tones);
    }

    @Test
    public void ourPhoneIsCalledInSuperWideBand() {
        bench.phone().set("Account1OpusBandwidth", 2);
        Tones.Pair tones = bench.tones();
        bench.callIn();
        talk(tones);
    }

    private static void talk(Tones.Pair tones) {
        bench.talkFor(1.5);
        bench.phone().ctl("dtmf", "42#");
        bench.baresip().dtmf("7");
        Await.until("digits have arrived", Duration.ofSeconds(10),
                () -> bench.baresip().digits().length() >= 3 && !bench.phone().digits().isEmpty(), bench.phone()::tail);
        assertThat(bench.baresip().digits()).isEqualTo("42#");
        assertThat(bench.phone().digits()).isEqualTo("7");
        Object call = bench.phone().awaitCall("talking");
        assertThat(Json.text(call, "codec")).isEqualToIgnoringCase("opus");
        assertThat(Json.number(call, "ptime")).isEqualTo(20);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(bench.baresip().command("audio_debug", "")).contains("encode: opus").contains("decode: opus");
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Wav theirs = bench.baresip().heard();
        Tones.presentIn(theirs, tones.first(), 0.3, 1.4);
        Tones.absentIn(theirs, tones.second(), 0.3, 1.4);
        Wav ours = bench.phone().heard();
        Tones.presentIn(ours, tones.second(), 0.4, 1.4);
        Tones.absentIn(ours, tones.first(), 0.4, 1.4);
    }
}
