package org.carillon.core.config.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiPredicate;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals values with AES-256-GCM (NIST SP 800-38D): nonce, ciphertext, tag. What a value belongs to is authenticated with it, so that it cannot
 * be read in another place. Used by one thread at a time.
 */
final class Sealing {
    /** Gives the key; asked for only when there is something to seal or to open. */
    interface Key {
        SecretKey get() throws IOException;
    }

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final Key key;
    private final SecureRandom random = new SecureRandom();
    private BiPredicate<String, String> open = (id, value) -> false;

    Sealing(Key key) {
        this.key = key;
    }

    /**
     * @param known
     *            tells of which id and value it is known that anybody may read them
     */
    void leaveOpen(BiPredicate<String, String> known) {
        open = known;
    }

    /** What nobody declares may be a secret, too. */
    boolean isSecret(String id, String value) {
        return !open.test(id, value);
    }

    byte[] seal(String place, String value) throws IOException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(value.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IOException("a value cannot be encrypted: " + e.getMessage(), e);
        }
    }

    /** Empty when it was sealed with another key, or for another place. */
    Optional<String> open(String place, byte[] sealed) throws IOException {
        if (sealed.length < NONCE) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), place);
            byte[] value = cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IOException("a value cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws IOException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.get(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
