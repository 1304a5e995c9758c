package org.carillon.core.media.internal.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.media.MediaSession;
import org.carillon.core.media.internal.codec.Codec;
import org.carillon.core.media.internal.codec.Codecs;
import org.carillon.core.media.internal.codec.Resampled;
import org.carillon.core.media.internal.rtp.RtpReceiveQueue.Datagram;
import org.carillon.core.media.internal.sdp.Format;
import org.carillon.core.media.internal.sdp.Negotiated;
import org.osgi.service.log.Logger;

/**
 * The audio of one session between device and network. Public methods may be called by any thread; what they ask for is done by the pacing
 * thread, which alone touches everything else.
 */
public final class RtpStream implements Pacer.Paced, ReceiveLoop.Sink, AutoCloseable {
    /**
     * What streams share.
     *
     * @param volume
     *            of what is heard
     */
    public record Shared(Pacer pacer, ReceiveLoop receive, LongSupplier clock, Supplier<Instant> wall, RandomGenerator random, Gain volume,
            Logger log) {}

    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(Playout.FRAME_MILLIS);
    /** Who is later than this, after a suspension for instance, goes on from now instead of making up for it. */
    private static final long HOPELESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CLOSE_MILLIS = 200;
    /** Level of digits in the ear of who sends them. */
    private static final int FEEDBACK_DBM0 = -20;

    private final Shared shared;
    private final PortPair ports;
    private final RtpReceiveQueue queue = new RtpReceiveQueue();
    private final RtpHeader header = new RtpHeader();
    private final RtpSender sender;
    private final RtpReceiver receiver;
    private final DigitSender digits = new DigitSender();
    private final SilenceSuppression silence = new SilenceSuppression();
    private final DualTone tone = new DualTone();
    private final DualTone feedback = new DualTone();
    private final Rtcp rtcp;
    private final AudioPort audio;
    private final ByteBuffer report = ByteBuffer.allocateDirect(512);
    private final short[] pcm = new short[Codec.Coder.MAX_SAMPLES];
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean finishing = new AtomicBoolean();

    private volatile Negotiated plan;
    private volatile DtmfTones tones;
    private volatile boolean muted;
    private volatile boolean closing;
    private volatile boolean defective;
    private volatile long sent;
    private volatile long received;
    private volatile long lost;
    private volatile long late;
    private volatile double jitterMillis;
    private volatile SocketAddress rtpTarget;
    private volatile SocketAddress rtcpTarget;
    private volatile int delayMillis;
    private volatile JitterSettings jitterSettings = JitterSettings.DEFAULT;

    private Negotiated applied;
    private JitterSettings appliedSettings;
    private Codec codec;
    private Codec.Coder coder;
    private long sendNanos;
    private long playNanos;
    private SocketAddress rtcpTargetFor;
    private SocketAddress collided;
    private int remoteSsrc;
    private boolean sendFailed;

    /**
     * @param name
     *            canonical name for RTCP
     */
    public RtpStream(Shared shared, PortPair ports, byte[] name, DtmfTones tones, MediaSession.Listener listener) {
        this.shared = shared;
        this.ports = ports;
        this.tones = tones;
        this.sender = new RtpSender(shared.random());
        this.receiver = new RtpReceiver((digit, millis) -> tell(listener, digit, millis));
        this.rtcp = new Rtcp(shared.random(), name);
        this.audio = new AudioPort(e -> shared.log().error("audio device failed", e));
        shared.pacer().add(this);
    }

    private void tell(MediaSession.Listener listener, char digit, int millis) {
        try {
            listener.dtmf(digit, millis);
        } catch (RuntimeException e) {
            shared.log().error("listener failed on digit {}", digit, e);
        }
    }

    /** Starts or changes the stream. */
    public void use(Negotiated negotiated) {
        boolean first = plan == null;
        plan = negotiated;
        if (first) {
            shared.receive().add(ports, this);
        }
        shared.pacer().wake();
    }

    /** Exchanges the audio device; null for none. */
    public void use(AudioDevice.Stream stream) {
        audio.use(stream == null ? AudioPort.SILENCE : stream);
    }

