package org.carillon.core.provisioning.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;

/**
 * Opens files that {@code openssl enc -aes-256-cbc -pbkdf2} wrote (manual 5.8): {@code Salted__}, eight bytes of salt, and AES-256-CBC with PKCS#7
 * padding; key and initialization vector are 48 bytes of PBKDF2-HMAC-SHA256 after 10,000 iterations. Threads may share an instance.
 */
final class Decryption {
    private static final byte[] MAGIC = "Salted__".getBytes(StandardCharsets.US_ASCII);
    private static final int SALT = 8;
    private static final int BLOCK = 16;
    private static final int KEY = 32;
    private static final int ITERATIONS = 10_000;
    private static final String PARAMETER = "DeviceSecurityEncryptionAesKey";

    private final String key;
    private final String without;

    /**
     * @param key
     *            the passphrase; empty when there is none
     */
    Decryption(String key) {
        this(key, PARAMETER + " is blank");
    }

    private Decryption(String key, String without) {
        this.key = key;
        this.without = without;
    }

    /** Refuses what is encrypted, for a reason. */
    static Decryption none(String reason) {
        return new Decryption("", reason);
    }

    /**
     * The plain text of a file that is encrypted; any other file as it is.
     *
     * @throws FormatException
     *             when it cannot be decrypted, or what comes out is no UTF-8; the message never holds the key
     */
    byte[] open(byte[] content) throws FormatException {
        if (content.length < MAGIC.length || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return content;
        }
        if (key.isEmpty()) {
            throw new FormatException("the file is encrypted, and " + without);
        }
        int header = MAGIC.length + SALT;
        if (content.length <= header || (content.length - header) % BLOCK != 0) {
            throw new FormatException(
                    "the encrypted file is cut off: after a header of " + header + " bytes there are whole blocks of " + BLOCK);
        }
        byte[] plain = decrypt(content, header);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plain));
        } catch (CharacterCodingException e) {
            throw wrong();
        }
        return plain;
    }

    private byte[] decrypt(byte[] content, int header) throws FormatException {
        try {
            byte[] derived = derive(Arrays.copyOfRange(content, MAGIC.length, header));
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived, 0, KEY, "AES"), new IvParameterSpec(derived, KEY, BLOCK));
            return cipher.doFinal(content, header, content.length - header);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw wrong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] derive(byte[] salt) throws GeneralSecurityException {
        KeySpec spec = new PBEKeySpec(key.toCharArray(), salt, ITERATIONS, (KEY + BLOCK) * Byte.SIZE);
        return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    }

    private static FormatException wrong() {
        return new FormatException(
                "the file cannot be decrypted: " + PARAMETER + " is another key than the file was encrypted with, or the file"
                        + " is damaged");
    }
}
