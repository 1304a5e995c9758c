package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.junit.Test;

/** The ear of these tests: it hears what is missing. */
public class TonesTest {
    private static final int HZ = 712;

    private static Wav toneWithout(double from, double to) {
        Wav tone = Wav.tone(HZ, 3, 8000);
        Arrays.fill(tone.samples(), (int) (from * 8000), (int) (to * 8000), (short) 0);
        return tone;
    }

    @Test
    public void oneMissingPacketIsABreakButNoGap() {
        Wav tone = toneWithout(1.0, 1.02);

        assertThat(Tones.breaks(tone, HZ, 0, 3)).isNotEmpty();
        assertThat(Tones.gaps(tone, HZ, 0, 3)).isEmpty();
    }

    @Test
    public void threeMissingPacketsAreAGap() {
        assertThat(Tones.gaps(toneWithout(1.0, 1.06), HZ, 0, 3)).isNotEmpty().allSatisfy(at -> assertThat(at).isBetween(0.94, 1.06));
    }

    @Test
    public void anotherToneIsAGapThroughout() {
        assertThat(Tones.gaps(Wav.tone(1312, 1, 8000), HZ, 0, 1)).hasSize(46);
    }
}
