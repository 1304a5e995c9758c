package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.carillon.api.device.AudioDevice;

/**
 * Microphone and loudspeaker of one session, exchanged while it runs. A stream is used and closed by the pacing thread; one that throws is
 * put away.
 */
final class AudioPort {
    /** Stands in for a missing device. */
    static final AudioDevice.Stream SILENCE = new AudioDevice.Stream() {
        @Override
        public void read(short[] pcm, int offset, int length) {
            Arrays.fill(pcm, offset, offset + length, (short) 0);
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            // nobody listens
        }

        @Override
        public void close() {
            // nothing to end
        }
    };

    private final AtomicReference<AudioDevice.Stream> next = new AtomicReference<>();
    private final Consumer<RuntimeException> failures;
    private volatile boolean closed;
    private AudioDevice.Stream current = SILENCE;

    AudioPort(Consumer<RuntimeException> failures) {
        this.failures = failures;
    }

    /** Has another stream used from the next frame on. Any thread. */
    void use(AudioDevice.Stream stream) {
        end(next.getAndSet(stream));
        if (closed) {
            end(next.getAndSet(null));
        }
    }

    void read(short[] pcm, int length) {
        exchange();
        try {
            current.read(pcm, 0, length);
        } catch (RuntimeException e) {
            fail(e);
            SILENCE.read(pcm, 0, length);
        }
    }

    void write(short[] pcm, int length) {
        exchange();
        try {
            current.write(pcm, 0, length);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    void close() {
        closed = true;
        end(next.getAndSet(null));
        end(current);
        current = SILENCE;
    }

    private void exchange() {
        if (next.get() != null) {
            end(current);
            current = next.getAndSet(null);
        }
    }

    private void fail(RuntimeException e) {
        failures.accept(e);
        end(current);
        current = SILENCE;
    }

    private void end(AudioDevice.Stream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (RuntimeException e) {
                failures.accept(e);
            }
        }
    }
}
