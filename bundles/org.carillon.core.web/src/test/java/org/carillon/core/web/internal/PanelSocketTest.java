package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanelSocketTest {
    private static int[] decoded(ByteBuffer message, int pixels) {
        int[] rgb = new int[pixels];
        message.position(10);
        for (int at = 0; message.hasRemaining();) {
            int run = (message.get() & 0xFF) + 1;
            int colour = (message.get() & 0xFF) << 16 | (message.get() & 0xFF) << 8 | message.get() & 0xFF;
            Arrays.fill(rgb, at, at += run, colour);
        }
        return rgb;
    }

    @Test
    void aPictureComesThroughWhateverItShows() {
        int[] noise = new Random(7).ints(64 * 48, 0, 1 << 24).toArray();
        assertThat(decoded(PanelSocket.picture(0, 0, 64, 48, noise), noise.length)).isEqualTo(noise);
        int[] stripes = new int[1000];
        Arrays.fill(stripes, 0, 257, 0x102030);
        Arrays.fill(stripes, 257, 1000, 0xFFFFFF);
        assertThat(decoded(PanelSocket.picture(0, 0, 1000, 1, stripes), 1000)).isEqualTo(stripes);
    }

    @Test
    void aPlainScreenTakesAFewKilobytes() {
        ByteBuffer message = PanelSocket.picture(3, 300, 800, 480, new int[800 * 480]);
        assertThat(message.remaining()).isEqualTo(10 + 4 * 800 * 480 / 256);
        assertThat(new short[]{message.getShort(), message.getShort(), message.getShort(), message.getShort(), message.getShort()})
                .containsExactly(1, 3, 300, 800, 480);
    }
}
