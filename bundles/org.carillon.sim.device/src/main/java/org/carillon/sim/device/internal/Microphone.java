package org.carillon.sim.device.internal;

import java.util.Arrays;

/** Where sound comes from. */
interface Microphone {
    /** Nothing to hear. */
    Microphone SILENT = sampleRate -> (pcm, offset, length) -> Arrays.fill(pcm, offset, offset + length, (short) 0);

    /**
     * Begins to listen for one call.
     *
     * @param sampleRate
     *            samples per second
     */
    Sound open(int sampleRate);

    /** The sound of one call. Used by the media thread: nothing blocks or allocates. */
    interface Sound extends AutoCloseable {
        void read(short[] pcm, int offset, int length);

        @Override
        default void close() {
            // nothing to end
        }
    }
}
