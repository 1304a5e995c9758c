package org.carillon.sim.device.internal;

/** Where sound goes. */
interface Loudspeaker {
    /** Nobody listens. */
    Loudspeaker NONE = sampleRate -> (pcm, offset, length) -> {};

    /**
     * Begins to play for one call.
     *
     * @param sampleRate
     *            samples per second
     */
    Ear open(int sampleRate);

    /** Takes the sound of one call. Used by the media thread: nothing blocks or allocates. */
    interface Ear extends AutoCloseable {
        void write(short[] pcm, int offset, int length);

        @Override
        default void close() {
            // nothing to end
        }
    }
}
