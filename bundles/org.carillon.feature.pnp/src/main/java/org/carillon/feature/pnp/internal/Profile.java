package org.carillon.feature.pnp.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a profile is by what a NOTIFY says (RFC 6080 5.6, RFC 4483): strictly one URL, whoever says it. */
final class Profile {
    /** What a SUBSCRIBE asks for. */
    static final String ACCEPTED = "application/url, message/external-body, text/plain";

    private static final int LONGEST = 512;
    private static final List<String> SCHEMES = List.of("http", "https", "tftp");

    /** Says what is wrong, and what SIP status says so. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private Profile() {}

    /**
     * The URL, as it was written.
     *
     * @param type
     *            content type in lower case; empty for none
     * @param parameters
     *            of the content type
     */
    static String url(String type, Map<String, String> parameters, String body) throws Refused {
        return switch (type) {
            case "application/url", "text/plain" -> checked(body.replaceFirst("\r?\n\\z", ""));
            case "message/external-body" -> external(parameters);
            case "" -> throw new Refused(400, "there is no body; " + ACCEPTED + " are permitted");
            default -> throw new Refused(415, "the body's type is none of " + ACCEPTED);
        };
    }

    private static String external(Map<String, String> parameters) throws Refused {
        if (!"url".equalsIgnoreCase(parameters.get("access-type"))) {
            throw new Refused(400, "the external body is not behind a URL; access-type=\"URL\" is permitted");
        }
        return checked(parameters.getOrDefault("url", ""));
    }

    private static String checked(String text) throws Refused {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new Refused(400, "the URL has " + text.length() + " characters; 1 to " + LONGEST + " are permitted");
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                throw new Refused(400, "character " + (i + 1) + " is none of a URL");
            }
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (uri.getHost() == null || !SCHEMES.contains(scheme)) {
                throw new Refused(400, "it is no URL of a server; http, https and tftp are permitted");
            }
            return text;
        } catch (URISyntaxException e) {
            throw new Refused(400, "the URL is not usable at character " + (e.getIndex() + 1));
        }
    }
}
