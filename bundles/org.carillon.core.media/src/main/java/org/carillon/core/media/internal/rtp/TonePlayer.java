package org.carillon.core.media.internal.rtp;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.Tone;
import org.osgi.service.log.Logger;

/** Plays a tone to the audio device. Public methods may be called by any thread; the rest is the pacing thread's. */
public final class TonePlayer implements Pacer.Paced, AutoCloseable {
    /** Samples per second. */
    public static final int SAMPLE_RATE = 16_000;
    private static final int FRAME_MILLIS = 20;
    private static final int SAMPLES = SAMPLE_RATE / 1000 * FRAME_MILLIS;
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS);
    /** Who is later than this goes on from now. */
    private static final long HOPELESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOSE_MILLIS = 200;

    private final Pacer pacer;
    private final ToneSignal signal;
    private final Gain gain;
    private final Logger log;
    private final AudioPort audio;
    private final short[] pcm = new short[SAMPLES];
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean finishing = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean defective;
    private boolean begun;
    private long next;

    public TonePlayer(Pacer pacer, Tone tone, Gain gain, Logger log) {
        this.pacer = pacer;
        this.signal = new ToneSignal(tone, SAMPLE_RATE);
        this.gain = gain;
        this.log = log;
        this.audio = new AudioPort(e -> log.error("audio device failed", e));
        pacer.add(this);
        pacer.wake();
    }

    /** Exchanges the audio device; null for none. */
    public void use(AudioDevice.Stream stream) {
        audio.use(stream == null ? AudioPort.SILENCE : stream);
    }

    @Override
    public long tick(long nanos) {
        if (defective) {
            return NEVER;
        }
        if (!begun || nanos - next > HOPELESS_NANOS) {
            begun = true;
            next = pacer.align(nanos, FRAME_NANOS);
        }
        for (; nanos - next >= 0; next += FRAME_NANOS) {
            signal.fill(pcm, SAMPLES);
            gain.apply(pcm, SAMPLES);
            audio.write(pcm, SAMPLES);
        }
        return next;
    }

    @Override
    public void close() {
        closing = true;
        pacer.wake();
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void finish() {
        closing = true;
        if (finishing.compareAndSet(false, true)) {
            audio.close();
            finished.countDown();
        }
    }

    @Override
    public void awaitFinish() {
        try {
            finished.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void failed(RuntimeException defect) {
        defective = true;
        log.error("a tone stopped by a defect", defect);
    }
}
