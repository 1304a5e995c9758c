package org.carillon.lib.jainsip.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lines before the body, cut into names and values and no further: enough to bound a message before it is parsed, and to answer one that
 * cannot be parsed. Lines end as the parser sees it: CRLF, CR or LF.
 */
record RawHeaders(String firstLine, List<Field> fields, int start, int end) {
    private static final Map<String, String> COMPACT = Map.of("v", "via", "f", "from", "t", "to", "i", "call-id", "l", "content-length");

    /** Lines before the body, folded ones counted too. */
    private static final int MAX_LINES = 512;

    /** Bytes before the body. */
    private static final int MAX_BYTES = 32_768;

    /** {@code name} in lower case and in its long form, {@code value} unfolded and trimmed. */
    record Field(String name, String value) {}

    /**
     * @return null when there are more lines or bytes than anybody needs, or no line at all
     */
    static RawHeaders of(byte[] data, int length) {
        int at = 0;
        while (at < length && (data[at] == '\r' || data[at] == '\n')) {
            at++;
        }
        int start = at;
        var lines = new ArrayList<String>();
        int end = -1;
        while (at < length && end < 0) {
            int from = at;
            while (at < length && data[at] != '\r' && data[at] != '\n') {
                at++;
            }
            if (at == length || lines.size() == MAX_LINES || at - start > MAX_BYTES) {
                break;
            }
            var line = new String(data, from, at - from, UTF_8);
            at += data[at] == '\r' && at + 1 < length && data[at + 1] == '\n' ? 2 : 1;
            if (line.isBlank()) {
                end = at;
            } else {
                lines.add(line);
            }
        }
        return lines.isEmpty() ? null : new RawHeaders(lines.getFirst(), fields(lines), start, end);
    }

    private static List<Field> fields(List<String> lines) {
        var fields = new ArrayList<Field>();
        var folded = new StringBuilder();
        for (var line : lines.subList(1, lines.size())) {
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                add(fields, folded.toString());
                folded.setLength(0);
            }
            folded.append(folded.isEmpty() ? "" : " ").append(line.strip());
        }
        add(fields, folded.toString());
        return List.copyOf(fields);
    }

    private static void add(List<Field> fields, String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.add(new Field(COMPACT.getOrDefault(name, name), line.substring(colon + 1).strip()));
        }
    }

    /** False when the blank line after the headers is missing or too far away. */
    boolean complete() {
        return end >= 0;
    }

    boolean response() {
        return firstLine.regionMatches(true, 0, "SIP/", 0, 4);
    }

    boolean ack() {
        return firstLine.startsWith("ACK ");
    }

    List<String> all(String name) {
        return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
    }
}
