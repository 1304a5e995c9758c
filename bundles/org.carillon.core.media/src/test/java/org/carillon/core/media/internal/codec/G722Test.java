package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the Recommendation's own limits and against ffmpeg. */
class G722Test {
    private static final int RATE = 16_000;
    /** Samples that both filters together hold back. */
    private static final int DELAY = 22;
    private static final int FRAME = 160;

    @TempDir
    private Path directory;

    private final Codec codec = new G722();

    private short[] thereAndBack(short[] pcm) {
        return Signals.decode(codec.open(), Signals.encode(codec.open(), pcm));
    }

    /** G.722 promises 14 bits of a quiet line: silence stays silence. */
    @Test
    void silenceStaysSilent() {
        for (short sample : thereAndBack(Signals.SILENCE.samples(RATE))) {
            assertThat(Math.abs(sample)).isLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"300, 35", "1000, 33", "3000, 30", "5000, 15", "6000, 15", "7000, 10"})
    void tonesOfTheWholeBandComeThrough(int hertz, double decibels) {
        short[] tone = Signals.of(RATE, i -> 8000 * Math.sin(2 * Math.PI * hertz * i / RATE));
        assertThat(Signals.ratio(tone, thereAndBack(tone), DELAY)).isGreaterThan(decibels);
    }

    @Test
    void speechComesThrough() {
        short[] speech = Signals.SPEECH.samples(RATE);
        assertThat(Signals.ratio(speech, thereAndBack(speech), DELAY)).isGreaterThan(20);
    }

    /** Overflow would turn the sign. */
    @Test
    void fullScaleIsClippedAndNotTurned() {
        short[] square = Arrays.copyOf(Signals.fullScale(RATE), RATE);
        short[] heard = thereAndBack(square);
        for (int i = 2 * FRAME; i + DELAY < heard.length; i++) {
            boolean nearCorner = i % 16 < 4 || i % 16 >= 12;
            assertThat(nearCorner || heard[i + DELAY] > 0 == square[i] > 0).as("sample %d", i).isTrue();
        }
    }

    @Test
    void aStreamInPacketsIsTheSameStream() {
        short[] speech = Signals.SPEECH.samples(RATE);
        byte[] whole = Signals.encode(codec.open(), speech);
        Codec.Coder coder = codec.open();
        byte[] packet = new byte[FRAME];
        for (int frame = 0; frame < whole.length / FRAME; frame++) {
            short[] part = Arrays.copyOfRange(speech, frame * 2 * FRAME, (frame + 1) * 2 * FRAME);
            assertThat(coder.encode(part, part.length, packet)).isEqualTo(FRAME);
            assertThat(packet).isEqualTo(Arrays.copyOfRange(whole, frame * FRAME, (frame + 1) * FRAME));
        }
    }

    /** What adapts forgets (the leak of the predictor and of the scale): a decoder that missed packets finds back. */
    @Test
    void aDecoderThatMissedPacketsFindsBack() {
        byte[] stream = Signals.encode(codec.open(), Signals.SPEECH.samples(RATE));
        short[] whole = Signals.decode(codec.open(), stream);
        int missed = RATE / 2;
        Codec.Coder coder = codec.open();
        short[] before = Signals.decode(coder, Arrays.copyOf(stream, missed / 2));
        short[] after = Signals.decode(coder, Arrays.copyOfRange(stream, missed / 2 + 2 * FRAME, stream.length));
        assertThat(before).isEqualTo(Arrays.copyOf(whole, missed));
        int found = missed + 4 * FRAME + RATE / 4;
        assertThat(Signals.ratio(Arrays.copyOfRange(whole, found, whole.length),
                Arrays.copyOfRange(after, after.length - (whole.length - found), after.length), 0)).isGreaterThan(30);
    }

    @Test
    void aPacketIsNeverMoreThanThereIsRoomFor() {
        short[] pcm = new short[101];
        assertThat(codec.open().decode(new byte[1500], 0, 1500, pcm)).isEqualTo(100);
        assertThat(codec.open().decode(new byte[1500], 0, 0, pcm)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Signals.class)
    void encodesTheSameBitsAsFfmpeg(Signals signal) throws IOException, InterruptedException {
        short[] pcm = signal.samples(RATE);
        assertThat(Signals.encode(codec.open(), pcm)).isEqualTo(new Ffmpeg(directory).encode(pcm, RATE, "g722"));
    }

    @ParameterizedTest
    @EnumSource(Signals.class)
    void ffmpegHearsWhatWasSaid(Signals signal) throws IOException, InterruptedException {
        byte[] stream = Signals.encode(codec.open(), signal.samples(RATE));
        assertThat(new Ffmpeg(directory).decode(stream, "g722")).isEqualTo(Signals.decode(codec.open(), stream));
    }

    /** ffmpeg does not clip between filter and bands as the Recommendation has it, so the bits of what is too loud differ. */
    @Test
    void fullScaleSoundsAsFfmpegEncodesIt() throws IOException, InterruptedException {
        short[] loud = Signals.fullScale(RATE);
        Ffmpeg ffmpeg = new Ffmpeg(directory);
        short[] theirs = Signals.decode(codec.open(), ffmpeg.encode(loud, RATE, "g722"));
        double ours = Signals.ratio(loud, thereAndBack(loud), DELAY);
        assertThat(ours).isGreaterThan(Signals.ratio(loud, theirs, DELAY) - 1);
        assertThat(ffmpeg.decode(Signals.encode(codec.open(), loud), "g722")).isEqualTo(thereAndBack(loud));
    }

    /** Also codes that no encoder sends. */
    @Test
    void decodesAnyOctetsAsFfmpegDoes() throws IOException, InterruptedException {
        byte[] octets = new byte[1 << 16];
        new Random(11).nextBytes(octets);
        assertThat(Signals.decode(codec.open(), octets)).isEqualTo(new Ffmpeg(directory).decode(octets, "g722"));
    }

    @Test
    void framesCostNoMemory() {
        Allocation.none(codec);
    }
}
