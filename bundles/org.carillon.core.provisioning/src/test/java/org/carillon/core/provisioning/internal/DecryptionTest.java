package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.junit.jupiter.api.Test;

class DecryptionTest {
    private static final String PLAIN = "<settings><setting id='Account1Label' value='München'/></settings>\n";
    /** Written by OpenSSL 3.0: {@code openssl enc -aes-256-cbc -pbkdf2 -pass pass:Schlüssel-1 -a}. */
    private static final byte[] ENCRYPTED = Base64.getMimeDecoder().decode("""
            U2FsdGVkX18kWYw2bENWgNwO2encgujSFgPPCb9eqvBF5ZoVbsPwRF7Mf97ZneNm
            9HlPAthrBBLJMI9A6zvERIfIOkuTSGwkxeuGAQUyVXfbi64csaFC7qrtAE8Xt0Cq
            """);

    private static byte[] open(String key, byte[] content) throws FormatException {
        return new Decryption(key).open(content);
    }

    @Test
    void opensWhatOpensslWrote() throws FormatException {
        assertThat(new String(open("Schlüssel-1", ENCRYPTED), StandardCharsets.UTF_8)).isEqualTo(PLAIN);
    }

    @Test
    void leavesPlainFilesAlone() throws FormatException {
        byte[] plain = PLAIN.getBytes(StandardCharsets.UTF_8);
        assertThat(open("any", plain)).isSameAs(plain);
        assertThat(open("", new byte[0])).isEmpty();
    }

    @Test
    void aWrongKeyIsSaidAndNeverShown() {
        for (int i = 0; i < 20; i++) {
            String key = "wrong" + i;
            assertThatThrownBy(() -> open(key, ENCRYPTED)).isInstanceOf(FormatException.class)
                    .hasMessageContaining("DeviceSecurityEncryptionAesKey").hasMessageNotContaining(key);
        }
    }

    @Test
    void noKeyIsSaid() {
        assertThatThrownBy(() -> open("", ENCRYPTED)).hasMessage("the file is encrypted, and DeviceSecurityEncryptionAesKey is blank");
    }

    @Test
    void whereThereCannotBeAKeyThatIsSaid() throws FormatException {
        Decryption none = Decryption.none("it is too early");
        assertThatThrownBy(() -> none.open(ENCRYPTED)).isInstanceOf(FormatException.class)
                .hasMessage("the file is encrypted, and it is too early");
        assertThat(none.open(new byte[]{'<'})).containsExactly('<');
    }

    @Test
    void whateverIsCutOffOrChangedInThePaddingIsRefused() {
        for (int length = 8; length < ENCRYPTED.length; length++) {
            byte[] cut = Arrays.copyOf(ENCRYPTED, length);
            assertThatThrownBy(() -> open("Schlüssel-1", cut)).as("%d bytes", length).isInstanceOf(FormatException.class);
        }
        byte[] changed = ENCRYPTED.clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> open("Schlüssel-1", changed)).isInstanceOf(FormatException.class);
    }
}
