package org.carillon.core.media.internal.rtp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sends digits as telephone events (RFC 4733 2.5.1): 100 ms each, 50 ms or more between two, the end three times. Digits come from any
 * thread, everything else is the pacing thread's.
 */
final class EventSender {
    static final String DIGITS = "0123456789*#ABCD";
    static final int PAYLOAD = 4;
    private static final int MAX_WAITING = 128;
    private static final int TONE_MILLIS = 100;
    private static final int GAP_MILLIS = 50;
    private static final int END_PACKETS = 3;
    private static final int VOLUME = 10;

    private final BlockingQueue<Character> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private int event = -1;
    private int millis;
    private int ends;
    private boolean first;
    private int gap = GAP_MILLIS;

    /** Queues digits: all, or none when there is no room. */
    synchronized boolean add(String digits) {
        if (digits.length() > waiting.remainingCapacity()) {
            return false;
        }
        for (char digit : digits.toCharArray()) {
            waiting.add(digit);
        }
        return true;
    }

    /** Forgets the digits that are not sent yet. */
    void clear() {
        waiting.clear();
        event = -1;
        gap = GAP_MILLIS;
    }

    /**
     * Moves on by one packet.
     *
     * @return true when this packet is an event instead of audio
     */
    boolean advance(int ptime) {
        first = false;
        if (event < 0) {
            boolean ready = gap >= GAP_MILLIS && !waiting.isEmpty();
            gap = Math.min(GAP_MILLIS, gap + ptime);
            if (!ready) {
                return false;
            }
            event = DIGITS.indexOf(waiting.poll());
            first = true;
            millis = 0;
            ends = 0;
        }
        if (ends == 0) {
            millis += ptime;
        }
        if (millis >= TONE_MILLIS) {
            ends++;
        }
        return true;
    }

    /** Writes the payload of the packet that {@link #advance} decided on. */
    void write(byte[] payload, int clockRate) {
        int duration = millis * (clockRate / 1000);
        payload[0] = (byte) event;
        payload[1] = (byte) (ends > 0 ? VOLUME | 0x80 : VOLUME);
        payload[2] = (byte) (duration >> 8);
        payload[3] = (byte) duration;
    }

    /** Whether the packet is the first of its event. */
    boolean isFirst() {
        return first;
    }

    /** Called after each event packet: ends the event when it was the last one. */
    void sent(int ptime) {
        if (ends == END_PACKETS) {
            event = -1;
            gap = (END_PACKETS - 1) * ptime;
        }
    }
}
