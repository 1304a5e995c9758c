package org.carillon.core.sip.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A SIP message as text, taken apart with nothing of the code under test. */
record Sip(String startLine, List<String> headers, String body) {
    static Sip parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        var lines = List.of(text.substring(0, end).split("\r\n"));
        return new Sip(lines.getFirst(), lines.subList(1, lines.size()), text.substring(end + 4));
    }

    /** A request or response of lines without {@code \r}; a body follows an empty line. Adds Content-Length. */
    static String text(String lines) {
        int end = lines.indexOf("\n\n");
        var head = end < 0 ? lines.strip() : lines.substring(0, end);
        var body = end < 0 ? "" : lines.substring(end + 2).replace("\n", "\r\n");
        return head.replace("\n", "\r\n") + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    boolean request() {
        return !startLine.startsWith("SIP/");
    }

    String method() {
        return request() ? startLine.split(" ")[0] : header("CSeq").split(" ")[1];
    }

    String uri() {
        return startLine.split(" ")[1];
    }

    int code() {
        return request() ? 0 : Integer.parseInt(startLine.split(" ")[1]);
    }

    long sequence() {
        return Long.parseLong(header("CSeq").split(" ")[0]);
    }

    List<String> all(String name) {
        var found = new ArrayList<String>();
        for (var header : headers) {
            int colon = header.indexOf(':');
            if (header.substring(0, colon).strip().equalsIgnoreCase(name)) {
                found.add(header.substring(colon + 1).strip());
            }
        }
        return found;
    }

    /** The first of that name; null when there is none. */
    String header(String name) {
        return all(name).stream().findFirst().orElse(null);
    }

    String callId() {
        return header("Call-ID");
    }

    String fromTag() {
        return parameter(header("From"), "tag");
    }

    String toTag() {
        return parameter(header("To"), "tag");
    }

    String branch() {
        return parameter(header("Via"), "branch");
    }

    /** The URI in the Contact. */
    String contact() {
        var contact = header("Contact");
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }

    static String parameter(String header, String name) {
        var matcher = Pattern.compile(";\\s*" + name + "=([^;>,]*)").matcher(header);
        return matcher.find() ? matcher.group(1).strip() : null;
    }

    /** The response to this request, with more header lines and an optional body after an empty line. */
    String answer(int code, String reason, String toTag, String more) {
        var text = new StringBuilder("SIP/2.0 " + code + " " + reason);
        all("Via").forEach(via -> text.append("\nVia: ").append(via));
        text.append("\nFrom: ").append(header("From"));
        text.append("\nTo: ").append(header("To")).append(toTag() == null && toTag != null ? ";tag=" + toTag : "");
        text.append("\nCall-ID: ").append(callId()).append("\nCSeq: ").append(header("CSeq"));
        if (!more.isEmpty()) {
            text.append("\n").append(more);
        }
        return text(text.toString());
    }
}
