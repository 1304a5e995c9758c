package org.carillon.core.media.internal.rtp;

/**
 * Gives packets their place on one line of time, whatever the sender does to its time stamps: they wrap, jump, or stand still while it
 * pauses. Times are in samples. One thread's.
 */
final class Timeline {
    private static final int JUMP_MILLIS = 100;
    private static final int PAUSE_MILLIS = 200;
    private static final int FAR_MILLIS = 1_000;

    private final DelayEstimator delays;
    private int clockRate = 8000;
    private int sampleRate = 8000;
    private boolean begun;
    private int sequence;
    private int timestamp;
    private long time;

    Timeline(DelayEstimator delays) {
        this.delays = delays;
    }

    /** Begins anew with the next packet of audio. */
    void begin(int newClockRate, int newSampleRate) {
        clockRate = newClockRate;
        sampleRate = newSampleRate;
        begun = false;
    }

    boolean hasBegun() {
        return begun;
    }

    /** Where a time stamp lies, seen from the latest packet of audio. */
    long place(RtpHeader header) {
        return time + (long) (header.timestamp() - timestamp) * sampleRate / clockRate;
    }

    /** Whether a time stamp has to do with the time at which it came. */
    boolean isNear(RtpHeader header, long arrival) {
        return delays.slack(arrival, place(header)) > -millis(FAR_MILLIS);
    }

    /**
     * The time of the first sample of a packet of audio.
     *
     * @param length
     *            of the packet before
     */
    long place(RtpHeader header, long arrival, int length) {
        if (!begun) {
            begun = true;
            return advance(header, arrival);
        }
        long place = place(header);
        int ahead = (short) (header.sequence() - sequence);
        if (ahead <= 0) {
            return place;
        }
        long late = delays.slack(arrival, place);
        if (!isJump(header.marker(), ahead, place - time - length, late)) {
            return advance(header, place);
        }
        long inTime = place + late;
        long next = time + length;
        return advance(header, inTime - next > millis(PAUSE_MILLIS) ? inTime : next);
    }

    private boolean isJump(boolean marker, int ahead, long gap, long late) {
        boolean backwards = gap < -millis(JUMP_MILLIS);
        boolean forwards = ahead == 1 && gap > millis(JUMP_MILLIS) && late < -millis(JUMP_MILLIS);
        boolean stoodStill = marker && late > millis(PAUSE_MILLIS);
        return backwards || forwards || stoodStill || late < -millis(FAR_MILLIS);
    }

    private long millis(int millis) {
        return (long) millis * sampleRate / 1000;
    }

    private long advance(RtpHeader header, long place) {
        sequence = header.sequence();
        timestamp = header.timestamp();
        time = place;
        return place;
    }
}
