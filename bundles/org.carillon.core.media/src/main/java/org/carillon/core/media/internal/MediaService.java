package org.carillon.core.media.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.carillon.api.device.AudioDevice;
import org.carillon.api.device.FramePriority;
import org.carillon.api.device.NetworkInterfaces;
import org.carillon.api.device.Phone;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.media.MediaSessions;
import org.carillon.api.media.Tone;
import org.carillon.api.media.Tones;
import org.carillon.api.media.Volume;
import org.carillon.api.parameter.Configurations;
import org.carillon.api.parameter.PerIndex;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.core.media.internal.rtp.DtmfTones;
import org.carillon.core.media.internal.rtp.JitterSettings;
import org.carillon.core.media.internal.rtp.Pacer;
import org.carillon.core.media.internal.rtp.PortPair;
import org.carillon.core.media.internal.rtp.Ports;
import org.carillon.core.media.internal.rtp.ReceiveLoop;
import org.carillon.core.media.internal.rtp.RtpStream;
import org.carillon.core.media.internal.rtp.TonePlayer;
import org.carillon.core.media.internal.sdp.Capability;
import org.carillon.core.media.internal.sdp.OfferAnswer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Opens media sessions and plays tones; two threads serve all of them, and sleep while there is none. */
@Component(configurationPid = MediaConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MediaConfig.class)
public final class MediaService implements MediaSessions, Tones {
    /** Stands in an answer that is never sent. */
    private static final int ANY_PORT = 9;
    private static final int NAME_BYTES = 12;
    private static final int DTMF_DBM0 = -10;

    private final Scope scope;
    private final PerIndex<AccountConfig> accounts;
    private final Logger log;
    private final SecureRandom random = new SecureRandom();
    private final Ports ports;
    private final Route route;
    private final Pacer pacer;
    private final ReceiveLoop receive;
    private final RtpStream.Shared shared;
    private final Devices devices = new Devices();
    private final Volumes volumes;
    private final NetworkInterfaces interfaces;
    private final FramePriority frames;
    private volatile int dscp;
    private volatile int priority;
    private volatile DtmfTones tones;
    private volatile JitterSettings wired;
    private volatile JitterSettings wireless;

