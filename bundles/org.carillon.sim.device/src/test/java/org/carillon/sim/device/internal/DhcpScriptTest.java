package org.carillon.sim.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.DhcpClient.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpScriptTest {
    private static final Request REQUEST = new Request("", "m8", new TreeSet<>(Set.of(43, 66)), new TreeSet<>(Set.of(59)));

    private static Leases answer(String... lines) {
        return DhcpScript.parse(List.of(lines)).answer(REQUEST);
    }

    @Test
    void whatIsAskedForIsTold() {
        assertThat(answer("# a network", "", "ipv4 address 192.0.2.7", "ipv4 66 \"a \"b\"\"", "ipv4 43 3A 01 35", "ipv4 67 \"x\""))
                .isEqualTo(
                        new Leases(
                                Optional.of(new Lease("emulated", Optional.of(InetAddress.ofLiteral("192.0.2.7")),
                                        Map.of(66, "6120226222", 43, "3a0135"))),
                                Optional.empty()));
        assertThat(answer("ipv6 59 \"\"")).isEqualTo(
                new Leases(Optional.empty(), Optional.of(new Lease("emulated", Optional.empty(), Map.of(59, "")))));
        assertThat(answer()).isEqualTo(Leases.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv5 66 \"x\"", "ipv4 x", "ipv4 66 xyz", "ipv4 66 123", "ipv4 address here", "ipv4 66 \"x"})
    void whatCannotBeReadIsSaid(String line) {
        assertThatThrownBy(() -> answer("", line)).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("line 2: ")
                .hasMessageEndingWith(DhcpScript.PERMITTED);
    }
}
