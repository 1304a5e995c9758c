package org.carillon.feature.actionuri.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedAddressesTest {
    private static boolean trusts(String patterns, String address) {
        return new TrustedAddresses(List.of(patterns.split(","))).contain(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({"10.3.20.10,10.3.20.10", "10.3.20.*,10.3.20.255", "10.*.20.0,10.0.20.0", "*.*.*.*,192.0.2.1", "Any,192.0.2.1", "ANY,::1",
            "2001:db8::1,2001:db8:0:0::1", "10.3.20.10,::ffff:10.3.20.10"})
    void whatFitsIsTrusted(String pattern, String address) {
        assertThat(trusts(pattern, address)).isTrue();
        assertThat(trusts("192.0.2.77," + pattern, address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10.3.20.10,10.3.20.11", "10.3.20.*,10.3.21.1", "10.3.20.10,10.3.20.100", "10.3.20.1,10.3.20.10", "*.*.*.*,::1",
            "2001:db8::1,2001:db8::2",
            "10.3.20,10.3.20.0", "10.3.20.10.1,10.3.20.10", "*,10.3.20.10", "010.3.20.10,10.3.20.10", "1٠.3.20.10,10.3.20.10",
            "localhost,127.0.0.1",
            "localhost,::1"})
    void whatDoesNotFitIsNot(String pattern, String address) {
        assertThat(trusts(pattern, address)).isFalse();
    }

    @Test
    void nobodyIsTrustedByDefault() {
        assertThat(new TrustedAddresses(List.of()).contain(InetAddress.getLoopbackAddress())).isFalse();
        assertThat(new TrustedAddresses(List.of("", "\n", "127.0.0.1\r\n")).contain(InetAddress.getLoopbackAddress())).isFalse();
    }
}
