package org.carillon.core.tls.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.carillon.api.device.DeviceKey;

/**
 * Keeps what a file holds under the key of the device: a first line, a nonce, and AES-256-GCM (NIST SP 800-38D) with the file's name authenticated.
 * Used by one thread at a time.
 */
final class Sealing {
    private static final byte[] HEAD = "carillon sealed 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final DeviceKey key;
    private final SecureRandom random = new SecureRandom();

    Sealing(DeviceKey key) {
        this.key = key;
    }

    static boolean isSealed(byte[] content) {
        return Arrays.mismatch(content, HEAD) == HEAD.length;
    }

    byte[] seal(String name, byte[] content) throws IOException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(content);
            return ByteBuffer.allocate(HEAD.length + NONCE + sealed.length).put(HEAD).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " cannot be encrypted: " + e.getMessage(), e);
        }
    }

    /** Empty when it is damaged, or was sealed under another key or for another file. */
    Optional<byte[]> open(String name, byte[] sealed) throws IOException {
        int start = HEAD.length + NONCE;
        if (sealed.length < start) {
            return Optional.empty();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(sealed, HEAD.length, start), name);
            return Optional.of(cipher.doFinal(sealed, start, sealed.length - start));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IOException(name + " cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws IOException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.get(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
