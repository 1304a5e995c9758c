package org.carillon.core.media.internal.rtp;

import java.util.concurrent.TimeUnit;
import org.carillon.core.media.internal.codec.Codec;

/**
 * Makes an unbroken signal of packets: order, delay, decoding, concealment of what is missing. Packets are played by their time stamps, each
 * held back so long that others which take longer are there in time. While the delay is not what it should be, because the network or the
 * sender's clock differs, the signal is stretched or compressed a little, or a gap in it is. One thread's; allocates nothing.
 *
 * <p>Times and lengths are in samples.
 */
final class Playout {
    /** How long the frames are that are asked for. */
    static final int FRAME_MILLIS = 20;
    /** Delay that is missing before the signal is stretched, and surplus before it is compressed. */
    private static final int MISSING_MILLIS = 5;
    private static final int SURPLUS_MILLIS = 15;
    /** Less than this is not worth compressing. */
    private static final int WORTH_MILLIS = 10;
    /** So far from what it should be, the delay is corrected where it may be heard. */
    private static final int FAR_MILLIS = 60;
    private static final int WATCH_FRAMES = 3;
    /** A sloppy sender's packets may begin so much before the former one ends. */
    private static final int SLOPPY_MILLIS = 5;
    private static final int SEAM_MICROS = 2_500;
    private static final int MAX_SEAM_MICROS = 10_000;

    private final JitterBuffer buffer = new JitterBuffer();
    private final DelayEstimator delays = new DelayEstimator();
    private final Timeline timeline = new Timeline(delays);
    private final Signal signal = new Signal();
    private final Concealment concealment = new Concealment();
    private final short[] pcm = new short[Codec.Coder.MAX_SAMPLES];
    private final short[] seam = new short[MAX_SEAM_MICROS * 48 / 1000];
    private Codec.Coder[] coders = new Codec.Coder[128];
    private Codec.Coder coder;
    private int[] clockRates = {};
    private int clockRate = 8000;
    private int perMilli = 8;
    private boolean playing;
    /** Time of the next sample behind the signal. */
    private long time;
    /** End of the last packet that was played. */
    private long playedTo;
    private int packetLength;
    /** Samples since then that no packet was there for. */
    private long gap;
    /** Whether the sender said that it is silent, or has not begun. */
    private boolean hushed;
    /** Whether the concealment, not the codec's own, fills the gap. */
    private boolean covered;
    private int watched;
    /** Least time that a packet waited, among those watched, and least distance of one from the beginning of its frame. */
    private long shortest;
    private int earliest;
    private long missing;
    private long surplus;
    private long delay;
    private long late;
    private long concealed;

    Playout() {
        reset();
    }

    /**
     * @param byPayloadType
     *            null where no audio is expected; all of one sample rate
     * @param newClockRates
     *            of their time stamps, by payload type
     */
    void use(Codec.Coder[] byPayloadType, int[] newClockRates, int sampleRate) {
        coders = byPayloadType;
        clockRates = newClockRates;
        perMilli = sampleRate / 1000;
        signal.begin(sampleRate);
        reset();
    }

    void use(JitterSettings settings) {
        delays.use(settings);
    }

    boolean isAudio(int payloadType) {
        return coders[payloadType] != null;
    }

    /** Clock rate of what comes, Hz. */
    int clockRate() {
        return clockRate;
    }

    /** Begins anew with the next packet. */
    void reset() {
        buffer.reset();
        delays.begin(perMilli);
        timeline.begin(clockRate, perMilli * 1000);
        signal.clear();
        coder = null;
        playing = false;
        packetLength = FRAME_MILLIS * perMilli;
        delay = 0;
        watch();
        hush();
    }

