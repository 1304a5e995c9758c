package org.carillon.core.media.internal.sdp;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.carillon.api.media.MediaException;

/**
 * Reads session descriptions (RFC 8866). Everything is bounded, nothing is looked up: host names are not resolved, lines of no use here
 * are skipped.
 */
public final class SdpParser {
    static final int MAX_LENGTH = 16 * 1024;
    static final int MAX_LINES = 400;
    static final int MAX_LINE = 1024;
    static final int MAX_MEDIA = 16;
    static final int MAX_FORMATS = 64;

    private final List<Section> sections = new ArrayList<>();
    private Section session = new Section(null, 0, null, List.of());
    private String time = "0 0";

    private SdpParser() {}

    /**
     * @throws MediaException
     *             with a message fit for a log, when the text is no session description or too large
     */
    public static Description parse(String text) throws MediaException {
        return new SdpParser().read(text);
    }

    private Description read(String text) throws MediaException {
        check(text != null && !text.isBlank(), "empty session description");
        check(text.length() <= MAX_LENGTH, "session description longer than " + MAX_LENGTH + " characters");
        String[] lines = text.split("\r\n|\n|\r", MAX_LINES + 2);
        check(lines.length <= MAX_LINES, "session description of more than " + MAX_LINES + " lines");
        check(lines[0].equals("v=0"), "session description does not begin with v=0");
        boolean origin = false;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i];
            if (line.isEmpty()) {
                continue;
            }
            check(line.length() <= MAX_LINE, "line " + (i + 1) + " longer than " + MAX_LINE + " characters");
            check(line.length() >= 2 && line.charAt(1) == '=' && line.chars().allMatch(SdpParser::permitted),
                    "line " + (i + 1) + " is not of the form x=value");
            origin |= line.charAt(0) == 'o';
            line(line.charAt(0), line.substring(2), i + 1);
        }
        check(origin, "no o= line");
        List<Media> media = new ArrayList<>();
        for (Section section : sections) {
            media.add(section.media(session));
        }
        return new Description(time, List.copyOf(media));
    }

    private void line(char type, String value, int number) throws MediaException {
        Section current = sections.isEmpty() ? session : sections.getLast();
        switch (type) {
            case 'm' -> {
                check(sections.size() < MAX_MEDIA, "more than " + MAX_MEDIA + " media sections");
                sections.add(section(value, number));
            }
            case 'c' -> {
                current.address = connection(value, number);
                current.connected = true;
            }
            case 't' -> {
                if (value.matches("\\d{1,20} \\d{1,20}")) {
                    time = value;
                }
            }
            case 'a' -> {
                int colon = value.indexOf(':');
                current.attribute(colon < 0 ? value : value.substring(0, colon), colon < 0 ? "" : value.substring(colon + 1).strip());
            }
            default -> {
                // nothing that a phone acts on
            }
        }
    }

    private static Section section(String value, int number) throws MediaException {
        String[] words = value.strip().split(" +", MAX_FORMATS + 4);
        check(words.length >= 4, "line " + number + ": m= needs a type, a port, a protocol and a format");
        check(words.length < MAX_FORMATS + 4, "line " + number + ": more than " + MAX_FORMATS + " formats");
        for (String word : words) {
            check(word.chars().allMatch(c -> c > ' ' && c < 0x7f), "line " + number + ": m= holds a character that is not permitted");
        }
        String port = words[1].contains("/") ? words[1].substring(0, words[1].indexOf('/')) : words[1];
        int parsed = number(port, 65535);
        check(parsed >= 0, "line " + number + ": no port");
        return new Section(words[0].toLowerCase(Locale.ROOT), parsed, words[2].toUpperCase(Locale.ROOT),
                List.of(words).subList(3, words.length));
    }

    /** The address of a {@code c=} or {@code rtcp} value; null for a host name, which nobody looks up here. */
    private static InetAddress connection(String value, int number) throws MediaException {
        String[] words = value.strip().split(" +");
        check(words.length == 3 && words[0].equals("IN") && (words[1].equals("IP4") || words[1].equals("IP6")),
                "line " + number + ": c= is not IN IP4 or IN IP6 with an address");
        String text = words[2].contains("/") ? words[2].substring(0, words[2].indexOf('/')) : words[2];
        InetAddress address = literal(words[1], text);
        check(address == null || !address.isMulticastAddress(), "line " + number + ": a multicast address has no use in a call");
        return address;
    }

    private static InetAddress literal(String type, String text) {
        try {
            if (type.equals("IP4")) {
                return text.matches("\\d{1,3}(\\.\\d{1,3}){3}") ? Inet4Address.ofLiteral(text) : null;
            }
            return text.matches("[0-9A-Fa-f:.]{2,45}") && text.contains(":") ? Inet6Address.ofLiteral(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A number from 0 to max; -1 when it is not one. */
    private static int number(String text, int max) {
        if (text.isEmpty() || text.length() > 6 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value <= max ? value : -1;
    }

    private static boolean permitted(int c) {
        return c >= ' ' && c != 0x7f || c == '\t';
    }

    private static void check(boolean holds, String otherwise) throws MediaException {
        if (!holds) {
            throw new MediaException(otherwise);
        }
    }

    /** What lines said about the session or one media section. */
    private static final class Section {
        private final String type;
        private final int port;
        private final String protocol;
        private final List<String> tokens;
        private final Format[] mapped = new Format[128];
        private final String[] parameters = new String[128];
        private InetAddress address;
        private boolean connected;
        private Direction direction;
        private int ptime;
        private int maxPtime;
        private String rtcp;

        Section(String type, int port, String protocol, List<String> tokens) {
            this.type = type;
            this.port = port;
            this.protocol = protocol;
            this.tokens = tokens;
        }

        void attribute(String name, String value) {
            Direction said = Direction.ofAttribute(name);
            if (said != null) {
                direction = said;
                return;
            }
            switch (name) {
                case "rtpmap" -> map(value);
                case "fmtp" -> parameters(value);
                case "ptime" -> ptime = milliseconds(value);
                case "maxptime" -> maxPtime = milliseconds(value);
                case "rtcp" -> rtcp = value;
                default -> {
                    // not used here
                }
            }
        }

        /** Whole milliseconds; RFC 8866 permits fractions, which are cut off. 0 when there is no sense in it. */
        private static int milliseconds(String value) {
            int dot = value.indexOf('.');
            return Math.max(0, number(dot < 0 ? value : value.substring(0, dot), 10_000));
        }

        private void map(String value) {
            String[] words = value.split(" +", 3);
            if (words.length < 2) {
                return;
            }
            int payloadType = number(words[0], 127);
            String[] meaning = words[1].split("/", 4);
            int rate = meaning.length < 2 ? -1 : number(meaning[1], 192_000);
            int channels = meaning.length < 3 ? 1 : number(meaning[2], 255);
            if (payloadType >= 0 && rate > 0 && channels > 0 && !meaning[0].isEmpty()) {
                mapped[payloadType] = new Format(payloadType, meaning[0].toUpperCase(Locale.ROOT), rate, channels, "");
            }
        }

        private void parameters(String value) {
            String[] words = value.split(" +", 2);
            int payloadType = number(words[0], 127);
            if (payloadType >= 0 && words.length == 2) {
                parameters[payloadType] = words[1];
            }
        }

        Media media(Section session) {
            InetAddress at = connected ? address : session.address;
            Direction said = direction != null ? direction : session.direction != null ? session.direction : Direction.SENDRECV;
            if (at != null && at.isAnyLocalAddress()) {
                said = Direction.of(said.sends(), false);
            }
            return new Media(type, port, protocol, tokens, formats(), at, said, ptime != 0 ? ptime : session.ptime,
                    maxPtime != 0 ? maxPtime : session.maxPtime, rtcpAddress(at));
        }

        private List<Format> formats() {
            List<Format> formats = new ArrayList<>();
            if (protocol.startsWith("RTP/")) {
                for (String token : tokens) {
                    int payloadType = number(token, 127);
                    if (payloadType >= 0) {
                        Format format = mapped[payloadType] != null ? mapped[payloadType] : Format.assigned(payloadType);
                        formats.add(parameters[payloadType] == null ? format : format.with(parameters[payloadType]));
                    }
                }
            }
            return List.copyOf(formats);
        }

        private InetSocketAddress rtcpAddress(InetAddress fallback) {
            if (rtcp == null) {
                return null;
            }
            String[] words = rtcp.split(" +");
            int to = number(words[0], 65535);
            InetAddress at = words.length == 4 && words[1].equals("IN") ? literal(words[2], words[3]) : fallback;
            return to <= 0 || at == null || at.isMulticastAddress() ? null : new InetSocketAddress(at, to);
        }
    }
}
