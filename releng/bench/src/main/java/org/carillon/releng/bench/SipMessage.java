package org.carillon.releng.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP message as text, as much of it as a caller needs. */
record SipMessage(String startLine, List<String> fields, String body) {
    private static final Map<String, String> COMPACT = Map.of("v", "via", "f", "from", "t", "to", "i", "call-id", "m", "contact", "l",
            "content-length");
    private static final Pattern MEDIA = Pattern.compile("(?m)^m=audio (\\d+) ");

    /** Null when it is none. */
    static SipMessage parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        List<String> lines = List.of(text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n"));
        return new SipMessage(lines.getFirst(), lines.subList(1, lines.size()), text.substring(end + 4));
    }

    boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    /** Of a response. */
    int status() {
        return Integer.parseInt(startLine.substring(8, 11));
    }

    /** Of the request, or of the one that this responds to. */
    String method() {
        String sequence = field("cseq");
        return sequence.substring(sequence.indexOf(' ') + 1).strip();
    }

    /** The first of that name; empty when there is none. */
    String field(String name) {
        return fields.stream().filter(field -> name(field).equals(name)).map(SipMessage::value).findFirst().orElse("");
    }

    private static String name(String field) {
        String name = field.substring(0, Math.max(0, field.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
        return COMPACT.getOrDefault(name, name);
    }

    private static String value(String field) {
        return field.substring(field.indexOf(':') + 1).strip();
    }

    /** Whether a REGISTER takes a registration back (RFC 3261 10.2.2), as a phone does that ends. */
    boolean isFarewell() {
        return field("expires").equals("0") || field("contact").matches(".*;\\s*expires=0\\b.*");
    }

    /** The URI of the contact. */
    Optional<String> contact() {
        String contact = field("contact");
        int open = contact.indexOf('<');
        int close = contact.indexOf('>');
        return open < 0 || close < open ? Optional.empty() : Optional.of(contact.substring(open + 1, close));
    }

    /** Where RTP is wanted; 0 when there is no session description. */
    int mediaPort() {
        Matcher matcher = MEDIA.matcher(body);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** An answer to this request (RFC 3261 8.2.6). */
    SipMessage answer(String status, List<String> more, String description) {
        List<String> kept = new ArrayList<>();
        for (String field : fields) {
            switch (name(field)) {
                case "via", "from", "call-id", "cseq" -> kept.add(field);
                case "to" -> kept.add(field.contains(";tag=") ? field : field + ";tag=bench");
                default -> {
                }
            }
        }
        kept.addAll(more);
        return new SipMessage("SIP/2.0 " + status, kept, description);
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        fields.forEach(field -> text.append(field).append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Type: application/sdp\r\n");
        }
        return text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body).toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
