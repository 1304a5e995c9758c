package org.carillon.feature.dhcp.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.carillon.api.provisioning.ProvisioningSource.Location;

/** Which URL options name (manual 2.2.2; docs/adr/0059-dhcp-options.md for what the manual leaves open). */
final class ProvisioningUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https", "tftp");
    private static final String SCHEME = "://";
    private static final String DEFAULT = "https://";

    private ProvisioningUrl() {}

    /** Reads a URL, or a host with or without port and path. */
    static String server(byte[] value) {
        return checked(Options.text(value), false);
    }

    /** Reads a URL, a host or a path that begins with a slash. */
    static String serverOrPath(byte[] value) {
        return checked(Options.text(value), true);
    }

    /** Reads the first option of an enterprise that is a URL, or a URL that stands there without an enterprise. */
    static String vendorServer(byte[] value) {
        try {
            return Options.vendorTexts(value).stream().filter(ProvisioningUrl::hasScheme).findFirst().map(text -> checked(text, false))
                    .orElseThrow(() -> new IllegalArgumentException("none are a URL; an http, https or tftp URL is permitted"));
        } catch (IllegalArgumentException e) {
            String text = new String(value, StandardCharsets.ISO_8859_1);
            if (hasScheme(text)) {
                return checked(Options.text(value), false);
            }
            throw e;
        }
    }

    private static String checked(String text, boolean path) {
        if (text.isEmpty()) {
            return text;
        }
        String whole = path && text.startsWith("/") ? DEFAULT + "host" + text : absolute(text);
        try {
            URI uri = new URI(whole);
            Options.check(uri.getHost() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT)),
                    "none make a server; an http, https or tftp URL, a host" + (path ? " or a path" : "") + " is permitted");
            return text;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the one at " + e.getIndex() + " does not belong there: " + e.getReason(), e);
        }
    }

    static boolean hasScheme(String text) {
        return text.contains(SCHEME);
    }

    /** With the scheme that is meant where none is given. */
    static String absolute(String text) {
        return hasScheme(text) ? text : DEFAULT + text;
    }

    /** The rules for 66 and 67, among all options or within option 43. */
    static Optional<Location> of(Options options) {
        Optional<String> server = options.read(66, ProvisioningUrl::server).filter(text -> !text.isEmpty());
        Optional<String> file = options.read(67, ProvisioningUrl::serverOrPath).filter(text -> !text.isEmpty());
        if (server.isEmpty()) {
            return file.map(text -> text.replaceFirst("^/+", "")).filter(text -> !text.isEmpty())
                    .map(text -> new Location(absolute(text), options.name(67)));
        }
        if (file.isPresent() && hasScheme(file.get()) && !hasScheme(server.get())) {
            return Optional.of(new Location(file.get(), options.name(67)));
        }
        String base = absolute(server.get());
        if (file.isPresent() && file.get().startsWith("/")) {
            return Optional.of(new Location(base.replaceFirst("/+$", "") + file.get(), options.name(66) + " and 67"));
        }
        return Optional.of(new Location(base, options.name(66)));
    }
}
