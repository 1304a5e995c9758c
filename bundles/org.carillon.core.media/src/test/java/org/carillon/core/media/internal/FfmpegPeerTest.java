package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakePhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RTP with somebody else's implementation. */
@Timeout(40)
class FfmpegPeerTest {
    private final MediaService service = Calls.service();
    private final ToneDevice audio = new ToneDevice(440);
    private MediaSession session;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws MediaException {
        assumeTrue(isInstalled() || "required".equals(System.getenv("CARILLON_PEERS")), "ffmpeg is not installed");
        service.bindAudio(audio);
        session = service.open(1, (digit, millis) -> {});
    }

    @AfterEach
    void close() {
        service.deactivate();
    }

    private static boolean isInstalled() {
        try {
            return new ProcessBuilder("ffmpeg", "-version").redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static Process ffmpeg(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).inheritIO().start();
    }

    private static String sdp(int port, int payloadType, String direction) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port + " RTP/AVP " + payloadType
                + "\r\na=" + direction + "\r\n";
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            return socket.getLocalPort() & ~1;
        }
    }

    @ParameterizedTest
    @CsvSource({"pcm_mulaw, 0", "pcm_alaw, 8"})
    void hearsWhatFfmpegSays(String codec, int payloadType) throws MediaException, IOException, InterruptedException {
        int port = RawPeer.port(session.answer(sdp(freePort(), payloadType, "sendonly"), false));
        Process says = ffmpeg("-re", "-f", "lavfi", "-i", "sine=frequency=1000:sample_rate=8000:duration=20,volume=8", "-acodec", codec,
                "-f",
                "rtp", "rtp://127.0.0.1:" + port + "?pkt_size=172");
        try {
            for (int i = 0; i < 100 && !(audio.count() > 4000 && audio.level(1000, 1600) > 4000); i++) {
                Thread.sleep(100);
            }
            assertThat(audio.level(1000, 1600)).isGreaterThan(4000);
            assertThat(audio.level(440, 1600)).isLessThan(200);
            assertThat(session.statistics().lost()).isZero();
        } finally {
            says.destroy();
            says.waitFor();
        }
    }

    @Test
    void ffmpegHearsTalkspurtsBetweenDescriptionsOfNoise() throws MediaException, IOException, InterruptedException {
        FakeConfigurations accounts = new FakeConfigurations(20);
        accounts.put(AccountConfig.PID, 1, Map.of("vad", true));
        MediaService quiet = Calls.service(new FakePhone(Path.of(".")), accounts);
        ToneDevice halting = new ToneDevice(440);
        quiet.bindAudio(halting);
        try {
            int port = freePort();
            MediaSession session = quiet.open(1, (digit, millis) -> {});
            session.answer(sdp(port, 0, "recvonly").replace("AVP 0", "AVP 0 13"), false);
            Process hears = hears(port);
            for (int i = 0; i < 40 && hears.isAlive(); i++) {
                halting.amplitude = ToneDevice.AMPLITUDE;
                Thread.sleep(500);
                halting.amplitude = 0;
                Thread.sleep(500);
            }
            assertThat(heard(hears).loudness(4_000)).as("speech and its hangover").isGreaterThan(3_000);
            assertThat(session.statistics().sent()).isPositive();
        } finally {
            quiet.deactivate();
        }
    }

    @Test
    void ffmpegHearsWhatItSays() throws MediaException, IOException, InterruptedException {
        int port = freePort();
        session.answer(sdp(port, 0, "recvonly"), false);
        assertThat(heard(hears(port)).level(440, 1600)).isBetween(0.95 * ToneDevice.AMPLITUDE, 1.05 * ToneDevice.AMPLITUDE);
    }

    /** ffmpeg, recording a second of PCMU that comes to a port. */
    private Process hears(int port) throws IOException {
        Path description = Files.writeString(directory.resolve("in.sdp"), sdp(port, 0, "recvonly"));
        return ffmpeg("-protocol_whitelist", "file,udp,rtp", "-i", description.toString(), "-t", "1", "-f", "s16le",
                directory.resolve("heard.raw").toString());
    }

    /** Half a second of what it recorded. */
    private ToneDevice heard(Process hears) throws IOException, InterruptedException {
        assertThat(hears.waitFor(20, TimeUnit.SECONDS)).isTrue();
        ByteBuffer samples = ByteBuffer.wrap(Files.readAllBytes(directory.resolve("heard.raw"))).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(samples.limit()).isGreaterThan(8000);
        ToneDevice ear = new ToneDevice(0);
        try (AudioDevice.Stream stream = ear.open(8000)) {
            short[] pcm = new short[4000];
            samples.asShortBuffer().get(pcm);
            stream.write(pcm, 0, pcm.length);
        }
        return ear;
    }
}
