package org.carillon.sim.pbx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A SIP message as text: a start line, header fields in order, a body. */
final class Message {
    private static final Map<String, String> COMPACT = Map.of("v", "Via", "f", "From", "t", "To", "i", "Call-ID", "m", "Contact", "l",
            "Content-Length");
    private static final Pattern URI = Pattern.compile("sips?:(?:([^@;>\\s]+)@)?([^:;>\\s]+)(?::(\\d+))?");

    /** Header field. */
    record Field(String name, String value) {}

    /** The parts of a SIP URI that matter here; {@code port} 0 when it has none. */
    record Address(String user, String host, int port) {}

    private String startLine;
    private final List<Field> fields = new ArrayList<>();
    private String body = "";

    private Message(String startLine) {
        this.startLine = startLine;
    }

    /** Empty when the text is no SIP message. */
    static Optional<Message> parse(byte[] data, int length) {
        String text = new String(data, 0, length, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String[] lines = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n");
        Message message = new Message(lines[0]);
        if (!message.isResponse() && !lines[0].endsWith(" SIP/2.0")) {
            return Optional.empty();
        }
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                return Optional.empty();
            }
            String name = lines[i].substring(0, colon).strip();
            message.fields.add(new Field(COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name), lines[i].substring(colon + 1).strip()));
        }
        message.body = text.substring(end + 4);
        message.splitVias();
        return message.has("Via") && message.has("CSeq") && message.has("Call-ID") ? Optional.of(message) : Optional.empty();
    }

    /** Several Vias in one line become several lines. */
    private void splitVias() {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).name().equalsIgnoreCase("Via") && fields.get(i).value().contains(",")) {
                String[] values = fields.remove(i).value().split("\\s*,\\s*");
                for (int k = values.length - 1; k >= 0; k--) {
                    fields.add(i, new Field("Via", values[k]));
                }
            }
        }
    }

    /** An answer of ours to a request. */
    Message answer(int code, String reason) {
        Message answer = new Message("SIP/2.0 " + code + " " + reason);
        for (Field field : fields) {
            if (List.of("via", "from", "call-id", "cseq").contains(field.name().toLowerCase(Locale.ROOT))) {
                answer.fields.add(field);
            } else if (field.name().equalsIgnoreCase("To")) {
                answer.fields.add(new Field("To", field.value().contains(";tag=") ? field.value() : field.value() + ";tag=pbx"));
            }
        }
        return answer;
    }

    boolean isResponse() {
        return startLine.startsWith("SIP/2.0 ");
    }

    String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    String uri() {
        return startLine.split(" ")[1];
    }

    void uri(String uri) {
        startLine = method() + " " + uri + " SIP/2.0";
    }

    boolean has(String name) {
        return first(name).isPresent();
    }

    Optional<String> first(String name) {
        return fields.stream().filter(field -> field.name().equalsIgnoreCase(name)).map(Field::value).findFirst();
    }

    void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    void push(String name, String value) {
        fields.addFirst(new Field(name, value));
    }

    /** Replaces the first field of that name; a null value removes it. */
    void replaceFirst(String name, String value) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                if (value == null) {
                    fields.remove(i);
                } else {
                    fields.set(i, new Field(name, value));
                }
                return;
            }
        }
    }

    static Optional<Address> address(String text) {
        Matcher matcher = URI.matcher(text);
        return matcher.find() ? Optional.of(new Address(matcher.group(1) == null ? "" : matcher.group(1), matcher.group(2),
                matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)))) : Optional.empty();
    }

    /** A parameter of a header value, such as a Via's {@code branch}; empty text when it has no value. */
    static Optional<String> parameter(String value, String name) {
        Matcher matcher = Pattern
                .compile("[;,]\\s*" + name + "\\s*(?:=\\s*\"?([^;,\">\\s]*)\"?)?(?=[;,>\\s\"]|$)", Pattern.CASE_INSENSITIVE).matcher(value);
        return matcher.find() ? Optional.of(matcher.group(1) == null ? "" : matcher.group(1)) : Optional.empty();
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(startLine).append("\r\n");
        fields.stream().filter(field -> !field.name().equalsIgnoreCase("Content-Length"))
                .forEach(field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        text.append("Content-Length: ").append(body.getBytes(StandardCharsets.UTF_8).length).append("\r\n\r\n").append(body);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
