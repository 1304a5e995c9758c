package org.carillon.core.media.internal.rtp;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.carillon.api.media.MediaSession;
import org.carillon.core.media.internal.rtp.RtpReceiveQueue.Datagram;
import org.carillon.core.media.internal.sdp.Format;
import org.carillon.core.media.internal.sdp.Negotiated;

/**
 * Decides whose RTP counts, and where ours goes: to the address of the description until two packets in sequence came from another one
 * (symmetric RTP, RFC 4961). From then on nobody else is listened to, but for the address of the description itself, and for anybody once
 * the sender is silent for 5 s. The pacing thread's.
 */
final class RtpReceiver {
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long BARRED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Playout playout = new Playout();
    private final ComfortNoise noise = new ComfortNoise();
    private final EventReceiver events;
    private RtpSource current = new RtpSource();
    private RtpSource candidate = new RtpSource();
    private Negotiated plan;
    private InetSocketAddress announced;
    private SocketAddress target;
    private SocketAddress barred;
    private long barredUntil;
    private long received;
    private long lostBefore;
    private long dropped;

    RtpReceiver(MediaSession.Listener listener) {
        events = new EventReceiver(listener);
        current.clear();
        candidate.clear();
    }

    /** Follows a new description. A changed address in it is where we send, and the former one is not listened to for a while. */
    void use(Negotiated changed, long nanos) {
        boolean resumed = plan == null || changed.receives() && !plan.receives();
        if (changed.rtp() != null && !changed.rtp().equals(announced)) {
            if (announced != null && !changed.rtp().equals(target)) {
                barred = target;
                barredUntil = nanos + BARRED_NANOS;
                forgetSource();
            }
            announced = changed.rtp();
            target = announced;
        }
        if (resumed) {
            playout.reset();
        }
        plan = changed;
    }

    Playout playout() {
        return playout;
    }

    /** Adds comfort noise to a frame that was played, while the sender is silent. */
    void comfort(short[] frame, int samples) {
        if (playout.isHushed()) {
            noise.mix(frame, samples);
        }
    }

    /** Takes a well-formed packet of another SSRC than ours. */
    void packet(RtpHeader header, Datagram datagram) {
        int eventClockRate = plan.eventClockRate(header.payloadType());
        if (current.isValid() && current.is(datagram.from, header.ssrc())) {
            if (candidate.isFrom(datagram.from)) {
                candidate.clear();
            }
            if (!current.update(header.sequence(), datagram.nanos)) {
                dropped++;
                return;
            }
        } else if (eventClockRate == 0 && !isNoise(header) && !playout.isAudio(header.payloadType()) || !admit(header, datagram)) {
            dropped++;
            return;
        }
        received++;
        if (current.received() == 1) {
            playout.reset();
            events.reset();
            noise.forget();
        }
        consume(header, datagram, eventClockRate);
    }

    private void consume(RtpHeader header, Datagram datagram, int eventClockRate) {
        if (header.marker()) {
            current.forgetTiming();
        }
        if (playout.isAudio(header.payloadType())) {
            current.time(header.timestamp(), arrival(datagram.nanos));
        }
        if (!plan.receives()) {
            return;
        }
        if (eventClockRate > 0) {
            events.packet(header.timestamp(), datagram.bytes, header.payloadOffset(), header.payloadLength(), eventClockRate,
                    datagram.nanos);
        }
        if (isNoise(header)) {
            noise.describe(datagram.bytes, header.payloadOffset(), header.payloadLength());
        }
        playout.put(header, datagram.bytes, datagram.nanos);
    }

    /** Understood whether it was negotiated or not: its number has no other meaning. */
    private static boolean isNoise(RtpHeader header) {
        return header.payloadType() == Format.NOISE.payloadType();
    }

    private int arrival(long nanos) {
        return (int) (nanos / 1_000 * playout.clockRate() / 1_000_000);
    }

    /** Looks at a packet of a sender that is not the current one; true when it is from now on. */
    private boolean admit(RtpHeader header, Datagram datagram) {
        if (!mayReplace(datagram.from, datagram.nanos)) {
            return false;
        }
        if (!candidate.is(datagram.from, header.ssrc())) {
            candidate.begin(datagram.from, header.ssrc(), header.sequence());
        }
        if (!candidate.update(header.sequence(), datagram.nanos)) {
            return false;
        }
        lostBefore += Math.max(0, current.lost());
        RtpSource former = current;
        current = candidate;
        candidate = former;
        candidate.clear();
        target = current.address();
        return true;
    }

    private boolean mayReplace(SocketAddress from, long nanos) {
        if (from.equals(announced) || current.isFrom(from)) {
            return true;
        }
        if (from.equals(barred) && nanos - barredUntil < 0) {
            return false;
        }
        return !current.isValid() || nanos - current.lastNanos() > SILENT_NANOS;
    }

    /** The sender said goodbye, or its address is no longer valid. */
    void forgetSource() {
        lostBefore += Math.max(0, current.lost());
        current.clear();
        candidate.clear();
        playout.reset();
    }

    void check(long nanos) {
        events.check(nanos);
    }

    /** The sender, or null as long as none is valid. */
    RtpSource source() {
        return current.isValid() ? current : null;
    }

    /** Where RTP goes; null when not known. */
    SocketAddress target() {
        return target;
    }

    /** Whether RTP goes where the description said. */
    boolean isAsAnnounced() {
        return target != null && target.equals(announced);
    }

    long received() {
        return received;
    }

    long lost() {
        return lostBefore + Math.max(0, current.lost());
    }

    /** Packets of strangers, of senders on probation and of no use. */
    long dropped() {
        return dropped;
    }

    void drop() {
        dropped++;
    }

    double jitterMillis() {
        return current.isValid() ? current.jitter() * 1000.0 / playout.clockRate() : 0;
    }
}