    /** Adds a packet. From one that is not audio on, the sender is silent. */
    void put(RtpHeader header, byte[] packet, long nanos) {
        boolean audio = isAudio(header.payloadType()) && header.payloadLength() > 0;
        if (buffer.isDuplicate(header.sequence()) || !audio && !timeline.hasBegun()) {
            return;
        }
        if (audio && clockRates[header.payloadType()] != clockRate) {
            clockRate = clockRates[header.payloadType()];
            reset();
        }
        long arrival = samples(nanos);
        if (!audio) {
            if (timeline.isNear(header, arrival)) {
                buffer.put(timeline.place(header), header.payloadType(), packet, header.payloadOffset(), 0);
            }
            return;
        }
        long place = timeline.place(header, arrival, packetLength);
        delays.add(arrival, place);
        if (isPast(place)) {
            late++;
        } else if (!buffer.put(place, header.payloadType(), packet, header.payloadOffset(),
                Math.min(header.payloadLength(), JitterBuffer.MAX_PAYLOAD))) {
            late++;
        }
    }

    private boolean isPast(long place) {
        return playing && place < playedTo - millis(SLOPPY_MILLIS);
    }

    private long samples(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) * perMilli / 1000;
    }

    private long millis(int millis) {
        return (long) millis * perMilli;
    }

    /**
     * Fills a frame of {@link #FRAME_MILLIS}.
     *
     * @param nanos
     *            when it is played
     */
    void play(short[] frame, int samples, long nanos) {
        long now = samples(nanos);
        while (signal.length() < samples) {
            long wait = untilNext(now);
            if (wait <= 0) {
                decode(now);
            } else {
                bridge(wait, samples - signal.length());
            }
        }
        delay = playing ? delays.slack(now, time - signal.length()) : 0;
        signal.play(frame, samples);
        if (++watched == WATCH_FRAMES) {
            adjust();
        }
    }

    /** How long to bridge before the next packet begins; forever when there is none. */
    private long untilNext(long now) {
        for (JitterBuffer.Packet next = buffer.first(); next != null; next = buffer.first()) {
            if (next.length == 0) {
                if (next.time > time) {
                    return next.time - time;
                }
                buffer.take();
                hush();
            } else if (isUseless(next, now)) {
                buffer.take();
                late++;
            } else {
                return until(next, now);
            }
        }
        return Long.MAX_VALUE;
    }

    /**
     * Whether a packet comes too late: it is past, or would, after a gap, delay what follows beyond the limit, or its short gap is over and
     * the next one there.
     */
    private boolean isUseless(JitterBuffer.Packet next, long now) {
        if (isPast(next.time)) {
            return true;
        }
        JitterBuffer.Packet second = buffer.second();
        if (second == null || second.length == 0) {
            return false;
        }
        if (gap > 0 && delays.slack(now, next.time) > delays.limit() + millis(SURPLUS_MILLIS + FRAME_MILLIS)) {
            return true;
        }
        boolean over = playing && next.time < time - millis(SLOPPY_MILLIS) && gap <= millis(Concealment.MILLIS);
        return over && delays.slack(now, second.time) >= lowest();
    }

    /** Its turn is when the packet before it ends; a gap before it is made shorter or longer so that the delay becomes what it should be. */
    private long until(JitterBuffer.Packet next, long now) {
        long slack = delays.slack(now, next.time);
        if (!playing) {
            return delays.target() - slack;
        }
        if (gap == 0 && next.time - time < millis(SLOPPY_MILLIS)) {
            return 0;
        }
        return Math.clamp(next.time - time, lowest() - slack, highest() - slack);
    }

    private long lowest() {
        return delays.target() - millis(MISSING_MILLIS);
    }

    private long highest() {
        return delays.target() + millis(SURPLUS_MILLIS);
    }

    private void decode(long now) {
        JitterBuffer.Packet packet = buffer.take();
        coder = coders[packet.payloadType];
        int decoded = coder == null ? 0 : coder.decode(packet.payload, 0, packet.length, pcm);
        if (decoded == 0) {
            return;
        }
        shortest = Math.min(shortest, delays.slack(now, packet.time));
        earliest = Math.min(earliest, signal.length());
        if (covered) {
            join(decoded);
        }
        signal.add(pcm, decoded);
        if (gap == 0 && (missing > 0 || surplus > 0)) {
            stretch(decoded);
        }
        playing = true;
        packetLength = decoded;
        time = packet.time + decoded;
        playedTo = time;
        gap = 0;
        hushed = false;
        covered = false;
    }

    /** Fades from what stood in for the missing over to what came. */
    private void join(int decoded) {
        int length = micros(SEAM_MICROS);
        if (concealment.isHeard()) {
            length = (int) Math.min(micros(MAX_SEAM_MICROS), length + gap * 2 / 5);
        }
        length = Math.min(length, decoded);
        concealment.fill(seam, 0, length);
        for (int i = 0; i < length; i++) {
            pcm[i] = (short) (seam[i] + (pcm[i] - seam[i]) * (2 * i + 1) / (2 * length));
        }
    }

    private int micros(int micros) {
        return micros * perMilli / 1000;
    }

    private void stretch(int decoded) {
        boolean done = missing > 0
                ? signal.lengthen(decoded, missing > millis(FAR_MILLIS))
                : signal.shorten(decoded, surplus, surplus > millis(FAR_MILLIS));
        if (done) {
            watch();
        }
    }

    private void watch() {
        watched = 0;
        shortest = Long.MAX_VALUE;
        earliest = Integer.MAX_VALUE;
        missing = 0;
        surplus = 0;
    }

    /**
     * Packets begin with a frame at the earliest, so that what may be left out is the time from the beginning of the frame, and whole frames
     * when enough of the delay is left.
     */
    private void adjust() {
        if (shortest == Long.MAX_VALUE) {
            watched = 0;
            return;
        }
        long below = lowest() - shortest;
        long frames = Math.max(0, (shortest - highest()) / millis(FRAME_MILLIS) + (shortest > highest() ? 1 : 0));
        long above = earliest + frames * millis(FRAME_MILLIS);
        watch();
        missing = Math.max(0, below);
        surplus = above >= millis(WORTH_MILLIS) ? above : 0;
    }

    private void hush() {
        hushed = true;
        concealment.hush();
    }

    /** Whether the sender is silent: what came last was no audio. */
    boolean isHushed() {
        return hushed;
    }

    /** Fills a gap of that length, or its part that is in the frame. */
    private void bridge(long length, int inFrame) {
        int bridged = hushed || covered || gap >= millis(Concealment.MILLIS) ? 0 : conceal(length);
        if (bridged == 0) {
            bridged = (int) Math.min(length, inFrame);
            cover(bridged);
        }
        concealed += hushed ? 0 : bridged;
        gap += bridged;
        time += bridged;
    }

    /** By the codec's own means. */
    private int conceal(long length) {
        if (coder == null) {
            return 0;
        }
        int steps = (int) (Math.min(length, packetLength) + micros(SEAM_MICROS) - 1) / micros(SEAM_MICROS);
        int concealed = coder.conceal(pcm, steps * micros(SEAM_MICROS));
        signal.add(pcm, concealed);
        return concealed;
    }

    private void cover(int length) {
        signal.makeRoom(length);
        if (!covered) {
            covered = true;
            concealment.begin(signal.array(), signal.end(), perMilli * 1000);
            if (hushed || gap > 0) {
                concealment.hush();
            }
        }
        concealment.fill(signal.array(), signal.end(), length);
        signal.added(length);
    }

    /** Packets that came too late to be played. */
    long late() {
        return late;
    }

    /** Samples that stood in for what was missing. */
    long concealed() {
        return concealed;
    }

    /** Milliseconds from the arrival of a packet without delay until it is heard; 0 while nothing is played. */
    int delayMillis() {
        return (int) (delay / perMilli);
    }
}
