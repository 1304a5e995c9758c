package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Calls with baresip in G.722 and in each rate of G.726, in both directions; baresip's codecs are those of libspandsp. */
public class CodecCallTest {
    private static final String THEIR_CODECS = "PCMU,G722/16000/1,G726-16,G726-24,G726-32,G726-40";
    private static final int G722 = 9;
    private static final int G726_16 = 111;
    private static final int G726_24 = 112;
    private static final int G726_32 = 113;
    private static final int G726_40 = 114;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        bench = Bench.start(WORKSPACE, kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).codecs(THEIR_CODECS).rate(16_000));
    }

    @Before
    public void clear() {
        bench.clear();
    }

    @Test
    public void g722CarriesTheUpperBandOfACallOut() {
        callOut(G722, "G722", Tones.randomWidePair());
    }

    @Test
    public void g722CarriesTheUpperBandOfACallIn() {
        callIn(G722, "G722", Tones.randomWidePair());
    }

    @Test
    public void g722CarriesTheLowerBand() {
        callOut(G722, "G722", Tones.randomPair());
    }

    @Test
    public void g726At16() {
        callOut(G726_16, "G726-16", Tones.randomPair());
        bench.clear();
        callIn(G726_16, "G726-16", Tones.randomPair());
    }

    @Test
    public void g726At24() {
        callOut(G726_24, "G726-24", Tones.randomPair());
        bench.clear();
        callIn(G726_24, "G726-24", Tones.randomPair());
    }

    @Test
    public void g726At32() {
        callOut(G726_32, "G726-32", Tones.randomPair());
        bench.clear();
        callIn(G726_32, "G726-32", Tones.randomPair());
    }

    @Test
    public void g726At40() {
        callOut(G726_40, "G726-40", Tones.randomPair());
        bench.clear();
        callIn(G726_40, "G726-40", Tones.randomPair());
    }

    private static void callOut(int payloadType, String codec, Tones.Pair tones) {
        bench.phone().set("Account1AudioCodec", payloadType);
        bench.say(tones);
        bench.callOut();
        talk(codec, tones);
    }

    private static void callIn(int payloadType, String codec, Tones.Pair tones) {
        bench.phone().set("Account1AudioCodec", payloadType);
        bench.say(tones);
        bench.callIn();
        talk(codec, tones);
    }

    private static void talk(String codec, Tones.Pair tones) {
        bench.talkFor(1.2);
        Object call = bench.phone().awaitCall("talking");
        assertThat(Json.text(call, "codec")).isEqualTo(codec);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(bench.baresip().command("audio_debug", "")).contains("encode: " + codec).contains("decode: " + codec);
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Wav theirs = bench.baresip().heard();
        Tones.presentIn(theirs, tones.first(), 0.2, 1.1);
        Tones.absentIn(theirs, tones.second(), 0.2, 1.1);
        assertThat(Tones.gaps(theirs, tones.first(), 0.3, 1.1)).as("gaps in what baresip heard").isEmpty();
        Wav ours = bench.phone().heard();
        Tones.presentIn(ours, tones.second(), 0.4, 1.1);
        Tones.absentIn(ours, tones.first(), 0.2, 1.1);
    }
}
