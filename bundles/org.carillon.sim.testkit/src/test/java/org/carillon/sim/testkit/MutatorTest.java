package org.carillon.sim.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MutatorTest {
    private static final List<byte[]> SAMPLES = List.of(
            "OPTIONS sip:a@b SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            new byte[]{(byte) 0x80, 0, 0, 1}, new byte[0]);

    @Test
    void theSameSeedMakesTheSameMessages() {
        var one = new Mutator(7, 500);
        var two = new Mutator(7, 500);
        var messages = new HashSet<Integer>();
        for (int i = 0; i < 20_000; i++) {
            var message = one.next(SAMPLES);
            assertThat(two.next(SAMPLES)).isEqualTo(message);
            assertThat(message.length).isLessThanOrEqualTo(500);
            messages.add(Arrays.hashCode(message));
        }
        assertThat(messages).as("different ones").hasSizeGreaterThan(12_000);
    }

    @Test
    void samplesStayAsTheyAre() {
        var before = SAMPLES.stream().map(byte[]::clone).toList();
        var mutator = new Mutator(1, 100);
        for (int i = 0; i < 1_000; i++) {
            mutator.next(SAMPLES);
        }
        assertThat(SAMPLES).usingRecursiveComparison().isEqualTo(before);
    }
}
