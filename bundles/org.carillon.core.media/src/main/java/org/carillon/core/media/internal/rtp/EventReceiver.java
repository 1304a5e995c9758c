package org.carillon.core.media.internal.rtp;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.carillon.api.media.MediaSession;

/**
 * Recognizes digits in telephone events (RFC 4733): each is told once, when its end comes or, should that be lost, when the next event
 * begins or nothing came for a while. Events are told apart by their time stamps alone, whatever clock made them. The pacing thread's.
 */
final class EventReceiver {
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int REMEMBERED = 8;
    private static final int LONGEST = 0xffff;

    private final MediaSession.Listener listener;
    private final int[] told = new int[REMEMBERED];
    private int tellings;
    private int event = -1;
    private int timestamp;
    private int duration;
    private int unitsPerMilli = 8;
    private long lastNanos;

    EventReceiver(MediaSession.Listener listener) {
        this.listener = listener;
    }

    /** A new sender, whose time stamps have nothing to do with those before. */
    void reset() {
        end();
        tellings = 0;
        Arrays.fill(told, 0);
    }

    void packet(int packetTimestamp, byte[] packet, int offset, int length, int clockRate, long nanos) {
        if (length < DigitSender.PAYLOAD || (packet[offset] & 0xff) >= DigitSender.DIGITS.length() || wasTold(packetTimestamp)) {
            return;
        }
        int units = RtpHeader.short16(packet, offset + 2);
        boolean segment = event == packet[offset] && duration == LONGEST && packetTimestamp == timestamp + LONGEST;
        if (segment) {
            remember(timestamp);
        } else if (event >= 0 && packetTimestamp != timestamp) {
            end();
        }
        if (event < 0 || segment) {
            event = packet[offset];
            timestamp = packetTimestamp;
            duration = 0;
        }
        duration = Math.max(duration, units);
        unitsPerMilli = clockRate / 1000;
        lastNanos = nanos;
        if ((packet[offset + 1] & 0x80) != 0) {
            end();
        }
    }

    /** Ends an event of which nothing came for a while. */
    void check(long nanos) {
        if (event >= 0 && nanos - lastNanos > SILENCE_NANOS) {
            end();
        }
    }

    private void end() {
        if (event >= 0) {
            char digit = DigitSender.DIGITS.charAt(event);
            event = -1;
            remember(timestamp);
            listener.dtmf(digit, duration / unitsPerMilli);
        }
    }

    private boolean wasTold(int packetTimestamp) {
        for (int i = 0; i < Math.min(tellings, REMEMBERED); i++) {
            if (told[i] == packetTimestamp) {
                return true;
            }
        }
        return false;
    }

    private void remember(int packetTimestamp) {
        told[tellings++ % REMEMBERED] = packetTimestamp;
    }
}