    public void mute(boolean on) {
        muted = on;
    }

    /** Changes how long packets are held back. */
    public void use(JitterSettings settings) {
        jitterSettings = settings;
    }

    /** Changes how digits sound, from the next one on. */
    public void use(DtmfTones changed) {
        tones = changed;
    }

    /** How digits sound now. */
    public DtmfTones tones() {
        return tones;
    }

    /** Queues digits as telephone events; false when there are too many. */
    public boolean sendEvents(String wanted) {
        return digits.add(wanted, DigitSender.Way.EVENT);
    }

    /** Queues digits as tones; false when there are too many. */
    public boolean sendTones(String wanted) {
        return digits.add(wanted, DigitSender.Way.TONE);
    }

    /** Queues digits that signalling sends, to be heard on this side; false when there are too many. */
    public boolean signalled(String wanted) {
        return digits.add(wanted, DigitSender.Way.SIGNALLED);
    }

    /** See {@link PortPair#mark}. */
    public void mark(int dscp) throws IOException {
        ports.mark(dscp);
    }

    /** Where RTP comes to; RTCP has the port above. */
    public int port() {
        return ports.port();
    }

    /** What packets are marked with. */
    public int dscp() throws IOException {
        return ports.dscp();
    }

    public long sent() {
        return sent;
    }

    public long received() {
        return received;
    }

    public long lost() {
        return lost;
    }

    public long late() {
        return late;
    }

    public double jitterMillis() {
        return jitterMillis;
    }

    public int delayMillis() {
        return delayMillis;
    }

    @Override
    public void close() {
        closing = true;
        shared.pacer().wake();
    }

    @Override
    public void received(ByteBuffer datagram, SocketAddress from, long nanos, boolean ofRtcp) {
        queue.put(datagram, from, nanos, ofRtcp, !isExpected(from, ofRtcp));
    }

    private boolean isExpected(SocketAddress from, boolean ofRtcp) {
        Negotiated now = plan;
        return ofRtcp ? from.equals(now.rtcp()) || from.equals(rtcpTarget) : from.equals(now.rtp()) || from.equals(rtpTarget);
    }

    @Override
    public long tick(long nanos) {
        Negotiated wanted = plan;
        if (wanted == null || defective) {
            return NEVER;
        }
        if (jitterSettings != appliedSettings) {
            appliedSettings = jitterSettings;
            receiver.playout().use(appliedSettings);
        }
        if (wanted != applied) {
            apply(wanted, nanos);
        }
        if (nanos - sendNanos > HOPELESS_NANOS || nanos - playNanos > HOPELESS_NANOS) {
            catchUp(nanos);
        }
        for (; nanos - sendNanos >= 0; sendNanos += ptimeNanos()) {
            send();
        }
        drain();
        receiver.check(nanos);
        for (; nanos - playNanos >= 0; playNanos += FRAME_NANOS) {
            play();
        }
        if (rtcp.isDue(nanos)) {
            report(nanos, false);
        }
        publish();
        return Math.min(sendNanos, playNanos);
    }

    private void apply(Negotiated wanted, long nanos) {
        if (applied == null || !applied.send().equals(wanted.send())) {
            codec = Codecs.of(wanted.send().encoding(), wanted.send().clockRate());
            coder = codec.open(wanted.ours().fmtp(), wanted.send().fmtp());
        }
        if (applied == null || !applied.send().equals(wanted.send()) || !applied.receive().equals(wanted.receive())) {
            var decoding = new Codec.Coder[128];
            var clockRates = new int[decoding.length];
            coders(wanted, codec.sampleRate(), decoding, clockRates);
            receiver.playout().use(decoding, clockRates, codec.sampleRate());
        }
        if (applied == null) {
            playNanos = shared.pacer().align(nanos, FRAME_NANOS);
            rtcp.begin(nanos);
        }
        if (applied == null || applied.ptime() != wanted.ptime()) {
            sendNanos = shared.pacer().align(nanos, FRAME_NANOS);
        }
        if (!wanted.sends() || applied != null && !Objects.equals(applied.sendEvents(), wanted.sendEvents())) {
            digits.clear();
        }
        receiver.use(wanted, nanos);
        applied = wanted;
    }

