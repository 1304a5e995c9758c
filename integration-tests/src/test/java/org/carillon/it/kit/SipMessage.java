package org.carillon.it.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP message as it came off the wire.
 *
 * @param nanos
 *            when, of {@link System#nanoTime}
 */
public record SipMessage(String text, long nanos) {
    public boolean isRequest() {
        return !text.startsWith("SIP/2.0 ");
    }

    /** Of a request its own method, of a response the one that it answers. */
    public String method() {
        return isRequest() ? text.substring(0, text.indexOf(' ')) : header("CSeq").replaceFirst("\\d+\\s+", "");
    }

    /** Request-URI. */
    public String uri() {
        return text.split(" ", 3)[1];
    }

    /** 0 for a request. */
    public int status() {
        return isRequest() ? 0 : RawSip.status(text);
    }

    /** The first header of that name; empty when there is none. */
    public String header(String name) {
        return headers(name).stream().findFirst().orElse("");
    }

    public List<String> headers(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        return text.substring(0, end()).lines().skip(1).filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip()).toList();
    }

    public String body() {
        return text.substring(Math.min(text.length(), end() + 4));
    }

    private int end() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text.length() : end;
    }

    /**
     * A response to this request.
     *
     * @param more
     *            whole header lines
     */
    public String response(String status, String more, String body) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + "\r\n");
        headers("Via").forEach(via -> response.append("Via: ").append(via).append("\r\n"));
        String to = header("To");
        return response.append("From: ").append(header("From")).append("\r\nTo: ").append(to)
                .append(to.contains(";tag=") ? "" : ";tag=scripted").append("\r\nCall-ID: ").append(header("Call-ID")).append("\r\nCSeq: ")
                .append(header("CSeq")).append("\r\n").append(more).append("Content-Length: ").append(body.length()).append("\r\n\r\n")
                .append(body).toString();
    }

    /** A parameter of Authorization; empty when there is none. */
    public String authorization(String parameter) {
        Matcher matcher = Pattern.compile("[ ,]" + parameter + "=\"?([^\",]*)").matcher(header("Authorization"));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** True when Authorization (RFC 7616, qop=auth, by the algorithm that it names) was made with that password. */
    public boolean provesKnowledgeOf(String password) {
        String secret = hash(authorization("username") + ":" + authorization("realm") + ":" + password);
        String request = hash(method() + ":" + authorization("uri"));
        String expected = hash(String.join(":", secret, authorization("nonce"), authorization("nc"), authorization("cnonce"),
                authorization("qop"), request));
        return expected.equals(authorization("response"));
    }

    private String hash(String text) {
        String algorithm = authorization("algorithm").replace("512-256", "512/256");
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance(algorithm.isEmpty() ? "MD5" : algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
