package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusTest {
    private static final int RATE = 48_000;
    private static final int FRAME = RATE / 50;

    private final byte[] packet = new byte[1500];
    private final short[] decoded = new short[Codec.Coder.MAX_SAMPLES];
    private int bytes;

    /** What comes out when a signal goes through, frame by frame. */
    private short[] through(Codec.Coder coder, short[] pcm, int frame) {
        short[] out = new short[pcm.length / frame * frame];
        Codec.Coder other = Opus.WIDE_BAND.open();
        for (int at = 0; at + frame <= pcm.length; at += frame) {
            int length = coder.encode(Arrays.copyOfRange(pcm, at, at + frame), frame, packet);
            bytes += length;
            assertThat(other.decode(packet, 0, length, decoded)).isEqualTo(frame);
            System.arraycopy(decoded, 0, out, at, frame);
        }
        return out;
    }

    private static double decibels(short[] pcm, double hertz, double amplitude) {
        return Sound.decibels(Sound.level(pcm, pcm.length / 2, pcm.length / 2 / FRAME * FRAME, hertz, RATE) / amplitude);
    }

    /** Columns: the bandwidth, and a tone that it carries. */
    @ParameterizedTest
    @CsvSource({"NARROW_BAND, 1000", "NARROW_BAND, 3000", "WIDE_BAND, 1000", "WIDE_BAND, 6000", "SUPER_WIDE_BAND, 1000",
            "SUPER_WIDE_BAND, 15000"})
    void carriesTones(Opus opus, int hertz) {
        for (int frame : new int[]{FRAME, FRAME / 2}) {
            assertThat(decibels(through(opus.open(), Sound.tone(hertz, 8000, RATE, 1000), frame), hertz, 8000)).isBetween(-3.0, 3.0);
        }
    }

    /** Columns: our bandwidth, what the other side says, and a tone that must not come through beside one that does. */
    @ParameterizedTest
    @CsvSource({"NARROW_BAND, x, 5000", "WIDE_BAND, x, 9500", "SUPER_WIDE_BAND, maxplaybackrate=8000, 5000",
            "SUPER_WIDE_BAND, stereo=0; maxplaybackrate = 16000;usedtx=1, 9500", "WIDE_BAND, maxplaybackrate=8000, 5000",
            "NARROW_BAND, maxplaybackrate=48000, 5000", "WIDE_BAND, MaxPlaybackRate=11025, 5000"})
    void neitherSideHearsMoreThanItIsToHear(Opus opus, String theirs, int hertz) {
        short[] tones = Sound.tone(hertz, 4000, RATE, 1000);
        short[] low = Sound.tone(1000, 8000, RATE, 1000);
        for (int i = 0; i < tones.length; i++) {
            tones[i] += low[i];
        }
        short[] out = through(Opus.WIDE_BAND.open(opus.fmtp(), theirs), tones, FRAME);
        assertThat(decibels(out, hertz, 4000)).isLessThan(-40);
        assertThat(decibels(out, 1000, 8000)).isBetween(-2.0, 1.0);
    }

    /** Columns: our bandwidth, what the other side says, and least and most kbit/s (manual 7.8.1, RFC 7587 6.1). */
    @ParameterizedTest
    @CsvSource({"NARROW_BAND, x, 8, 12.5", "WIDE_BAND, x, 20, 40", "SUPER_WIDE_BAND, x, 50, 128",
            "SUPER_WIDE_BAND, maxaveragebitrate=20000, 10, 21",
            "WIDE_BAND, maxaveragebitrate=510000, 20, 40", "WIDE_BAND, maxaveragebitrate=1, 4, 9", "WIDE_BAND, maxaveragebitrate=, 20, 40",
            "WIDE_BAND, maxaveragebitrate=99999999999, 20, 40"})
    void bitRateIsAsConfiguredUnlessTheOtherSideWantsLess(Opus opus, String theirs, double least, double most) {
        through(Opus.WIDE_BAND.open(opus.fmtp(), theirs), Sound.voice(RATE, 2000), FRAME);
        assertThat(bytes * 8 / 2000.0).isBetween(least, most);
    }

    @Test
    void saysWhatItWants() {
        assertThat(Opus.NARROW_BAND.fmtp())
                .isEqualTo("maxplaybackrate=8000;sprop-maxcapturerate=8000;maxaveragebitrate=12000;stereo=0;useinbandfec=0");
        assertThat(Opus.SUPER_WIDE_BAND.fmtp()).contains("maxplaybackrate=48000;", "maxaveragebitrate=128000;");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100, 1275, 1500})
    void junkIsRefusedOrDecodedButNeverMore(int length) {
        Random random = new Random(length);
        Codec.Coder coder = Opus.WIDE_BAND.open();
        for (int i = 0; i < 1000; i++) {
            random.nextBytes(packet);
            assertThat(coder.decode(packet, 0, length, decoded)).isBetween(0, Codec.Coder.MAX_SAMPLES);
        }
    }

    @Test
    void damageDoesNotOutlastThePacket() {
        Random random = new Random(1);
        Codec.Coder coder = Opus.SUPER_WIDE_BAND.open();
        short[] tone = Sound.tone(1000, 8000, RATE, 20);
        for (int i = 0; i < 500; i++) {
            int length = coder.encode(tone, FRAME, packet);
            if (i % 50 < 25) {
                packet[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
            }
            int samples = coder.decode(packet, 0, length, decoded);
            if (i % 50 > 40) {
                assertThat(samples).isEqualTo(FRAME);
                assertThat(Sound.decibels(Sound.level(decoded, 0, FRAME, 1000, RATE) / 8000)).isBetween(-3.0, 1.0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 480, 960, 1000})
    void concealsWhatIsMissing(int samples) {
        Codec.Coder coder = Opus.WIDE_BAND.open();
        assertThat(coder.conceal(decoded, samples)).as("before there is anything").isZero();
        short[] tone = Sound.tone(1000, 8000, RATE, 20);
        for (int i = 0; i < 10; i++) {
            coder.decode(packet, 0, coder.encode(tone, FRAME, packet), decoded);
        }
        int concealed = coder.conceal(decoded, samples);
        assertThat(concealed).isEqualTo(samples / 120 * 120);
        assertThat(Sound.decibels(Sound.level(decoded, 0, concealed, 1000, RATE) / 8000)).isBetween(-6.0, 1.0);
        for (int i = 0; i < 50; i++) {
            concealed = coder.conceal(decoded, FRAME);
        }
        assertThat(Sound.loudness(Arrays.copyOf(decoded, concealed))).as("in the end").isLessThan(100);
    }

    /** The library allocates. This says how much, so that nobody is surprised, and sees to it that it does not become more. */
    @Test
    void memoryPerPacketIsKnown() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Codec.Coder coder = Opus.WIDE_BAND.open();
        short[] voice = Sound.voice(RATE, 2000);
        short[] frame = new short[FRAME];
        long encoding = 0;
        long decoding = 0;
        int packets = voice.length / FRAME;
        for (int i = -5; i < packets; i++) {
            System.arraycopy(voice, Math.max(0, i) * FRAME, frame, 0, FRAME);
            long before = threads.getCurrentThreadAllocatedBytes();
            int length = coder.encode(frame, FRAME, packet);
            long between = threads.getCurrentThreadAllocatedBytes();
            coder.decode(packet, 0, length, decoded);
            encoding += i < 0 ? 0 : between - before;
            decoding += i < 0 ? 0 : threads.getCurrentThreadAllocatedBytes() - between;
        }
        System.out.printf("bytes allocated per wide band packet of 20 ms: %d to encode, %d to decode%n", encoding / packets,
                decoding / packets);
        assertThat(encoding / packets).isLessThan(100_000);
        assertThat(decoding / packets).isLessThan(20_000);
    }
}
