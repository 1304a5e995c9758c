package org.carillon.core.media.internal.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpHeaderTest {
    private final RtpHeader header = new RtpHeader();

    private boolean read(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        return header.read(packet, packet.length);
    }

    @Test
    void readsAllFields() {
        assertThat(read("80 88 fffe 80000001 deadbeef 010203")).isTrue();
        assertThat(header.marker()).isTrue();
        assertThat(header.payloadType()).isEqualTo(8);
        assertThat(header.sequence()).isEqualTo(0xfffe);
        assertThat(header.timestamp()).isEqualTo(0x80000001);
        assertThat(header.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(header.payloadOffset()).isEqualTo(12);
        assertThat(header.payloadLength()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"contributing sources, 82 00 0001 00000001 00000001 11111111 22222222 0102, 20, 2",
            "extension, 90 00 0001 00000001 00000001 bede0001 aabbccdd 0102, 20, 2",
            "padding, a0 00 0001 00000001 00000001 0102 000003, 12, 2", "only padding, a0 00 0001 00000001 00000001 000003, 12, 0",
            "no payload, 80 00 0001 00000001 00000001, 12, 0"})
    void findsThePayload(String what, String hex, int offset, int length) {
        assertThat(read(hex)).isTrue();
        assertThat(header.payloadOffset()).isEqualTo(offset);
        assertThat(header.payloadLength()).isEqualTo(length);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"nothing, ''", "too short, 80 00 0001 00000001 000000", "version 1, 40 00 0001 00000001 00000001 0102",
            "version 0, 00 01 0000 2112a442 00000001 0102", "contributing sources beyond the end, 8f 00 0001 00000001 00000001 11111111",
            "extension beyond the end, 90 00 0001 00000001 00000001 bede0002 aabbccdd",
            "half an extension, 90 00 0001 00000001 00000001 be",
            "padding beyond the start, a0 00 0001 00000001 00000001 0102 000009", "padding of 0, a0 00 0001 00000001 00000001 0102 0000"})
    void refusesWhatContradictsItself(String what, String hex) {
        assertThat(read(hex)).isFalse();
    }

    @Test
    void survivesAnything() {
        Random random = new Random(3550);
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = new byte[random.nextInt(80)];
            random.nextBytes(packet);
            if (header.read(packet, packet.length)) {
                assertThat(header.payloadOffset() + header.payloadLength()).isLessThanOrEqualTo(packet.length);
                assertThat(header.payloadLength()).isNotNegative();
            }
        }
    }
}
