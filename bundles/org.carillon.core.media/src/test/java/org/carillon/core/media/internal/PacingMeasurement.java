package org.carillon.core.media.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;

/**
 * Run by hand: how late frames reach the device, which the pacing thread hands over right at the deadline, while some calls run.
 * Arguments: seconds, calls, busy threads beside.
 */
final class PacingMeasurement {
    private static final long FRAME = 20_000_000;

    private PacingMeasurement() {}

    public static void main(String[] arguments) throws MediaException, IOException, InterruptedException {
        int seconds = Integer.parseInt(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Thread.ofPlatform().daemon().start(() -> {
                for (double x = 1; x > 0; x = Math.sin(x) + 2) {
                    // keeps a core busy
                }
            });
        }
        MediaService alice = Calls.service();
        MediaService bob = Calls.service();
        long[] at = new long[seconds * 60];
        int[] count = {0};
        ToneDevice timed = new ToneDevice(440);
        alice.bindAudio(rate -> timed.opened.get() == 0 ? new Probe(timed.open(rate), at, count) : timed.open(rate));
        List<MediaSession> sessions = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            MediaSession a = alice.open(1, (digit, millis) -> {});
            MediaSession b = bob.open(1, (digit, millis) -> {});
            a.accept(b.answer(a.offer(false), false));
            sessions.add(a);
        }
        LockSupport.parkNanos(seconds * 1_000_000_000L);
        int n = count[0];
        long base = Long.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            base = Math.min(base, at[i] - i * FRAME);
        }
        long[] late = new long[n];
        for (int i = 0; i < n; i++) {
            late[i] = (at[i] - base - i * FRAME) / 1000;
        }
        Arrays.sort(late);
        System.out.printf("%d frames, %d calls, lateness us p50 %d p99 %d p99.9 %d max %d%n", n, calls, late[n / 2], late[n * 99 / 100],
                late[n * 999 / 1000], late[n - 1]);
        sessions.forEach(s -> System.out.println(s.statistics()));
        alice.deactivate();
        bob.deactivate();
        System.exit(0);
    }

    /** Notes when frames are fetched. */
    private record Probe(AudioDevice.Stream inner, long[] at, int[] count) implements AudioDevice.Stream {
        @Override
        public void read(short[] pcm, int offset, int length) {
            at[count[0]++] = System.nanoTime();
            inner.read(pcm, offset, length);
        }

        @Override
        public void write(short[] pcm, int offset, int length) {
            inner.write(pcm, offset, length);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
