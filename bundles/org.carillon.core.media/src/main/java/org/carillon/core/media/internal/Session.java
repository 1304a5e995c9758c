package org.carillon.core.media.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.core.media.internal.codec.Codecs;
import org.carillon.core.media.internal.rtp.JitterSettings;
import org.carillon.core.media.internal.rtp.RtpStream;
import org.carillon.core.media.internal.sdp.Negotiated;
import org.carillon.core.media.internal.sdp.OfferAnswer;
import org.osgi.service.log.Logger;

/** Joins offer and answer to the stream that they describe. */
final class Session implements MediaSession, Devices.Follower {
    static final String DIGITS = "0123456789*#ABCD";

    private final OfferAnswer negotiation;
    private final RtpStream stream;
    private final DtmfMode mode;
    private final Devices devices;
    private final Function<InetAddress, JitterSettings> jitterSettings;
    private final Logger log;
    private volatile Negotiated negotiated;
    private int sampleRate;
    private boolean closed;

    /**
     * @param jitterSettings
     *            how long packets from that address are held back
     */
    Session(OfferAnswer negotiation, RtpStream stream, DtmfMode mode, Devices devices,
            Function<InetAddress, JitterSettings> jitterSettings, Logger log) {
        this.negotiation = negotiation;
        this.stream = stream;
        this.mode = mode;
        this.devices = devices;
        this.jitterSettings = jitterSettings;
        this.log = log;
    }

    RtpStream stream() {
        return stream;
    }

    @Override
    public synchronized String offer(boolean hold) {
        return negotiation.offer(hold);
    }

    @Override
    public synchronized String answer(String offer, boolean hold) throws MediaException {
        OfferAnswer.Answer answer = negotiation.answer(offer, hold);
        use(answer.streams());
        return answer.text();
    }

    @Override
    public synchronized void accept(String answer) throws MediaException {
        use(negotiation.accept(answer));
    }

    @Override
    public synchronized void rollback() {
        negotiation.rollback();
    }

    private void use(Negotiated streams) {
        negotiated = streams;
        if (closed) {
            return;
        }
        int rate = Codecs.of(streams.send().encoding(), streams.send().clockRate()).sampleRate();
        if (rate != sampleRate) {
            sampleRate = rate;
            stream.use(Devices.open(devices.current(), rate, log));
        }
        useJitterSettings();
        stream.use(streams);
    }

    /** Has the jitter buffer follow the parameters, and the network that the other side is reached by. */
    synchronized void useJitterSettings() {
        if (negotiated != null) {
            stream.use(jitterSettings.apply(negotiated.rtp() == null ? null : negotiated.rtp().getAddress()));
        }
    }

    @Override
    public synchronized void use(AudioDevice device) {
        if (sampleRate != 0 && !closed) {
            stream.use(Devices.open(device, sampleRate, log));
        }
    }

    @Override
    public void mute(boolean on) {
        stream.mute(on);
    }

    @Override
    public Optional<Duration> dtmf(String digits, boolean info) throws MediaException {
        String wanted = digits.toUpperCase(Locale.ROOT);
        if (!wanted.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) {
            throw new MediaException("digits are 0-9 * # A-D");
        }
        Negotiated now = negotiated;
        if (now == null) {
            throw new MediaException("the call has no audio yet");
        }
        boolean tones = mode == DtmfMode.IN_BAND && now.sends();
        boolean events = now.sendEvents() != null && now.sends() && mode.takes(now.sendEvents(), wanted);
        boolean signalled = info && mode.signalled(events);
        if (!tones && !events && !signalled) {
            throw new MediaException(refusal(now));
        }
        boolean room = events ? stream.sendEvents(wanted) : tones ? stream.sendTones(wanted) : stream.signalled(wanted);
        if (!room) {
            throw new MediaException("too many digits are waiting");
        }
        return signalled ? Optional.of(Duration.ofMillis(stream.tones().millis())) : Optional.empty();
    }

    private String refusal(Negotiated now) {
        if (mode == DtmfMode.NONE) {
            return "the account sends no digits";
        }
        if (mode.signalled(false)) {
            return "the digits can be sent neither as telephone events nor by INFO";
        }
        if (now.sendEvents() != null && now.sends()) {
            return "the other side does not take all of these digits";
        }
        return mode.events() && now.sendEvents() == null
                ? "the other side takes no telephone events"
                : "the other side receives nothing while it holds the call";
    }

    @Override
    public Statistics statistics() {
        Negotiated now = negotiated;
        return new Statistics(now == null ? "" : now.send().encoding(), now == null ? 0 : now.ptime(), now != null && now.heldByPeer(),
                stream.sent(), stream.received(), stream.lost(), stream.late(), stream.jitterMillis(), stream.delayMillis());
    }

    @Override
    public synchronized void close() {
        closed = true;
        stream.close();
        devices.remove(this);
    }
}
