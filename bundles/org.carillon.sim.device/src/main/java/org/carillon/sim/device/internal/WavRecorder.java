package org.carillon.sim.device.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/**
 * Records what is played into one WAV file, 16-bit mono at 48 kHz, the rate that holds every call: calls at the same time are mixed,
 * later ones appended. The file is readable at any time, with at most half a second missing.
 */
final class WavRecorder implements Loudspeaker, AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final int HEADER = 44;
    private static final long MAX_BYTES = Integer.MAX_VALUE - HEADER;
    private static final int PART = 4096;
    private static final int RATE = 48_000;

    private final Path path;
    private final FileChannel channel;
    private final Scope scope;
    private final Logger log;
    private final List<Track> tracks = new CopyOnWriteArrayList<>();
    private final int[] sum = new int[PART];
    private final short[] part = new short[PART];
    private final ByteBuffer bytes = ByteBuffer.allocate(2 * PART).order(ByteOrder.LITTLE_ENDIAN);
    private long written;
    private Timer timer;
    private boolean failed;

    /**
     * @throws IOException
     *             when the file cannot be written
     */
    WavRecorder(Path path, Scope scope, Logger log) throws IOException {
        this.path = path;
        this.scope = scope;
        this.log = log;
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("no such directory");
        }
        this.channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        writeHeader();
        scope.onClose(this);
    }

    @Override
    public synchronized Ear open(int sampleRate) {
        Track track = new Track(sampleRate);
        tracks.add(track);
        if (timer == null) {
            timer = scope.every(PERIOD, scope.blocking(), this::drain);
        }
        return track;
    }

    /** Writes what all calls have played by now. */
    private synchronized void drain() {
        if (failed || !channel.isOpen()) {
            return;
        }
        try {
            for (int count = ready(); count > 0; count = ready()) {
                write(Math.min(count, PART));
            }
            writeHeader();
        } catch (IOException e) {
            failed = true;
            log.error("{}: {}", path, e.toString());
        }
        tracks.removeIf(Track::isOver);
        if (tracks.isEmpty() && timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Samples that every call has; those of the fullest where one has stopped delivering. */
    private int ready() {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (Track track : tracks) {
            int available = track.available();
            most = Math.max(most, available);
            least = track.closed ? least : Math.min(least, available);
        }
        return Math.max(Math.min(least, most), most - SampleRing.CAPACITY / 2);
    }

    private void write(int count) throws IOException {
        Arrays.fill(sum, 0, count, 0);
        for (Track track : tracks) {
            int taken = track.take(part, count);
            for (int i = 0; i < taken; i++) {
                sum[i] += part[i];
            }
        }
        bytes.clear();
        for (int i = 0; i < count; i++) {
            bytes.putShort((short) Math.clamp(sum[i], Short.MIN_VALUE, Short.MAX_VALUE));
        }
        if (written + bytes.position() > MAX_BYTES) {
            throw new IOException("2 GiB recorded, no more is");
        }
        writeAt(bytes.flip(), HEADER + written);
        written += 2L * count;
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x46464952).putInt((int) (written + HEADER - 8)).putInt(0x45564157);
        header.putInt(0x20746d66).putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE).putShort((short) 2)
                .putShort((short) 16);
        header.putInt(0x61746164).putInt((int) written);
        writeAt(header.flip(), 0);
    }

    private void writeAt(ByteBuffer content, long at) throws IOException {
        long position = at;
        while (content.hasRemaining()) {
            position += channel.write(content, position);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        tracks.forEach(Track::end);
        drain();
        channel.close();
    }

    /** What one call plays. */
    private final class Track implements Ear {
        private final SampleRing ring = new SampleRing();
        private final short[] one = new short[1];
        private final int sampleRate;
        private Resampler resampler;
        private long taken;
        private long given;
        private volatile boolean closed;

        Track(int sampleRate) {
            this.sampleRate = sampleRate;
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            ring.put(pcm, offset, length);
        }

        /** Samples at the rate of the file. */
        int available() {
            boolean complete = closed;
            long heard = taken + ring.available();
            long usable = complete ? heard : heard - Resampler.reach(sampleRate, RATE);
            return (int) Math.max(0, usable * RATE / sampleRate - given);
        }

        int take(short[] into, int count) throws IOException {
            int ready = Math.min(count, available());
            if (resampler == null && ready > 0) {
                resampler = new Resampler(this::next, sampleRate, RATE);
            }
            for (int i = 0; i < ready; i++) {
                into[i] = resampler.next();
            }
            given += ready;
            return ready;
        }

        /** The end of what was heard is followed by silence. */
        private short next() {
            int count = ring.take(one, 0, 1);
            taken += count;
            return count == 1 ? one[0] : 0;
        }

        boolean isOver() {
            return closed && available() == 0;
        }

        void end() {
            closed = true;
        }

        @Override
        public void close() {
            end();
            scope.blocking().execute(WavRecorder.this::drain);
        }
    }
}
