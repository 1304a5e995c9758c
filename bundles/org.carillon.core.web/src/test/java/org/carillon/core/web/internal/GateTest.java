package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "192.0.2.7:8443", "localhost", "LOCALHOST:80", "[::1]", "[2001:db8::7]:443"})
    void anAddressIsItsOwnName(String host) {
        assertThat(Gate.isOwnName(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "attacker.example", "127.0.0.1.attacker.example:443", "localhost.example", "[::1", "[]", "127.0.0.1@x"})
    void aNameOfSomebodyElseIsNot(String host) {
        assertThat(Gate.isOwnName(host)).isFalse();
    }
}
