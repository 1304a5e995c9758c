package org.carillon.feature.dhcp.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.carillon.api.provisioning.ScepSettings;

/** Sub-options 70, 71 and 73 of option 43 (manual 5.4.3). */
record Scep(URI url, Optional<String> challenge, Optional<X500Principal> subject) implements ScepSettings {
    /** Upper bound of a challenge password (RFC 2985). */
    private static final int LONGEST = 255;

    static Optional<Scep> of(Options options) {
        return options.read(70, Scep::url)
                .map(url -> new Scep(url, options.read(71, Scep::challenge), options.read(73, Scep::subject)));
    }

    private static URI url(byte[] value) {
        String text = Options.text(value);
        Options.check(text.matches("(?i)https?://.+"), "none make a URL; an http or https URL is permitted");
        return URI.create(ProvisioningUrl.server(value));
    }

    private static String challenge(byte[] value) {
        return printable(value);
    }

    private static X500Principal subject(byte[] value) {
        try {
            return new X500Principal(printable(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("none make a name; attributes such as CN=phone,O=Example are permitted (RFC 2253)", e);
        }
    }

    private static String printable(byte[] value) {
        String text = new String(value, StandardCharsets.ISO_8859_1);
        Options.check(text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c <= '~'),
                "some are not permitted; up to " + LONGEST + " printable ASCII characters are");
        return text;
    }

    /** Without the challenge. */
    @Override
    public String toString() {
        return "Scep[" + url + "]";
    }
}
