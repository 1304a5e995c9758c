package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Capture;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.Program;
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
 * (ADR 0035), so neither side understands the other; there ffmpeg says what our phone sent.
 */
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
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).codecs(THEIR_CODECS).rate(16_000).start(),
                Bench.phone(WORKSPACE, kamailio).start());
    }

    @Before
    public void clear() {
        bench.clear();
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
    public void g726At16() throws IOException {
        g726(G726_16, 16, Bench::callOut);
    }

    @Test
    public void g726At24() throws IOException {
        g726(G726_24, 24, Bench::callIn);
    }

    @Test
    public void g726At32() throws IOException {
        g726(G726_32, 32, Bench::callIn);
    }

    @Test
    public void g726At40() throws IOException {
        g726(G726_40, 40, Bench::callOut);
    }

    private static void g726(int payloadType, int kilobits, Consumer<Bench> call) throws IOException {
        Peers.require("ffmpeg");
        Capture capture = Capture.start(WORKSPACE);
        bench.phone().set("Account1AudioCodec", payloadType);
        Tones.Pair tones = bench.tones();
        call.accept(bench);
        talk("G726-" + kilobits);
        int theirPort = bench.baresip().rtpPort();
        bench.phone().ctl("hangup");
        bench.awaitRest();
        capture.stop();
        List<Capture.Rtp> said = capture.rtpTo(theirPort);
        assertThat(said).allMatch(rtp -> rtp.payload().length == 20 * kilobits / 8);
        Wav ours = decoded(said, "g726le", kilobits);
        Tones.presentIn(ours, tones.first(), 0.2, 1.1);
        Tones.absentIn(ours, tones.second(), 0.2, 1.1);
    }

    private static Wav decoded(List<Capture.Rtp> packets, String format, int kilobits) throws IOException {
        Path directory = WORKSPACE.directory("ffmpeg");
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        packets.forEach(rtp -> octets.writeBytes(rtp.payload()));
        Path in = Files.write(directory.resolve("in"), octets.toByteArray());
        Path out = directory.resolve("out.wav");
        Program.start("ffmpeg", directory.resolve("ffmpeg.log"),
                List.of(Peers.path("ffmpeg"), "-v", "error", "-nostdin", "-y", "-f", format, "-code_size", Integer.toString(kilobits / 8),
                        "-sample_rate", "8000", "-i", in.toString(), out.toString()))
                .exitCode(Duration.ofSeconds(20));
        return Wav.read(out);
    }

    private static void g722(Tones.Pair tones, Consumer<Bench> call) {
        bench.phone().set("Account1AudioCodec", G722);
        bench.say(tones);
        call.accept(bench);
        talk(tones);
    }

    private static void talk(String codec) {
        bench.talkFor(1.2);
        Object call = bench.phone().awaitCall("talking");
        assertThat(Json.text(call, "codec")).isEqualTo(codec);
        assertThat(Json.number(call, "rtp", "lost")).isZero();
        assertThat(bench.baresip().command("audio_debug", "")).contains("encode: " + codec).contains("decode: " + codec);
    }

    private static void talk(Tones.Pair tones) {
        talk("G722");
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Wav theirs = bench.baresip().heard();
        Tones.presentIn(theirs, tones.first(), 0.2, 1.1);
        Tones.absentIn(theirs, tones.second(), 0.2, 1.1);
        Wav ours = bench.phone().heard();
        Tones.presentIn(ours, tones.second(), 0.4, 1.1);
        Tones.absentIn(ours, tones.first(), 0.2, 1.1);
    }
}
