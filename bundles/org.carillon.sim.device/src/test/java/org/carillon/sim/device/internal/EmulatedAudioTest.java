package org.carillon.sim.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.carillon.api.device.AudioDevice;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;

class EmulatedAudioTest {
    private static final Duration TICK = Duration.ofMillis(20);

    @TempDir
    private Path directory;

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private EmulatedAudio audio;

    private EmulatedAudio audio(String spec) {
        audio = new EmulatedAudio(new FakePhone(directory).audio(spec), scopes, log.logger());
        return audio;
    }

    @AfterEach
    void nothingIsLeft() {
        audio.deactivate();
        scopes.settle();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }

    private static short[] read(AudioDevice.Stream stream, int samples) {
        short[] pcm = new short[samples + 2];
        Arrays.fill(pcm, (short) 77);
        stream.read(pcm, 1, samples);
        assertThat(pcm[0] == 77 && pcm[samples + 1] == 77).isTrue();
        return Arrays.copyOfRange(pcm, 1, samples + 1);
    }

    private static short[] ramp(int from, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) (from + i);
        }
        return pcm;
    }

    private Path wav(String name, int rate, short... samples) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(54 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(46 + 2 * samples.length)
                .put("WAVE".getBytes(StandardCharsets.US_ASCII));
        file.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate)
                .putInt(2 * rate)
                .putShort((short) 2).putShort((short) 16);
        file.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(1).putShort((short) 0);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples.length);
        for (short sample : samples) {
            file.putShort(sample);
        }
        return Files.write(directory.resolve(name), file.array());
    }

    /** Samples of a file, whose header must agree with its length. */
    private static short[] recorded(Path path) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(file.getInt(4)).isEqualTo(file.limit() - 8);
        assertThat(file.getInt(24)).isEqualTo(48_000);
        assertThat(file.getInt(40)).isEqualTo(file.limit() - 44);
        short[] samples = new short[(file.limit() - 44) / 2];
        file.position(44).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    @Test
    void nullIsSilence() {
        AudioDevice.Stream stream = audio("null").open(8000);
        assertThat(read(stream, 160)).containsOnly(0);
        stream.write(ramp(0, 160), 0, 160);
        stream.close();
        assertThat(log.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 16000, 48000})
    void toneHasItsFrequencyAndLevelWithoutABreak(int rate) {
        AudioDevice.Stream stream = audio("tone:440.5").open(rate);
        short[] pcm = new short[rate];
        for (int at = 0; at < rate; at += rate / 50) {
            stream.read(pcm, at, rate / 50);
        }
        double energy = 0;
        for (int i = 0; i < rate; i++) {
            energy += (double) pcm[i] * pcm[i];
            assertThat(pcm[i]).isCloseTo((short) (10361.6 * Math.sin(2 * Math.PI * 440.5 * i / rate)), within((short) 2));
        }
        assertThat(20 * Math.log10(Math.sqrt(2 * energy / rate) / 32767)).isEqualTo(-10, within(0.05));
    }

    @Test
    void toneAboveTheBandIsSilence() {
        assertThat(read(audio("tone:4000").open(8000), 160)).containsOnly(0);
    }

    @ParameterizedTest
    @CsvSource({"panel:x, panel takes nothing", "device, not available in this build", "tone, no frequency", "tone:x, no frequency",
            "tone:5, no frequency", "tone:10, not an audible", "tone:30000, not an audible", "tone:440:2, no frequency",
            "wav:a, two file names",
            "wav:a:b:c, two file names", "null:x, takes nothing", "'', unknown", "mp3:a, unknown"})
    void aBadSpecIsNamedAndSilent(String spec, String reason) {
        assertThat(read(audio(spec).open(8000), 160)).containsOnly(0);
        assertThat(log.messages(LogLevel.ERROR)).singleElement().asString().contains("--audio " + spec, reason, "wav:IN.wav:OUT.wav");
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path text = Files.writeString(directory.resolve("text.wav"), "this is a text and nothing to hear");
        Path odd = wav("odd.wav", 44100, (short) 1);
        Path empty = wav("empty.wav", 8000);
        Path cut = Files.write(directory.resolve("cut.wav"), Arrays.copyOf(Files.readAllBytes(odd), 30));
        for (Path in : new Path[]{text, odd, empty, cut, directory, directory.resolve("missing.wav")}) {
            assertThat(read(audio("wav:" + in + ":").open(8000), 160)).containsOnly(0);
            audio.deactivate();
        }
        audio("wav::" + directory.resolve("missing/out.wav")).open(8000).write(new short[160], 0, 160);
        assertThat(log.messages(LogLevel.ERROR)).hasSize(7).allMatch(message -> message.contains(directory.toString()));
        assertThat(log.messages(LogLevel.ERROR).get(0)).contains("no WAV file");
        assertThat(log.messages(LogLevel.ERROR).get(1)).contains("expected 16-bit mono PCM of 8, 16 or 48 kHz");
        assertThat(log.messages(LogLevel.ERROR).get(2)).contains("no sample");
        assertThat(log.messages(LogLevel.ERROR).get(3)).contains("ends too early");
        assertThat(log.messages(LogLevel.ERROR).get(5)).contains("no such file");
        assertThat(log.messages(LogLevel.ERROR).get(6)).contains("no such directory");
    }

    @Test
    void fileIsPlayedRoundAndRound() throws IOException {
        AudioDevice.Stream stream = audio("wav:" + wav("in.wav", 8000, ramp(1, 1000)) + ":").open(8000);
        for (int tick = 0; tick < 500; tick++) {
            short[] pcm = read(stream, 160);
            for (int i = 0; i < 160; i++) {
                assertThat(pcm[i]).isEqualTo((short) ((tick * 160 + i) % 1000 + 1));
            }
            scopes.advance(TICK);
        }
        assertThat(read(audio.open(8000), 3)).containsExactly(1, 2, 3);
        stream.close();
    }

    @ParameterizedTest
    @CsvSource({"8000, 16000", "8000, 48000", "48000, 8000", "16000, 8000"})
    void otherRatesAreConverted(int from, int to) throws IOException {
        short[] sine = new short[from];
        for (int i = 0; i < from; i++) {
            sine[i] = (short) (10_000 * Math.sin(2 * Math.PI * 200 * i / from));
        }
        AudioDevice.Stream stream = audio("wav:" + wav("in.wav", from, sine) + ":").open(to);
        for (int tick = 0; tick < 100; tick++) {
            short[] pcm = read(stream, to / 50);
            // before the file begins there is nothing to lean on
            for (int i = tick == 0 ? to / 100 : 0; i < pcm.length; i++) {
                assertThat(pcm[i]).isCloseTo((short) (10_000 * Math.sin(2 * Math.PI * 200 * (tick * to / 50 + i) / to)),
                        within((short) 60));
            }
            scopes.advance(TICK);
        }
    }

    @Test
    void lateDiskIsSilenceAndNoMore() throws IOException {
        AudioDevice.Stream stream = audio("wav:" + wav("in.wav", 8000, (short) 5) + ":").open(8000);
        read(stream, SampleRing.CAPACITY - 1024);
        assertThat(read(stream, 2048)).contains(5, 0);
        scopes.advance(Duration.ofMillis(200));
        assertThat(read(stream, 2048)).containsOnly(5);
    }

    @Test
    void recordingIsReadableAtAnyTime() throws IOException {
        Path out = directory.resolve("out.wav");
        AudioDevice.Stream stream = audio("wav::" + out).open(48_000);
        assertThat(recorded(out)).isEmpty();
        for (int tick = 0; tick < 50; tick++) {
            stream.write(ramp(tick * 960, 960), 0, 960);
            scopes.advance(TICK);
        }
        assertThat(recorded(out)).isEqualTo(ramp(0, 48_000 - 1));
        stream.write(ramp(48_000, 960), 0, 960);
        stream.close();
        scopes.settle();
        assertThat(recorded(out)).isEqualTo(ramp(0, 48_960));
        assertThat(scopes.waitingTimers()).isZero();
        AudioDevice.Stream second = audio.open(48_000);
        second.write(ramp(48_960, 960), 0, 960);
        audio.deactivate();
        assertThat(recorded(out)).isEqualTo(ramp(0, 49_920));
    }

    @Test
    void callsAtTheSameTimeAreMixed() throws IOException {
        Path out = directory.resolve("out.wav");
        audio("wav::" + out);
        AudioDevice.Stream first = audio.open(48_000);
        AudioDevice.Stream second = audio.open(48_000);
        short[] loud = new short[960];
        Arrays.fill(loud, (short) 30_000);
        for (int tick = 0; tick < 20; tick++) {
            first.write(ramp(0, 960), 0, 960);
            scopes.advance(TICK);
            second.write(tick == 3 ? loud : ramp(100, 960), 0, 960);
        }
        first.write(loud, 0, 960);
        second.write(loud, 0, 960);
        first.close();
        second.close();
        scopes.settle();
        short[] samples = recorded(out);
        assertThat(samples).hasSize(21 * 960);
        assertThat(samples[1]).isEqualTo((short) 102);
        assertThat(samples[3 * 960 + 1]).isEqualTo((short) 30_001);
        assertThat(samples[20 * 960]).isEqualTo(Short.MAX_VALUE);
    }

    @Test
    void aStalledCallStopsNobody() throws IOException {
        Path out = directory.resolve("out.wav");
        audio("wav::" + out).open(8000);
        AudioDevice.Stream second = audio.open(8000);
        for (int tick = 0; tick < 500; tick++) {
            second.write(ramp(1, 160), 0, 160);
            scopes.advance(TICK);
        }
        assertThat(recorded(out)).hasSizeGreaterThan(500 * 960 - SampleRing.CAPACITY / 2 - 9600);
    }

    @Test
    void callsOfEveryRateKeepTheirBand() throws IOException {
        Path out = directory.resolve("out.wav");
        audio("wav::" + out);
        int[] rates = {8000, 16_000, 48_000};
        for (int rate : rates) {
            AudioDevice.Stream stream = audio.open(rate);
            short[] tone = new short[rate];
            for (int i = 0; i < rate; i++) {
                tone[i] = (short) (10_000 * Math.sin(2 * Math.PI * 0.4 * i));
            }
            for (int at = 0; at < rate; at += rate / 50) {
                stream.write(tone, at, rate / 50);
                scopes.advance(TICK);
            }
            stream.close();
            scopes.settle();
        }
        short[] samples = recorded(out);
        assertThat(samples).hasSize(3 * 48_000);
        for (int second = 0; second < 3; second++) {
            for (int i = 2000; i < 46_000; i++) {
                double expected = 10_000 * Math.sin(2 * Math.PI * 0.4 * rates[second] * i / 48_000);
                assertThat(samples[second * 48_000 + i]).isCloseTo((short) expected, within((short) 60));
            }
        }
    }

    @Test
    void framesCostNoMemory() throws IOException {
        AudioDevice.Stream files = audio("wav:" + wav("in.wav", 8000, ramp(1, 1000)) + ":" + directory.resolve("out.wav")).open(8000);
        AudioDevice.Stream tone = new EmulatedAudio(new FakePhone(directory).audio("tone:440"), new ManualScopes(), log.logger())
                .open(8000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] pcm = new short[160];
        long before = 0;
        for (int i = 0; i < 5000; i++) {
            if (i == 1000) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            files.read(pcm, 0, 160);
            files.write(pcm, 0, 160);
            tone.read(pcm, 0, 160);
            tone.write(pcm, 0, 160);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4000);
    }
}
