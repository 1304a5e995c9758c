package org.carillon.core.media.internal.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.media.MediaException;

/**
 * Offer and answer of one session (RFC 3264) with one audio stream. An answer takes the first format of the offer that we know, the
 * offerer's preference, and nothing beside it but telephone events; further media are refused in their place. Not thread-safe.
 */
public final class OfferAnswer {
    /** A description of ours with what it means. */
    public record Answer(String text, Negotiated streams) {}

    /** A media section of the session as both sides know it; sections are never taken away again (RFC 3264 8). */
    private record Line(String type, String protocol, List<String> tokens) {
        static final Line AUDIO = new Line("audio", Media.RTP_AVP, List.of());
    }

    /** Our last offer, as long as it may be answered. */
    private record Offer(boolean hold, Direction direction, List<Format> formats, List<Format> events, boolean noise) {}

    private static final int EVENTS = 101;
    /** Of speech in telephones; also taken for events beside a codec of another clock, as many do. */
    private static final int EVENTS_CLOCK_RATE = 8000;

    private final long sessionId;
    private final int port;
    private final List<Capability> codecs;
    private final boolean takesEvents;
    private final boolean takesNoise;
    private final UnaryOperator<InetAddress> route;
    private final PayloadTypes numbers = new PayloadTypes();
    private InetAddress local;
    private List<Line> layout = List.of(Line.AUDIO);
    private boolean heldByPeer;
    private Offer offer;
    private long version;
    private String written = "";

    /**
     * @param codecs
     *            in the order of our preference, at least one
     * @param takesEvents
     *            whether telephone events are offered and accepted
     * @param takesNoise
     *            whether comfort noise is offered and accepted
     * @param route
     *            gives the address of ours that another address reaches us at; also asked with null, for the most likely one
     */
    public OfferAnswer(long sessionId, int port, List<Capability> codecs, boolean takesEvents, boolean takesNoise,
            UnaryOperator<InetAddress> route) {
        this.sessionId = sessionId;
        this.version = sessionId;
        this.port = port;
        this.codecs = codecs;
        this.takesEvents = takesEvents;
        this.takesNoise = takesNoise;
        this.route = route;
    }

    /** Our offer. Its formats, payload types and port are those of the offers before. */
    public String offer(boolean hold) {
        if (local == null) {
            local = route.apply(null);
        }
        Direction direction = !hold ? Direction.SENDRECV : heldByPeer ? Direction.INACTIVE : Direction.SENDONLY;
        List<Format> audio = codecs.stream().map(Capability::format).toList();
        List<Format> formats = numbers.number(Stream.concat(audio.stream(), events(audio)).toList());
        Map<Boolean, List<Format>> byKind = formats.stream().collect(Collectors.partitioningBy(Format::isTelephoneEvent));
        boolean noise = takesNoise && audio.stream().anyMatch(Format::hasClockOfNoise);
        offer = new Offer(hold, direction, byKind.get(false), byKind.get(true), noise);
        return write("0 0", layout, with(formats, noise), codecs.getFirst().ptime(), direction);
    }

    /** Telephone events of the clocks of all codecs (RFC 4733 2.1), that of the preferred one first. */
    private Stream<Format> events(List<Format> audio) {
        return audio.stream().filter(format -> takesEvents).mapToInt(Format::clockRate).distinct()
                .mapToObj(rate -> Format.events(rate == EVENTS_CLOCK_RATE ? EVENTS : Format.ANY, rate));
    }

    /**
     * @throws MediaException
     *             when nothing in it can be used; nothing has changed then
     */
    public Answer answer(String text, boolean hold) throws MediaException {
        Description description = SdpParser.parse(text);
        Media chosen = null;
        Format theirs = null;
        List<Line> lines = new ArrayList<>();
        for (Media media : description.media()) {
            Format found = chosen == null && media.isUsableAudio() ? firstKnown(media.formats()) : null;
            lines.add(found == null ? new Line(media.type(), media.protocol(), media.tokens()) : Line.AUDIO);
            if (found != null) {
                chosen = media;
                theirs = found;
            }
        }
        if (chosen == null) {
            throw new MediaException("offer without an audio stream that can be used: " + summary(description));
        }
        reach(chosen);
        Capability codec = capability(theirs);
        List<Format> receive = List.of(codec.format().at(theirs.payloadType()));
        Format events = eventsOf(chosen.formats(), theirs.clockRate());
        List<Format> receiveEvents = events == null ? List.of() : List.of(Format.events(events.payloadType(), events.clockRate()));
        boolean noise = takesNoise && isNoiseFor(theirs, chosen);
        Direction direction = Direction.of(chosen.direction().receives(), chosen.direction().sends() && !hold);
        heldByPeer = !chosen.direction().receives();
        layout = List.copyOf(lines);
        numbers.learn(chosen.formats());
        offer = null;
        Negotiated streams = new Negotiated(chosen.rtpAddress(), chosen.rtcpAddress(), theirs, codec.ptime(chosen), events, receive,
                receiveEvents, noise, direction.sends(), direction.receives(), hold, heldByPeer);
        List<Format> formats = Stream.concat(receive.stream(), receiveEvents.stream()).toList();
        return new Answer(write(description.time(), layout, with(formats, noise), codec.ptime(), direction), streams);
    }

