package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the decision values of ITU-T G.711, tables 1 and 2, found by search instead of by bits, and against ffmpeg. */
class G711Test {
    @TempDir
    private Path directory;

    private static int decoded(G711 law, int octet) {
        short[] pcm = new short[1];
        law.decode(new byte[]{(byte) octet}, 0, 1, pcm);
        return pcm[0];
    }

    private static int encoded(G711 law, int sample) {
        byte[] octet = new byte[1];
        assertThat(law.encode(new short[]{(short) sample}, 1, octet)).isEqualTo(1);
        return octet[0] & 0xff;
    }

    /** Interval number 0 to 127 of a magnitude: each of eight segments has 16 steps, twice as wide as in the segment before. */
    private static int interval(int magnitude, int firstStep, int firstWidth, boolean twoFirstSegmentsAlike) {
        int upper = firstStep;
        int width = firstWidth;
        for (int number = 0; number < 127; number++) {
            if (magnitude < upper) {
                return number;
            }
            if ((number + 1) % 16 == 0 && !(twoFirstSegmentsAlike && number == 15)) {
                width *= 2;
            }
            upper += width;
        }
        return 127;
    }

    @Test
    void muLawPutsEverySampleIntoItsInterval() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int linear = sample >> 2;
            int expected = ~interval(linear < 0 ? ~linear : linear, 1, 2, false) & 0x7f;
            assertThat(encoded(G711.PCMU, sample)).as("sample %d", sample).isEqualTo(sample < 0 ? expected : expected | 0x80);
        }
    }

    @Test
    void aLawPutsEverySampleIntoItsInterval() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int linear = sample >> 3;
            int expected = interval(linear < 0 ? ~linear : linear, 2, 2, true);
            assertThat(encoded(G711.PCMA, sample)).as("sample %d", sample).isEqualTo((sample < 0 ? expected : expected | 0x80) ^ 0x55);
        }
    }

    @ParameterizedTest
    @EnumSource(G711.class)
    void everyOctetSurvivesTheWayThere(G711 law) {
        for (int octet = 0; octet < 256; octet++) {
            int back = encoded(law, decoded(law, octet));
            boolean negativeZero = law == G711.PCMU && octet == 0x7f;
            assertThat(back).isEqualTo(negativeZero ? 0xff : octet);
        }
    }

    @Test
    void knownValues() {
        assertThat(decoded(G711.PCMU, 0xff)).isZero();
        assertThat(decoded(G711.PCMU, 0x80)).isEqualTo(32124);
        assertThat(decoded(G711.PCMU, 0x00)).isEqualTo(-32124);
        assertThat(decoded(G711.PCMA, 0xd5)).isEqualTo(8);
        assertThat(decoded(G711.PCMA, 0xaa)).isEqualTo(32256);
        assertThat(decoded(G711.PCMA, 0x2a)).isEqualTo(-32256);
    }

    @ParameterizedTest
    @EnumSource(G711.class)
    void ffmpegUnderstandsTheSame(G711 law) throws IOException, InterruptedException {
        assumeTrue(hasFfmpeg(), "ffmpeg is not installed");
        String format = law == G711.PCMU ? "mulaw" : "alaw";
        byte[] octets = new byte[256];
        for (int i = 0; i < 256; i++) {
            octets[i] = (byte) i;
        }
        ByteBuffer theirs = ffmpeg(octets, format, "s16le");
        ByteBuffer samples = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int octet = 0; octet < 256; octet++) {
            assertThat(decoded(law, octet)).as("octet %d", octet).isEqualTo(theirs.getShort());
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            samples.putShort((short) sample);
        }
        ByteBuffer encoded = ffmpeg(samples.array(), "s16le", format);
        int different = 0;
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int ours = encoded(law, sample);
            int other = encoded.get() & 0xff;
            different += ours == other ? 0 : 1;
            assertThat(Math.abs(decoded(law, ours) - decoded(law, other))).as("sample %d", sample)
                    .isLessThanOrEqualTo(Math.max(16, Math.abs(sample) / 8));
        }
        assertThat(different).as("samples on the edge of an interval").isLessThan(65_536 / 50);
    }

    private static boolean hasFfmpeg() {
        try {
            Process process = new ProcessBuilder("ffmpeg", "-version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private ByteBuffer ffmpeg(byte[] input, String from, String to) throws IOException, InterruptedException {
        Path in = Files.write(directory.resolve("in." + from), input);
        Path out = directory.resolve("out." + to);
        Process process = new ProcessBuilder("ffmpeg", "-v", "error", "-y", "-f", from, "-ar", "8000", "-ac", "1", "-i", in.toString(),
                "-f",
                to, "-ar", "8000", "-ac", "1", out.toString()).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
