package org.carillon.sim.device.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.carillon.api.scope.Scope;
import org.osgi.service.log.Logger;

/** Says what is in a WAV file, from its beginning in each call, again and again. */
final class WavMicrophone implements Microphone {
    /** A ring holds 680 ms at the highest rate. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final Path path;
    private final Scope scope;
    private final Logger log;

    /**
     * @throws IOException
     *             when the file is not one that can be played
     */
    WavMicrophone(Path path, Scope scope, Logger log) throws IOException {
        WavFile.open(path).close();
        this.path = path;
        this.scope = scope;
        this.log = log;
    }

    @Override
    public Sound open(int sampleRate) {
        try {
            return new Player(WavFile.open(path), sampleRate);
        } catch (IOException e) {
            log.error("{}: {}; the microphone is silent", path, e.toString());
            return SILENT.open(sampleRate);
        }
    }

    private final class Player implements Sound {
        private final WavFile file;
        private final Resampler resampler;
        private final SampleRing ring = new SampleRing();
        private final short[] part = new short[1024];
        private final Scope own = scope.child("wav");
        private volatile boolean closed;

        Player(WavFile file, int sampleRate) throws IOException {
            this.file = file;
            this.resampler = new Resampler(file, file.rate(), sampleRate);
            own.onClose(file);
            fill();
            own.every(PERIOD, own.blocking(), this::refill);
        }

        private void refill() {
            try {
                fill();
            } catch (IOException e) {
                if (!closed) {
                    log.error("{}: {}", path, e.getMessage());
                    own.close();
                }
            }
        }

        private synchronized void fill() throws IOException {
            while (ring.room() >= part.length) {
                for (int i = 0; i < part.length; i++) {
                    part[i] = resampler.next();
                }
                ring.put(part, 0, part.length);
            }
        }

        @Override
        public void read(short[] pcm, int offset, int length) {
            int taken = ring.take(pcm, offset, length);
            Arrays.fill(pcm, offset + taken, offset + length, (short) 0);
        }

        @Override
        public void close() {
            closed = true;
            scope.blocking().execute(own::close);
        }
    }
}