    /**
     * Takes an answer to our last offer. An offer may be answered several times: early, finally, and by several branches of a forked call.
     *
     * @throws MediaException
     *             when it does not fit our offer; nothing has changed then
     */
    public Negotiated accept(String text) throws MediaException {
        if (offer == null) {
            throw new MediaException("an answer without an offer");
        }
        Description description = SdpParser.parse(text);
        int index = layout.indexOf(Line.AUDIO);
        Media media = index < description.media().size() ? description.media().get(index) : null;
        Format codec = media != null && media.isUsableAudio() ? firstKnown(media.formats()) : null;
        if (codec == null) {
            throw new MediaException("answer without an audio stream that was offered: " + summary(description));
        }
        reach(media);
        Direction peer = media.direction();
        heldByPeer = offer.direction() == Direction.INACTIVE ? heldByPeer : !peer.receives();
        return new Negotiated(media.rtpAddress(), media.rtcpAddress(), codec, capability(codec).ptime(media),
                eventsOf(media.formats(), codec.clockRate()), offer.formats(), offer.events(),
                offer.noise() && isNoiseFor(codec, media), offer.direction().sends() && peer.receives(),
                offer.direction().receives() && peer.sends(), offer.hold(),
                heldByPeer);
    }

    /** Forgets our offer. */
    public void rollback() {
        offer = null;
    }

    private static boolean isNoiseFor(Format codec, Media media) {
        return codec.hasClockOfNoise() && media.formats().contains(Format.NOISE);
    }

    private static List<Format> with(List<Format> formats, boolean noise) {
        return noise ? Stream.concat(formats.stream(), Stream.of(Format.NOISE)).toList() : formats;
    }

    private Format firstKnown(List<Format> theirs) {
        return theirs.stream().filter(format -> capability(format) != null).findFirst().orElse(null);
    }

    private Capability capability(Format theirs) {
        return codecs.stream().filter(codec -> codec.format().sameMeaning(theirs)).findFirst().orElse(null);
    }

    /** The telephone events beside a codec, of its clock if there are such; null for none. */
    private Format eventsOf(List<Format> formats, int clockRate) {
        return IntStream.of(clockRate, EVENTS_CLOCK_RATE).filter(rate -> takesEvents).boxed()
                .flatMap(rate -> formats.stream().filter(format -> format.isTelephoneEvent() && format.clockRate() == rate)).findFirst()
                .orElse(null);
    }

    private void reach(Media media) throws MediaException {
        if (media.address() == null) {
            throw new MediaException("no IP address for the audio stream");
        }
        InetAddress ours = local != null ? local : route.apply(media.address());
        if (ours instanceof Inet4Address != media.address() instanceof Inet4Address) {
            throw new MediaException("the audio stream's address is of an IP version that is not in use here");
        }
        local = ours;
    }

    private static String summary(Description description) {
        String media = description.media().stream().limit(4).map(m -> m.type() + " " + m.protocol() + (m.port() == 0 ? " refused" : ""))
                .collect(Collectors.joining(", "));
        String shown = media.length() > 120 ? media.substring(0, 120) + "..." : media;
        return shown.isEmpty() ? "no media" : shown;
    }

    private String write(String time, List<Line> lines, List<Format> formats, int ptime, Direction direction) {
        String address = (local instanceof Inet4Address ? "IN IP4 " : "IN IP6 ") + withoutZone(local.getHostAddress());
        StringBuilder text = new StringBuilder(400);
        text.append("s=-\r\nc=").append(address).append("\r\nt=").append(time).append("\r\n");
        for (Line line : lines) {
            if (line == Line.AUDIO) {
                writeAudio(text, formats, ptime, direction);
            } else {
                text.append("m=").append(line.type()).append(" 0 ").append(line.protocol()).append(' ')
                        .append(String.join(" ", line.tokens())).append("\r\n");
            }
        }
        String body = text.toString();
        if (!written.isEmpty() && !body.equals(written)) {
            version++;
        }
        written = body;
        return "v=0\r\no=- " + sessionId + " " + version + " " + address + "\r\n" + body;
    }

    private void writeAudio(StringBuilder text, List<Format> formats, int ptime, Direction direction) {
        text.append("m=audio ").append(port).append(' ').append(Media.RTP_AVP);
        formats.forEach(format -> text.append(' ').append(format.payloadType()));
        text.append("\r\n");
        formats.forEach(format -> text.append(format.attributes()));
        text.append("a=ptime:").append(ptime).append("\r\na=").append(direction).append("\r\n");
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