    private static void coders(Negotiated wanted, int sampleRate, Codec.Coder[] coders, int... clockRates) {
        for (Format format : wanted.receive()) {
            coders[format.payloadType()] = Resampled.open(Codecs.of(format.encoding(), format.clockRate()), sampleRate);
            clockRates[format.payloadType()] = format.clockRate();
        }
    }

    private long ptimeNanos() {
        return TimeUnit.MILLISECONDS.toNanos(applied.ptime());
    }

    private void catchUp(long nanos) {
        for (; nanos - sendNanos > 0; sendNanos += ptimeNanos()) {
            sender.pause(units(applied.ptime()));
        }
        for (; nanos - playNanos > 0; playNanos += FRAME_NANOS) {
            receiver.playout().play(pcm, samples(Playout.FRAME_MILLIS), playNanos);
        }
    }

    private int samples(int millis) {
        return codec.sampleRate() / 1000 * millis;
    }

    private int units(int millis) {
        return codec.clockRate() / 1000 * millis;
    }

    private void send() {
        int ptime = applied.ptime();
        int samples = samples(ptime);
        audio.read(pcm, samples);
        SocketAddress target = receiver.target();
        boolean sends = applied.sends() && target != null;
        DigitSender.Way digit = digits.advance(ptime, sends, tones);
        if (digit != null && digits.isFirst()) {
            begin(digits.digit());
        }
        if (!sends) {
            sender.pause(units(ptime));
            return;
        }
        try {
            if (digit == DigitSender.Way.EVENT) {
                silence.interrupt();
                sender.event(ports.rtp(), target, applied.sendEvents(), digits, units(ptime));
                return;
            }
            if (digit == DigitSender.Way.TONE) {
                tone.fill(pcm, samples);
                silence.interrupt();
                sound(target, samples);
            } else if (applied.noise()) {
                soundOrNoise(target, samples);
            } else {
                hush(samples);
                sound(target, samples);
            }
            sendFailed = false;
        } catch (IOException e) {
            failedToSend(e);
        }
    }

    private void hush(int samples) {
        if (muted || applied.hold()) {
            Arrays.fill(pcm, 0, samples, (short) 0);
        }
    }

    private void sound(SocketAddress target, int samples) throws IOException {
        sender.audio(ports.rtp(), target, applied.send().payloadType(), coder, pcm, samples, units(applied.ptime()));
    }

    private void soundOrNoise(SocketAddress target, int samples) throws IOException {
        switch (silence.next(pcm, samples, applied.ptime(), muted || applied.hold())) {
            case SOUND -> sound(target, samples);
            case NOISE -> sender.noise(ports.rtp(), target, Format.NOISE.payloadType(), silence.level(), units(applied.ptime()));
            case NOTHING -> sender.pause(units(applied.ptime()));
        }
    }

    private void begin(char digit) {
        DtmfTones now = tones;
        tone.start(digit, now.millis(), now.dbm0(), codec.sampleRate());
        if (now.feedback()) {
            feedback.start(digit, now.millis(), FEEDBACK_DBM0, codec.sampleRate());
        }
    }

    private void failedToSend(IOException e) {
        if (!sendFailed) {
            sendFailed = true;
            shared.log().warn("cannot send RTP to {}: {}", receiver.target(), e.getMessage());
        }
    }

    private void play() {
        int samples = samples(Playout.FRAME_MILLIS);
        if (applied.receives()) {
            receiver.playout().play(pcm, samples, playNanos);
            receiver.comfort(pcm, samples);
        } else {
            Arrays.fill(pcm, 0, samples, (short) 0);
        }
        feedback.mix(pcm, samples);
        shared.volume().apply(pcm, samples);
        audio.write(pcm, samples);
    }

    private void drain() {
        for (Datagram datagram = queue.peek(); datagram != null; datagram = queue.peek()) {
            if (datagram.rtcp) {
                control(datagram);
            } else if (!header.read(datagram.bytes, datagram.length)) {
                receiver.drop();
            } else if (header.ssrc() == sender.ssrc()) {
                collide(datagram.from);
            } else {
                receiver.packet(header, datagram);
            }
            queue.release();
        }
    }

