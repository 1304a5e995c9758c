package org.carillon.core.media.internal.rtp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sends digits one after another, 50 ms or more between two. Those that signalling sends take their time here as well. Digits come from any
 * thread, everything else is the pacing thread's.
 */
final class DigitSender {
    /** How a digit is sent. */
    enum Way {
        /** As a telephone event (RFC 4733 2.5.1), the end of it three times. */
        EVENT,
        /** As a tone and the pause after it, in the place of the microphone's sound. */
        TONE,
        /** By signalling: the sound goes on. */
        SIGNALLED
    }

    private record Digit(char digit, Way way) {}

    static final String DIGITS = "0123456789*#ABCD";
    static final int PAYLOAD = 4;
    private static final int MAX_WAITING = 128;
    private static final int GAP_MILLIS = 50;
    private static final int END_PACKETS = 3;

    private final BlockingQueue<Digit> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private Digit current;
    private int toneMillis;
    private int dbm0;
    private int millis;
    private int ends;
    private boolean first;
    private int gap = GAP_MILLIS;

    /** Queues digits: all, or none when there is no room. */
    synchronized boolean add(String digits, Way way) {
        if (digits.length() > waiting.remainingCapacity()) {
            return false;
        }
        for (char digit : digits.toCharArray()) {
            waiting.add(new Digit(digit, way));
        }
        return true;
    }

    /** Forgets what has to be sent with the sound and is not sent yet. */
    void clear() {
        waiting.removeIf(digit -> digit.way != Way.SIGNALLED);
        if (current != null && current.way != Way.SIGNALLED) {
            current = null;
            gap = GAP_MILLIS;
        }
    }

    /**
     * Moves on by one packet.
     *
     * @param sending
     *            whether sound is sent: otherwise only digits that signalling sends go on
     * @return how the packet is part of a digit; null when it is not
     */
    Way advance(int ptime, boolean sending, DtmfTones tones) {
        first = false;
        if (current != null && isOver()) {
            current = null;
            gap = millis - toneMillis;
        }
        if (current == null) {
            Digit next = gap >= GAP_MILLIS ? waiting.peek() : null;
            gap = Math.min(GAP_MILLIS, gap + ptime);
            if (next == null || !sending && next.way != Way.SIGNALLED) {
                return null;
            }
            begin(tones);
        }
        millis += ptime;
        if (millis >= toneMillis) {
            ends++;
        }
        return current.way;
    }

    private void begin(DtmfTones tones) {
        current = waiting.poll();
        first = true;
        toneMillis = tones.millis();
        dbm0 = tones.dbm0();
        millis = 0;
        ends = 0;
    }

    private boolean isOver() {
        return current.way == Way.EVENT ? ends >= END_PACKETS : millis >= toneMillis + GAP_MILLIS;
    }

    /** The digit that {@link #advance} decided on. */
    char digit() {
        return current.digit;
    }

    /** Writes the payload of the event packet that {@link #advance} decided on. */
    void write(byte[] payload, int clockRate) {
        int duration = Math.min(millis, toneMillis) * (clockRate / 1000);
        payload[0] = (byte) DIGITS.indexOf(current.digit);
        payload[1] = (byte) (ends > 0 ? -dbm0 | 0x80 : -dbm0);
        payload[2] = (byte) (duration >> 8);
        payload[3] = (byte) duration;
    }

    /** Whether the packet is the first of its digit. */
    boolean isFirst() {
        return first;
    }
}
