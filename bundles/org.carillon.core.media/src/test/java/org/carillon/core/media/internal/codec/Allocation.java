package org.carillon.core.media.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what frames cost. */
final class Allocation {
    private static final int FRAMES = 2000;
    private static final int MILLIS = 20;

    private Allocation() {}

    /** Fails when encoding and decoding allocates. */
    static void none(Codec codec) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int samples = codec.sampleRate() / 1000 * MILLIS;
        short[] pcm = Signals.of(samples, i -> 8000 * Math.sin(i / 3.0));
        short[] heard = new short[Codec.Coder.MAX_SAMPLES];
        byte[] packet = new byte[samples];
        Codec.Coder coder = codec.open();
        long before = 0;
        int decoded = 0;
        for (int i = 0; i < FRAMES; i++) {
            if (i == FRAMES / 2) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            int length = coder.encode(pcm, samples, packet);
            decoded += coder.decode(packet, 0, length, heard);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FRAMES);
        assertThat(decoded).isEqualTo(FRAMES * samples);
    }
}