    /** Somebody uses our SSRC (RFC 3550 8.2): we take another, once for each such address; a second time it is our own packets that come back. */
    private void collide(SocketAddress from) {
        receiver.drop();
        if (!from.equals(collided)) {
            collided = from;
            report(shared.clock().getAsLong(), true);
            sender.begin();
        }
    }

    private void control(Datagram datagram) {
        InetSocketAddress from = (InetSocketAddress) datagram.from;
        if (!from.equals(applied.rtcp()) && !from.getAddress().equals(host(receiver.target()))) {
            return;
        }
        Rtcp.Said said = rtcp.read(datagram.bytes, datagram.length, sender.ssrc(), receiver.source(), datagram.nanos, shared.wall().get());
        if (said != Rtcp.Said.JUNK) {
            rtcpTarget = from;
            rtcpTargetFor = receiver.target();
        }
        if (said == Rtcp.Said.BYE) {
            receiver.forgetSource();
        }
    }

    private static InetAddress host(SocketAddress address) {
        return address == null ? null : ((InetSocketAddress) address).getAddress();
    }

    /** Where RTCP came from, or where the description says, or beside the port that RTP comes from. */
    private SocketAddress rtcpTarget() {
        InetSocketAddress target = (InetSocketAddress) receiver.target();
        if (target == null) {
            return null;
        }
        if (rtcpTarget == null || !target.equals(rtcpTargetFor)) {
            rtcpTargetFor = target;
            rtcpTarget = receiver.isAsAnnounced() || target.getPort() == 65535 ? applied.rtcp()
                    : new InetSocketAddress(target.getAddress(), target.getPort() + 1);
        }
        return rtcpTarget;
    }

    private void report(long nanos, boolean bye) {
        SocketAddress target = rtcpTarget();
        if (target == null) {
            rtcp.begin(nanos);
            return;
        }
        RtpSource source = receiver.source();
        int ssrc = source == null ? 0 : source.ssrc();
        if (remoteSsrc != 0 && ssrc != remoteSsrc) {
            rtcp.forgetSender();
        }
        remoteSsrc = ssrc;
        long ahead = sendNanos - ptimeNanos() - nanos;
        int timestamp = sender.timestamp() - (int) (ahead / 1_000 * codec.clockRate() / 1_000_000);
        rtcp.write(report.clear(), sender, timestamp, source, nanos, shared.wall().get(), bye);
        try {
            ports.rtcp().send(report.flip(), target);
        } catch (IOException e) {
            failedToSend(e);
        }
    }

    private void publish() {
        sent = sender.total();
        received = receiver.received();
        lost = receiver.lost();
        late = receiver.playout().late();
        jitterMillis = receiver.jitterMillis();
        rtpTarget = receiver.target();
        delayMillis = receiver.playout().delayMillis();
    }

    /** Round trip time by RTCP in milliseconds; NaN as long as unknown. The pacing thread's. */
    double roundTripMillis() {
        return rtcp.roundTripMillis();
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void failed(RuntimeException defect) {
        defective = true;
        shared.log().error("media session stopped by a defect", defect);
    }

    @Override
    public void finish() {
        closing = true;
        if (!finishing.compareAndSet(false, true)) {
            return;
        }
        try {
            if (applied != null && !defective && (sender.total() > 0 || rtcp.hasReported())) {
                report(shared.clock().getAsLong(), true);
            }
            shared.log().debug("media of port {} ended: sent {}, received {}, lost {}, late {}, jitter {} ms, round trip {} ms",
                    ports.port(),
                    sent, received, lost, late, jitterMillis, rtcp.roundTripMillis());
        } catch (RuntimeException e) {
            failed(e);
        } finally {
            release();
        }
    }

    private void release() {
        try {
            ports.close();
        } catch (IOException e) {
            shared.log().warn("closing RTP port {}: {}", ports.port(), e.getMessage());
        }
        shared.receive().released();
        audio.close();
        finished.countDown();
    }

    @Override
    public void awaitFinish() {
        try {
            finished.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
