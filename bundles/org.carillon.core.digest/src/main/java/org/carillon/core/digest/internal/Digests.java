package org.carillon.core.digest.internal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.carillon.api.digest.DigestAuthentication;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Digest authentication as a client: MD5, SHA-256 and SHA-512-256, each with {@code -sess}, with qop auth, auth-int and without (RFC 2069,
 * RFC 2617, RFC 7616, RFC 8760). Of several challenges the strongest that is known is answered, and the topmost of those equally strong.
 * {@code userhash} is not used.
 */
@Component
public final class Digests implements DigestAuthentication {
    private static final int CNONCE_BYTES = 16;

    private final Supplier<String> cnonces;

    @Activate
    public Digests() {
        SecureRandom random = new SecureRandom();
        cnonces = () -> {
            byte[] bytes = new byte[CNONCE_BYTES];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        };
    }

    Digests(Supplier<String> cnonces) {
        this.cnonces = cnonces;
    }

    @Override
    public Session open(String user, String password) {
        return new DigestSession(user, password, cnonces);
    }
}
