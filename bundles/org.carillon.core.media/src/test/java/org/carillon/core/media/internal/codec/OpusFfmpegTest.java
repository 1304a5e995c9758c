package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against libopus, in ffmpeg. */
class OpusFfmpegTest {
    private static final int RATE = 48_000;
    private static final int MILLIS = 1000;
    private static final int MOST_DELAY = RATE / 1000 * 10;
    private static final int FIRST_HYBRID = 12;
    private static final int LAST_HYBRID = 15;

    @TempDir
    private Path directory;

    private Ffmpeg ffmpeg;

    @BeforeEach
    void isThere() {
        ffmpeg = new Ffmpeg(directory);
    }

    private short[] decodedByLibopus(List<byte[]> packets, int samples) throws IOException, InterruptedException {
        return Ffmpeg.samples(
                ffmpeg.run(Ogg.write(packets, samples), "-f", "ogg", "-c:a", "libopus", "-i", "IN", "-f", "s16le", "-ac", "1", "-ar",
                        "48000"));
    }

    private List<byte[]> encodedByLibopus(short[] pcm, int kilobits, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "IN", "-c:a", "libopus", "-application",
                        "voip", "-b:a", kilobits + "k"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-f", "ogg"));
        return Ogg.read(ffmpeg.run(Ffmpeg.bytes(pcm), arguments.toArray(String[]::new)));
    }

    private static List<byte[]> encoded(Codec.Coder coder, short[] pcm, int samples) {
        List<byte[]> packets = new ArrayList<>();
        byte[] out = new byte[1500];
        for (int at = 0; at + samples <= pcm.length; at += samples) {
            int length = coder.encode(Arrays.copyOfRange(pcm, at, at + samples), samples, out);
            packets.add(Arrays.copyOf(out, length));
        }
        return packets;
    }

    private static short[] decoded(Codec.Coder coder, List<byte[]> packets) {
        short[] pcm = new short[packets.size() * 5760];
        short[] packet = new short[Codec.Coder.MAX_SAMPLES];
        int length = 0;
        for (byte[] bytes : packets) {
            int samples = coder.decode(bytes, 0, bytes.length, packet);
            System.arraycopy(packet, 0, pcm, length, samples);
            length += samples;
        }
        return Arrays.copyOf(pcm, length);
    }

    private static int configuration(byte[] packet) {
        return packet[0] >> 3 & 0x1f;
    }

    private static boolean isHybrid(byte[] packet) {
        return configuration(packet) >= FIRST_HYBRID && configuration(packet) <= LAST_HYBRID;
    }

    /** Columns: the bandwidth, milliseconds per packet, with what libopus does the same, and up to which frequency the sound is carried. */
    @ParameterizedTest
    @CsvSource({"NARROW_BAND, 20, 12, 4000, 3000", "NARROW_BAND, 10, 12, 4000, 3000", "WIDE_BAND, 20, 32, 8000, 7000",
            "WIDE_BAND, 10, 32, 8000, 7000", "SUPER_WIDE_BAND, 20, 64, 20000, 11000", "SUPER_WIDE_BAND, 10, 64, 20000, 11000"})
    void whatWeEncodeSoundsAsIfLibopusHadDoneIt(Opus opus, int ptime, int kilobits, int cutoff, int carried)
            throws IOException, InterruptedException {
        short[] voice = Sound.voice(RATE, MILLIS);
        int samples = RATE / 1000 * ptime;
        List<byte[]> packets = encoded(opus.open(), voice, samples);
        List<byte[]> theirs = encodedByLibopus(voice, kilobits, "-cutoff", "" + cutoff, "-frame_duration", "" + ptime);
        short[] ours = decodedByLibopus(packets, samples);
        short[] reference = decodedByLibopus(theirs, samples);
        double snr = Sound.snr(voice, ours, Sound.delay(voice, ours, MOST_DELAY));
        double possible = Sound.snr(voice, reference, Sound.delay(voice, reference, MOST_DELAY));
        assertThat(possible).as("SNR of libopus").isGreaterThan(3);
        assertThat(snr).as("SNR in decibels").isGreaterThan(possible - 3);
        double level = Sound.band(ours, 300, carried, RATE) / Sound.band(reference, 300, carried, RATE);
        assertThat(Sound.decibels(level)).as("level in decibels").isBetween(-1.0, 1.0);
        assertThat(bytes(packets)).as("bytes").isLessThan(bytes(theirs) * 5 / 4);
    }

    private static int bytes(List<byte[]> packets) {
        return packets.stream().mapToInt(packet -> packet.length).sum();
    }

    @ParameterizedTest
    @CsvSource({"10, 20", "10, 60", "16, 10", "16, 20", "24, 60", "64, 20", "128, 10"})
    void weDecodeAsLibopusDoes(int kilobits, int frame) throws IOException, InterruptedException {
        List<byte[]> packets = encodedByLibopus(Sound.voice(RATE, MILLIS), kilobits, "-frame_duration", "" + frame);
        short[] theirs = decodedByLibopus(packets, RATE / 1000 * frame);
        short[] ours = decoded(Opus.WIDE_BAND.open(), packets);
        assertThat(ours).hasSameSizeAs(theirs);
        assertThat(Sound.snr(theirs, ours, 0)).as("decibels").isGreaterThan(50);
    }

    /** Decoded at 8 or 16 kHz by the library itself, they would be all but silent. */
    @ParameterizedTest
    @ValueSource(ints = {8000, 16000, 48000})
    void hybridPacketsKeepTheirLevel(int deviceRate) throws IOException, InterruptedException {
        List<byte[]> packets = encodedByLibopus(Sound.voice(RATE, MILLIS), 20, "-frame_duration", "20");
        assertThat(packets).allMatch(OpusFfmpegTest::isHybrid);
        byte[] stream = Ogg.write(packets, RATE / 50);
        short[] theirs = Ffmpeg.samples(
                ffmpeg.run(stream, "-f", "ogg", "-c:a", "libopus", "-i", "IN", "-f", "s16le", "-ac", "1", "-ar", "" + deviceRate));
        short[] ours = decoded(Resampled.open(Opus.WIDE_BAND, deviceRate), packets);
        assertThat(Sound.decibels(Sound.loudness(ours) / Sound.loudness(theirs))).as("decibels").isBetween(-1.0, 1.0);
        assertThat(Sound.snr(theirs, ours, Sound.delay(theirs, ours, deviceRate / 200))).as("SNR in decibels").isGreaterThan(25);
    }
}
