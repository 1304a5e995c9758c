package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealingTest {
    private final Sealing sealing = Keys.sealing();

    @Test
    void opensWhatItSealed() throws IOException {
        for (String value : new String[]{"", "geheim", "\u00e4\ud83d\ude00 ".repeat(4000)}) {
            assertThat(sealing.open("Code", sealing.seal("Code", value))).contains(value);
        }
    }

    @Test
    void theSameValueNeverLooksTheSame() throws IOException {
        assertThat(sealing.seal("Code", "geheim")).isNotEqualTo(sealing.seal("Code", "geheim")).hasSize(12 + 6 + 16);
    }

    @Test
    void neitherAnotherKeyNorAnotherPlaceOpensIt() throws IOException {
        byte[] sealed = sealing.seal("Code", "geheim");
        assertThat(Keys.sealing(2).open("Code", sealed)).isEmpty();
        assertThat(sealing.open("Label", sealed)).isEmpty();
        assertThat(sealing.open("Code", new byte[5])).isEmpty();
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] ^= 1;
            assertThat(sealing.open("Code", sealed)).as("bit of byte %d", i).isEmpty();
            sealed[i] ^= 1;
        }
    }

    /** Sealed by OpenSSL: key of 32 bytes 01, nonce 00 to 0b, "geheim", associated data "Code". */
    @Test
    void itIsWhatOthersMeanByThatName() throws IOException {
        byte[] sealed = HexFormat.of().parseHex("000102030405060708090a0bdcc3fd434993045276989c85ceaf3e5290d24b2c04ea");
        assertThat(sealing.open("Code", sealed)).isEqualTo(Optional.of("geheim"));
    }

    @Test
    void aKeyThatCannotBeHadIsTold() {
        Sealing without = new Sealing(() -> {
            throw new IOException("no key");
        });
        assertThatThrownBy(() -> without.seal("Code", "geheim")).isInstanceOf(IOException.class).hasMessage("no key");
    }

    @Test
    void whatIsNotKnownIsASecret() {
        assertThat(sealing.isSecret("Code", "1")).isTrue();
        sealing.leaveOpen((id, value) -> id.equals("Label"));
        assertThat(sealing.isSecret("Code", "1")).isTrue();
        assertThat(sealing.isSecret("Label", "1")).isFalse();
    }
}
