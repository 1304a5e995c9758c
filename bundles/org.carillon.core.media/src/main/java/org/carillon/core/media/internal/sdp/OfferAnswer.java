package org.carillon.core.media.internal.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
    private record Offer(boolean hold, Direction direction, List<Format> formats, int events) {}

    private static final int DEFAULT_EVENTS = 101;
    private static final int DEFAULT_PTIME = 20;

    private final long sessionId;
    private final int port;
    private final List<Format> codecs;
    private final UnaryOperator<InetAddress> route;
    private InetAddress local;
    private List<Line> layout = List.of(Line.AUDIO);
    private final boolean takesEvents;
    private int events;
    private boolean heldByPeer;
    private Offer offer;
    private long version;
    private String written = "";

    /**
     * @param codecs
     *            in the order of our preference, at least one
     * @param takesEvents
     *            whether telephone events are offered and accepted
     * @param route
     *            gives the address of ours that another address reaches us at; also asked with null, for the most likely one
     */
    public OfferAnswer(long sessionId, int port, List<Format> codecs, boolean takesEvents, UnaryOperator<InetAddress> route) {
        this.sessionId = sessionId;
        this.version = sessionId;
        this.port = port;
        this.codecs = codecs;
        this.takesEvents = takesEvents;
        this.events = takesEvents ? DEFAULT_EVENTS : -1;
        this.route = route;
    }

    /** Our offer. Its formats, payload types and port are those of the offers before. */
    public String offer(boolean hold) {
        if (local == null) {
            local = route.apply(null);
        }
        Direction direction = !hold ? Direction.SENDRECV : heldByPeer ? Direction.INACTIVE : Direction.SENDONLY;
        offer = new Offer(hold, direction, codecs, events);
        return write("0 0", layout, codecs, events, direction);
    }

    /**
     * @throws MediaException
     *             when nothing in it can be used; nothing has changed then
     */
    public Answer answer(String text, boolean hold) throws MediaException {
        Description description = SdpParser.parse(text);
        Media chosen = null;
        Format codec = null;
        List<Line> lines = new ArrayList<>();
        for (Media media : description.media()) {
            Format found = chosen == null && media.isUsableAudio() ? firstKnown(media.formats(), codecs) : null;
            lines.add(found == null ? new Line(media.type(), media.protocol(), media.tokens()) : Line.AUDIO);
            if (found != null) {
                chosen = media;
                codec = found;
            }
        }
        if (chosen == null) {
            throw new MediaException("offer without an audio stream that can be used: " + summary(description));
        }
        reach(chosen);
        int peerEvents = takesEvents ? eventsOf(chosen.formats()) : -1;
        Direction direction = Direction.of(chosen.direction().receives(), chosen.direction().sends() && !hold);
        heldByPeer = !chosen.direction().receives();
        layout = List.copyOf(lines);
        events = peerEvents < 0 ? events : peerEvents;
        offer = null;
        Negotiated streams = new Negotiated(chosen.rtpAddress(), chosen.rtcpAddress(), codec, ptime(chosen), peerEvents, List.of(codec),
                peerEvents, direction.sends(), direction.receives(), hold, heldByPeer);
        return new Answer(write(description.time(), layout, List.of(codec), peerEvents, direction), streams);
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
        Format codec = media != null && media.isUsableAudio() ? firstKnown(media.formats(), offer.formats()) : null;
        if (codec == null) {
            throw new MediaException("answer without an audio stream that was offered: " + summary(description));
        }
        reach(media);
        Direction peer = media.direction();
        heldByPeer = offer.direction() == Direction.INACTIVE ? heldByPeer : !peer.receives();
        return new Negotiated(media.rtpAddress(), media.rtcpAddress(), codec, ptime(media), takesEvents ? eventsOf(media.formats()) : -1,
                offer.formats(),
                offer.events(), offer.direction().sends() && peer.receives(), offer.direction().receives() && peer.sends(), offer.hold(),
                heldByPeer);
    }

    /** Forgets our offer. */
    public void rollback() {
        offer = null;
    }

    private static Format firstKnown(List<Format> theirs, List<Format> ours) {
        return theirs.stream().filter(format -> ours.stream().anyMatch(format::sameMeaning)).findFirst().orElse(null);
    }

    private static int eventsOf(List<Format> formats) {
        return formats.stream().filter(Format::isTelephoneEvent).mapToInt(Format::payloadType).findFirst().orElse(-1);
    }

    /** Milliseconds per packet for sending to who wrote this. */
    private static int ptime(Media media) {
        int wanted = media.ptime() == 0 ? DEFAULT_PTIME : media.ptime();
        int most = media.maxPtime() == 0 ? wanted : Math.min(wanted, media.maxPtime());
        return Math.clamp(most / 10 * 10, 10, 60);
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

    private String write(String time, List<Line> lines, List<Format> formats, int eventType, Direction direction) {
        String address = (local instanceof Inet4Address ? "IN IP4 " : "IN IP6 ") + withoutZone(local.getHostAddress());
        StringBuilder text = new StringBuilder(400);
        text.append("s=-\r\nc=").append(address).append("\r\nt=").append(time).append("\r\n");
        for (Line line : lines) {
            if (line == Line.AUDIO) {
                writeAudio(text, formats, eventType, direction);
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

    private void writeAudio(StringBuilder text, List<Format> formats, int eventType, Direction direction) {
        text.append("m=audio ").append(port).append(' ').append(Media.RTP_AVP);
        formats.forEach(format -> text.append(' ').append(format.payloadType()));
        if (eventType >= 0) {
            text.append(' ').append(eventType);
        }
        text.append("\r\n");
        for (Format format : formats) {
            text.append("a=rtpmap:").append(format.payloadType()).append(' ').append(format.encoding()).append('/')
                    .append(format.clockRate()).append("\r\n");
        }
        if (eventType >= 0) {
            text.append("a=rtpmap:").append(eventType).append(" telephone-event/").append(Format.EVENT_CLOCK_RATE).append("\r\na=fmtp:")
                    .append(eventType).append(" 0-15\r\n");
        }
        text.append("a=ptime:").append(DEFAULT_PTIME).append("\r\na=").append(direction).append("\r\n");
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