    @Activate
    public MediaService(MediaConfig config, @Reference(name = "phone") Phone phone,
            @Reference(name = "interfaces") NetworkInterfaces interfaces, @Reference(name = "frames") FramePriority frames,
            @Reference(name = "volumes") Volumes volumes, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "configurations") Configurations configurations,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.interfaces = interfaces;
        this.frames = frames;
        this.volumes = volumes;
        this.accounts = configurations.perIndex(AccountConfig.class, AccountConfig.PID);
        this.log = log;
        use(config);
        this.ports = new Ports(phone.bind(), phone.rtpPortLow(), phone.rtpPortHigh());
        this.route = new Route(phone.bind());
        this.pacer = new Pacer(scopes::nanoTime, () -> prioritize(log));
        this.receive = new ReceiveLoop(scopes::nanoTime, e -> log.warn("receiving RTP", e));
        this.shared = new RtpStream.Shared(pacer, receive, scopes::nanoTime, scopes::now, random, volumes.gain(Volume.Of.CALL), log);
        this.scope = scopes.open("core.media");
        scope.onClose(receive);
        scope.onClose(pacer);
        scope.dedicated("receive", true, receive);
        scope.dedicated("pace", true, pacer);
    }

    private static void prioritize(Logger log) {
        if (!Realtime.request()) {
            log.info("RTP is sent without real-time priority, which is not permitted here: under load it will be late");
        }
    }

    @Modified
    void modified(MediaConfig config) {
        use(config);
        devices.sessions().forEach(session -> {
            mark(session.stream());
            session.stream().use(tones);
            session.useJitterSettings();
        });
    }

    private void use(MediaConfig config) {
        dscp = config.dscp();
        priority = config.priority();
        tones = tones(config);
        wired = inOrder("SettingJitterBuffer", new JitterSettings(config.jitterBufferMode() == 0, config.jitterBufferMin(),
                config.jitterBufferNormal(), config.jitterBufferMax()));
        wireless = inOrder("SettingWifiJitterBuffer", new JitterSettings(config.wifiJitterBufferMode() == 0, config.wifiJitterBufferMin(),
                config.wifiJitterBufferNormal(), config.wifiJitterBufferMax()));
    }

    private JitterSettings inOrder(String id, JitterSettings settings) {
        JitterSettings inOrder = settings.inOrder();
        if (!inOrder.equals(settings)) {
            log.warn("{}Min {}, {}Normal {}, {}Max {}: permitted is Min <= Normal <= Max; {}, {} and {} are used", id, settings.minMillis(),
                    id,
                    settings.normalMillis(), id, settings.maxMillis(), inOrder.minMillis(), inOrder.normalMillis(), inOrder.maxMillis());
        }
        return inOrder;
    }

    /**
     * @param peer
     *            null when not known
     */
    private JitterSettings jitterSettings(InetAddress peer) {
        return interfaces.isWireless(route.apply(peer)) ? wireless : wired;
    }

    private static DtmfTones tones(MediaConfig config) {
        int millis = switch (config.dtmfDuration()) {
            case 1 -> 80;
            case 3 -> 200;
            case 4 -> 250;
            default -> 100;
        };
        return new DtmfTones(millis, DTMF_DBM0 + config.dtmfLevel(), config.dtmfFeedback());
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Reference(name = "audio", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAudio(AudioDevice device) {
        devices.come(device);
    }

    void unbindAudio(AudioDevice device) {
        devices.go(device);
    }

    @Override
    public MediaSession open(int account, MediaSession.Listener listener) throws MediaException {
        List<Capability> codecs = codecs(account);
        PortPair pair = bind();
        RtpStream stream = new RtpStream(shared, pair, name(), tones, listener);
        DtmfMode digits = DtmfMode.values()[accounts.get(account).dtmfMode()];
        OfferAnswer negotiation = new OfferAnswer(random.nextInt() & Integer.MAX_VALUE, pair.port(), codecs, digits.events(),
                accounts.get(account).vad(), route);
        Session session = new Session(negotiation, stream, digits, devices, this::jitterSettings, log);
        devices.add(session);
        mark(stream);
        return session;
    }

    @Override
    public void check(int account, String offer) throws MediaException {
        new OfferAnswer(1, ANY_PORT, codecs(account), false, false, route).answer(offer, false);
    }

    @Override
    public Playing play(Tone tone, Volume.Of volume) {
        return new PlayedTone(new TonePlayer(pacer, tone, volumes.gain(volume), log), devices, log);
    }

    private List<Capability> codecs(int account) throws MediaException {
        List<Capability> codecs = AccountCodecs.of(accounts.get(account));
        if (codecs.isEmpty()) {
            throw new MediaException(
                    "account " + account + " has no codec that is built among " + List.of(accounts.get(account).audioCodecs()));
        }
        return codecs;
    }

    private PortPair bind() throws MediaException {
        try {
            return ports.bind();
        } catch (MediaException e) {
            pacer.awaitClosings();
            receive.awaitRelease();
            return ports.bind();
        }
    }

    /** A canonical name that tells nothing and is another one for each call (RFC 7022 4.2). */
    private byte[] name() {
        byte[] bits = new byte[NAME_BYTES];
        random.nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits).getBytes(StandardCharsets.US_ASCII);
    }

    private void mark(RtpStream stream) {
        try {
            stream.mark(dscp);
        } catch (IOException e) {
            log.warn("cannot mark RTP with DSCP {}: {}", dscp, e.getMessage());
        }
        frames.mark(FramePriority.Protocol.UDP, stream.port(), priority);
        frames.mark(FramePriority.Protocol.UDP, stream.port() + 1, priority);
    }
}
