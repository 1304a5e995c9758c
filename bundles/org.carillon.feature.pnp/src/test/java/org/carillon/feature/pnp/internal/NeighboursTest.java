package org.carillon.feature.pnp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighboursTest {
    @ParameterizedTest
    @CsvSource({"192.0.2.7, 24, 192.0.2.200, true", "192.0.2.7, 24, 192.0.3.7, false", "10.1.2.3, 12, 10.15.0.1, true",
            "10.1.2.3, 12, 10.16.0.1, false", "192.0.2.7, 32, 192.0.2.7, true", "192.0.2.7, 32, 192.0.2.6, false",
            "2001:db8::7, 64, 2001:db8::ffff, true", "2001:db8::7, 64, 2001:db8:0:1::7, false", "192.0.2.7, 0, 2001:db8::7, false"})
    void networksHavePrefixes(String own, int prefix, String other, boolean same) {
        assertThat(Neighbours.sameNetwork(InetAddress.ofLiteral(own).getAddress(), prefix, InetAddress.ofLiteral(other).getAddress()))
                .isEqualTo(same);
    }

    @Test
    void thePhoneIsItsOwnNeighbour() {
        assertThat(Neighbours.include(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
        assertThat(Neighbours.include(InetAddress.ofLiteral("240.0.0.1"))).isFalse();
    }
}
