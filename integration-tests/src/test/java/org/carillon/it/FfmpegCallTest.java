package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Ffmpeg;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * Calls whose RTP is ffmpeg's, in both directions: G.711, G.722, G.726 in the order of RFC 3551 (ADR 0035), Opus by libopus. Each side says a
 * tone; it must be in what the other one recorded within 6 dB of its level (ffmpeg's G.726 differs at 40 kbit/s), so many dB above all else as each
 * codec permits, and no packet may be lost.
 */
public class FfmpegCallTest {
    /** Of the tones that both say, in dB against a full sine. */
    private static final double LEVEL = -12;
    private static final double TOLERANCE = 6;
    private static final double SECONDS = 2;

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;
    private static PhoneProcess phone;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer("127.0.0.1"));
        phone = PhoneProcess.in(WORKSPACE).account(1, "1001", "secret", server.port()).setting("Account1AudioCodec", "0;125")
                .option("--log", "org.carillon.core.media=DEBUG").start();
        phone.awaitLine(1, "registered");
        Await.until("Opus is rehearsed", Duration.ofSeconds(30), () -> phone.program().output().contains("Opus is rehearsed"),
                phone::tail);
    }

    @After
    public void clear() {
        server.reset();
        phone.calls().forEach(call -> phone.ctl("hangup", Json.text(call, "id")));
        phone.settle();
    }

    @Test
    public void pcma() {
        talk(new Ffmpeg.Codec(8, "PCMA/8000", "pcm_alaw", 64, 8_000), Tones.randomPair(), 20);
    }

    @Test
    public void g722InTheUpperBand() {
        talk(new Ffmpeg.Codec(9, "G722/8000", "g722", 64, 16_000), Tones.randomWidePair(), 15);
    }

    @Test
    public void g722InTheLowerBand() {
        talk(new Ffmpeg.Codec(9, "G722/8000", "g722", 64, 16_000), Tones.randomPair(), 15);
    }

    @Test
    public void g726At16() {
        g726(111, 16, 6);
    }

    @Test
    public void g726At24() {
        g726(112, 24, 12);
    }

    @Test
    public void g726At32() {
        g726(113, 32, 15);
    }

    @Test
    public void g726At40() {
        g726(114, 40, 4);
    }

    @Test
    public void opusInWideBand() {
        talk(new Ffmpeg.Codec(125, "opus/48000/2", "libopus", 32, 48_000), Tones.randomWidePair(), 6);
    }

    private static void g726(int payloadType, int kilobits, double clarity) {
        talk(new Ffmpeg.Codec(payloadType, "G726-" + kilobits + "/8000", "g726le", kilobits, 8_000), Tones.randomPair(),
                clarity);
    }

    private static void talk(Ffmpeg.Codec codec, Tones.Pair tones, double clarity) {
        try (Ffmpeg ffmpeg = Ffmpeg.in(WORKSPACE, codec)) {
            ffmpeg.listen(SECONDS);
            phone.set("Account1AudioCodec", codec.payloadType());
            phone.say(tones.first());
            phone.listen();
            server.on("INVITE",
                    invite -> invite.response("200 OK", server.contact() + "Content-Type: application/sdp\r\n", ffmpeg.sdp()));
            phone.ctl("dial", "200");
            ffmpeg.talk(tones.second(), rtpPort(server.await("INVITE").body()));
            phone.awaitCall("talking");
            Await.until("the phone records", Duration.ofSeconds(15), () -> phone.heardSeconds() > SECONDS, phone::tail);
            Wav theirs = ffmpeg.heard();
            Object call = phone.awaitCall("talking");
            phone.ctl("hangup");
            phone.awaitNoCall();
            assertThat(Json.text(call, "codec")).isEqualToIgnoringCase(codec.encoding().replaceFirst("/.*", ""));
            assertThat(Json.number(call, "rtp", "lost")).as("lost").isZero();
            check(end(phone.heard()), tones.second(), tones.first(), clarity);
            check(end(theirs), tones.first(), tones.second(), clarity);
        }
    }

    private static int rtpPort(String sdp) {
        return Integer.parseInt(sdp.replaceAll("(?s).*m=audio (\\d+).*", "$1"));
    }

    private static void check(Wav heard, int tone, int other, double clarity) {
        assertThat(Tones.loudest(heard, tone)).as("level in dB").isBetween(LEVEL - TOLERANCE, LEVEL + TOLERANCE);
        assertThat(Tones.clarity(heard, tone)).as("tone against the rest in dB").isGreaterThan(clarity);
        assertThat(Tones.loudest(heard, other)).as("what oneself says, in dB").isLessThan(LEVEL - 25);
    }

    /** The last second but a tenth. */
    private static Wav end(Wav heard) {
        return heard.between(heard.seconds() - 1.1, heard.seconds() - 0.1);
    }
}
