package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StampedSocketTest {
    @Test
    void tellsWhenADatagramCame() {
        try (StampedSocket one = new StampedSocket(); StampedSocket other = new StampedSocket()) {
            byte[] bytes = "hello".getBytes(StandardCharsets.US_ASCII);
            long before = StampedSocket.now();
            one.send(bytes, other.port());
            long after = StampedSocket.now();
            StampedSocket.Datagram datagram = other.receive();
            assertThat(datagram.bytes()).isEqualTo(bytes);
            assertThat(datagram.port()).isEqualTo(one.port());
            assertThat(datagram.nanos()).isBetween(before, after);
            assertThat(one.receive()).isNull();
        }
    }
}
