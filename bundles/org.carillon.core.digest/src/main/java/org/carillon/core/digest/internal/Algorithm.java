package org.carillon.core.digest.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hash algorithms, weakest first. */
enum Algorithm {
    MD5("MD5", "MD5"), SHA_256("SHA-256", "SHA-256"), SHA_512_256("SHA-512-256", "SHA-512/256");

    /** Suffix of the variants whose key is bound to the first nonces (RFC 7616 3.4.2). */
    static final String SESSION = "-sess";

    private final String token;
    private final String jdkName;

    Algorithm(String token, String jdkName) {
        this.token = token;
        this.jdkName = jdkName;
    }

    /**
     * @param name
     *            value of the algorithm parameter, with or without {@link #SESSION}
     */
    static Optional<Algorithm> named(String name) {
        for (Algorithm algorithm : values()) {
            if (name.equalsIgnoreCase(algorithm.token) || name.equalsIgnoreCase(algorithm.token + SESSION)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** Lower-case hexadecimal digits. */
    String hash(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(jdkName).digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
