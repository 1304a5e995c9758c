package org.carillon.core.media.internal.rtp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Reports of one session (RFC 3550 6): when they are due, how they are written, what those of the other side say. The pacing thread's. */
final class Rtcp {
    /** What a received packet said beside its reports. */
    enum Said {
        /** Nothing of the kind. */
        NOTHING,
        /** The sender whose RTP is played leaves. */
        BYE,
        /** Not RTCP. */
        JUNK
    }

    private static final int SENDER_REPORT = 200;
    private static final int RECEIVER_REPORT = 201;
    private static final int SOURCE_DESCRIPTION = 202;
    private static final int GOODBYE = 203;
    private static final int BLOCK = 24;
    private static final int MAX_LOST = 0x7fffff;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Makes up for what timer reconsideration takes off (RFC 3550 6.3.1). */
    private static final double COMPENSATION = Math.E - 1.5;
    private static final long EPOCH_1900 = 2_208_988_800L;

    private final RandomGenerator random;
    private final byte[] name;
    private long due = Long.MAX_VALUE;
    private long reportedPackets;
    private int lastSenderReport;
    private long lastSenderReportNanos;
    private boolean reported;
    private double roundTripMillis = Double.NaN;

    /**
     * @param name
     *            canonical name: tells nothing about the phone (RFC 7022)
     */
    Rtcp(RandomGenerator random, byte[] name) {
        this.random = random;
        this.name = name.clone();
    }

    /** Begins to report; the first time after half of the interval. */
    void begin(long nanos) {
        due = nanos + interval(INTERVAL_NANOS / 2);
    }

    private long interval(long nanos) {
        return (long) (nanos * (0.5 + random.nextDouble()) / COMPENSATION);
    }

    boolean isDue(long nanos) {
        return nanos - due >= 0 && due != Long.MAX_VALUE;
    }

    /** Whether anything was sent; who never sent says no BYE (RFC 3550 6.3.7). */
    boolean hasReported() {
        return reported;
    }

    /** Forgets the other side's clock: another sender took its place. */
    void forgetSender() {
        lastSenderReport = 0;
    }

    /**
     * Writes a report, with a BYE when we leave, and sets the time of the next.
     *
     * @param timestamp
     *            what our RTP clock shows now
     * @param source
     *            whom to report on; null for nobody
     */
    void write(ByteBuffer out, RtpSender sender, int timestamp, RtpSource source, long nanos, Instant wall, boolean bye) {
        boolean sends = sender.packets() != reportedPackets;
        reportedPackets = sender.packets();
        due = nanos + interval(INTERVAL_NANOS);
        reported = true;
        int blocks = source == null ? 0 : 1;
        header(out, blocks, sends ? SENDER_REPORT : RECEIVER_REPORT, (sends ? 28 : 8) + BLOCK * blocks);
        out.putInt(sender.ssrc());
        if (sends) {
            out.putLong(ntp(wall)).putInt(timestamp).putInt((int) sender.packets()).putInt((int) sender.octets());
        }
        if (source != null) {
            writeBlock(out, source, nanos);
        }
        int description = 8 + 2 + name.length + 1;
        int padded = description + 3 & ~3;
        header(out, 1, SOURCE_DESCRIPTION, padded);
        out.putInt(sender.ssrc()).put((byte) 1).put((byte) name.length).put(name);
        for (int i = description - 1; i < padded; i++) {
            out.put((byte) 0);
        }
        if (bye) {
            header(out, 1, GOODBYE, 8);
            out.putInt(sender.ssrc());
        }
    }

    private static void header(ByteBuffer out, int count, int type, int length) {
        out.put((byte) (0x80 | count)).put((byte) type).putShort((short) (length / 4 - 1));
    }

    private void writeBlock(ByteBuffer out, RtpSource source, long nanos) {
        int lost = Math.clamp(source.lost(), -MAX_LOST - 1, MAX_LOST);
        long since = lastSenderReport == 0 ? 0 : (nanos - lastSenderReportNanos) / 1_000 * 65_536 / 1_000_000;
        out.putInt(source.ssrc()).putInt(source.fractionLost() << 24 | lost & 0xffffff).putInt(source.extendedHighest())
                .putInt(source.jitter()).putInt(lastSenderReport).putInt((int) since);
    }

    /** Reads a compound packet; one that is damaged anywhere is ignored as a whole (RFC 3550 A.2). */
    Said read(byte[] packet, int length, int ourSsrc, RtpSource source, long nanos, Instant wall) {
        if (!isCompound(packet, length)) {
            return Said.JUNK;
        }
        Said said = Said.NOTHING;
        for (int at = 0; at < length; at += size(packet, at)) {
            int type = packet[at + 1] & 0xff;
            int end = at + size(packet, at);
            int count = packet[at] & 0x1f;
            if (type == SENDER_REPORT && end - at >= 28) {
                if (source != null && RtpHeader.int32(packet, at + 4) == source.ssrc()) {
                    lastSenderReport = RtpHeader.int32(packet, at + 10);
                    lastSenderReportNanos = nanos;
                }
                readBlocks(packet, at + 28, end, count, ourSsrc, wall);
            } else if (type == RECEIVER_REPORT) {
                readBlocks(packet, at + 8, end, count, ourSsrc, wall);
            } else if (type == GOODBYE && source != null && names(packet, at + 4, end, count, source.ssrc())) {
                said = Said.BYE;
            }
        }
        return said;
    }

    private static boolean isCompound(byte[] packet, int length) {
        if (length < 8 || length % 4 != 0 || (packet[0] & 0x20) != 0) {
            return false;
        }
        int first = packet[1] & 0xff;
        if (first != SENDER_REPORT && first != RECEIVER_REPORT) {
            return false;
        }
        int at = 0;
        while (at + 4 <= length && (packet[at] & 0xc0) == 0x80) {
            at += size(packet, at);
        }
        return at == length;
    }

    private static int size(byte[] packet, int at) {
        return 4 * (RtpHeader.short16(packet, at + 2) + 1);
    }

    private void readBlocks(byte[] packet, int start, int end, int count, int ourSsrc, Instant wall) {
        int at = start;
        for (int i = 0; i < count && at + BLOCK <= end; i++, at += BLOCK) {
            int report = RtpHeader.int32(packet, at + 16);
            if (RtpHeader.int32(packet, at) == ourSsrc && report != 0) {
                int trip = (int) (ntp(wall) >>> 16) - report - RtpHeader.int32(packet, at + 20);
                if (trip >= 0) {
                    roundTripMillis = trip * 1000.0 / 65_536;
                }
            }
        }
    }

    private static boolean names(byte[] packet, int start, int end, int count, int ssrc) {
        int at = start;
        for (int i = 0; i < count && at + 4 <= end; i++, at += 4) {
            if (RtpHeader.int32(packet, at) == ssrc) {
                return true;
            }
        }
        return false;
    }

    /** NTP time stamp (RFC 3550 4). */
    static long ntp(Instant wall) {
        return wall.getEpochSecond() + EPOCH_1900 << 32 | ((long) wall.getNano() << 32) / 1_000_000_000L;
    }

    /** Round trip time that the other side's last report shows, in milliseconds; NaN before the first. */
    double roundTripMillis() {
        return roundTripMillis;
    }
}
