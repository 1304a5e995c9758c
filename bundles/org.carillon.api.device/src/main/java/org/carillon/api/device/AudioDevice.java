package org.carillon.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/** A microphone and a loudspeaker, real or emulated. Several may be registered; the highest ranking one is used. */
@ConsumerType
public interface AudioDevice {
    /**
     * Opens both directions for one call.
     *
     * @param sampleRate
     *            samples per second: 8000, 16000 or 48000
     */
    Stream open(int sampleRate);

    /** Signed 16-bit mono samples at the rate of the stream. Used by one thread, the media pacing thread: no method may block or allocate. */
    @ConsumerType
    interface Stream extends AutoCloseable {
        /** Fills a frame from the microphone, with silence where there is nothing. */
        void read(short[] pcm, int offset, int length);

        /** Plays a frame. */
        void write(short[] pcm, int offset, int length);

        @Override
        void close();
    }
}
