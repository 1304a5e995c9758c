package org.carillon.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message of RFC 4475 as {@code docs/rfc4475.md} lists it.
 *
 * @param text
 *            byte by byte, as ISO 8859-1
 * @param overUdp
 *            what is answered: a status, {@code rings}, or {@code -} for nothing
 * @param overTcp
 *            the same, with {@code closed} where the connection is closed
 */
public record TortureMessage(String name, String text, String overUdp, String overTcp) {
    private static final Path TABLE = Repository.ROOT.resolve("docs/rfc4475.md");
    private static final Path VECTORS = Repository.ROOT.resolve("target-platform/jain-sip/src/test/resources/rfc4475");
    private static final Pattern TOP_VIA = Pattern
            .compile("(?is)(\\n(?:v|via)\\s*:\\s*SIP\\s*/\\s*2.0\\s*/\\s*)([A-Z]+)(\\s+[^\\s:;]+(?::(\\d+))?)");

    private static final Pattern CALL_ID = Pattern.compile("(?i)\\n(?:i|call-id)\\s*:\\s*(\\S+)");

    /** Users that the messages call, beside those that nobody is meant to know. */
    public static final List<String> USERS = List.of("user", "t.watson", "remote-target", "UserB", "sips:user@example.com",
            "user;par=u@example.net");

    public static List<TortureMessage> all() {
        try {
            return Files.readAllLines(TABLE).stream().map(line -> line.split("\\s*\\|\\s*", -1))
                    .filter(cells -> cells.length > 4 && Files.exists(vector(cells[1]))).map(cells -> of(cells[1], cells[4], cells[5]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path vector(String name) {
        return VECTORS.resolve(name + ".dat");
    }

    private static TortureMessage of(String name, String overUdp, String overTcp) {
        try {
            return new TortureMessage(name, new String(Files.readAllBytes(vector(name)), ISO_8859_1), overUdp, overTcp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the name of the transport that carries it in the top Via. */
    public byte[] bytes(String transport) {
        return TOP_VIA.matcher(text).replaceFirst(via -> Matcher.quoteReplacement(via.group(1) + transport + via.group(3)))
                .getBytes(ISO_8859_1);
    }

    /** The port that its top Via names: where the answer to a datagram goes. */
    public int port() {
        Matcher via = TOP_VIA.matcher(text);
        return via.find() && via.group(4) != null ? Integer.parseInt(via.group(4)) : 5060;
    }

    /** Whether a response is one to this message, not to another one before. */
    public boolean isAnsweredBy(String response) {
        Matcher id = CALL_ID.matcher(text);
        return !id.find() || response.contains(id.group(1));
    }

    @Override
    public String toString() {
        return name;
    }
}
