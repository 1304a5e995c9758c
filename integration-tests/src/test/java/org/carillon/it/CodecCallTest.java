package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.CallRelay;
import org.carillon.it.kit.G726Packing;
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

/**
 * Calls with baresip in G.722 and in each rate of G.726. baresip 1.0 packs G.726 as AAL2 does, the first code in the most significant bits
 * (ADR 0035), so neither side understands the other; there a relay between them puts the codes into the order that each of them expects.
 */
public class CodecCallTest {
    private static final String WIDE_BAND = "PCMU,G722/16000/1";
    private static final String DIRECT = "1003";
    private static final int G722 = 9;
    private static final int G726_16 = 111;
    private static final int G726_24 = 112;
    private static final int G726_32 = 113;
    private static final int G726_40 = 114;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;
    /** The same phone, and a baresip without a server between. */
    private static Bench direct;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).codecs(WIDE_BAND).rate(16_000).start(),
                Bench.phone(WORKSPACE, kamailio).start());
        direct = Bench.of(kamailio, Baresip.in(WORKSPACE, DIRECT).codecs("G726-16,G726-24,G726-32,G726-40").start(), bench.phone());
    }

    @Before
    public void clear() {
        bench.clear();
        direct.clear();
    }

    @Test
    public void g722CarriesTheUpperBandOfACallOut() {
        g722(Tones.randomWidePair(), Bench::callOut);
    }

    @Test
    public void g722CarriesTheUpperBandOfACallIn() {
        g722(Tones.randomWidePair(), Bench::callIn);
    }

    @Test
    public void g722CarriesTheLowerBand() {
        g722(Tones.randomPair(), Bench::callOut);
    }

    @Test
    public void g726At16() {
        g726(G726_16, 16);
    }

    @Test
    public void g726At24() {
        g726(G726_24, 24);
    }

    @Test
    public void g726At32() {
        g726(G726_32, 32);
    }

    @Test
    public void g726At40() {
        g726(G726_40, 40);
    }

    private static void g726(int payloadType, int kilobits) {
        Set<Integer> lengths = ConcurrentHashMap.newKeySet();
        direct.phone().set("Account1AudioCodec", payloadType);
        Tones.Pair tones = direct.tones();
        CallRelay relay = WORKSPACE
                .owns(new CallRelay(direct.phone().sipPort(), theirs -> G726Packing.fromAal2(theirs, kilobits / 8), ours -> {
                    lengths.add(ours.length);
                    return G726Packing.toAal2(ours, kilobits / 8);
                }));
        direct.baresip().dial("sip:" + Bench.OURS + "@127.0.0.1:" + relay.port());
        direct.phone().awaitCall("ringing");
        direct.phone().ctl("answer");
        direct.baresip().await("CALL_ESTABLISHED");
        talk(direct, "G726-" + kilobits, tones);
        assertThat(lengths).containsExactly(20 * kilobits / 8);
    }

    private static void g722(Tones.Pair tones, Consumer<Bench> call) {
        bench.phone().set("Account1AudioCodec", G722);
        bench.say(tones);
        call.accept(bench);
        talk(bench, "G722", tones);
    }

    private static void talk(Bench on, String codec, Tones.Pair tones) {
        on.talkFor(1.2);
        Object call = on.phone().awaitCall("talking");
        assertThat(Json.text(call, "codec")).isEqualTo(codec);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(on.baresip().command("audio_debug", "")).contains("encode: " + codec).contains("decode: " + codec);
        on.phone().ctl("hangup");
        on.awaitRest();
        Wav theirs = on.baresip().heard();
        Tones.presentIn(theirs, tones.first(), 0.2, 1.1);
        Tones.absentIn(theirs, tones.second(), 0.2, 1.1);
        Wav ours = on.phone().heard();
        Tones.presentIn(ours, tones.second(), 0.4, 1.1);
        Tones.absentIn(ours, tones.first(), 0.2, 1.1);
    }
}
