package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerNamesTest {
    private static final Collection<List<?>> NAMES = List.of(List.of(2, "pbx.example"), List.of(2, "*.hosted.example"),
            List.of(6, "sip:uri.example"), List.of(6, "sip:bob@user.example"), List.of(6, "https://web.example"), List.of(7, "192.0.2.1"),
            List.of(7, "2001:db8:0:0:0:0:0:1"), List.of(4, "CN=subject.example"));

    private static boolean matches(String domain) {
        return ServerNames.match(NAMES, domain);
    }

    @Test
    void namesMatchWhateverTheirCase() {
        assertThat(matches("PBX.example")).isTrue();
        assertThat(matches("other.example")).isFalse();
        assertThat(matches("sub.pbx.example")).isFalse();
        assertThat(matches("subject.example")).isFalse();
    }

    @Test
    void aWildcardStandsForOneLabel() {
        assertThat(matches("a.hosted.example")).isTrue();
        assertThat(matches("a.b.hosted.example")).isFalse();
        assertThat(matches("hosted.example")).isFalse();
        assertThat(ServerNames.match(List.of(List.of(2, "*.0.2.1")), "192.0.2.1")).isFalse();
    }

    @Test
    void aSipUriNamesADomainButAUserDoesNot() {
        assertThat(matches("uri.example")).isTrue();
        assertThat(matches("user.example")).isFalse();
        assertThat(matches("web.example")).isFalse();
    }

    @Test
    void addressesMatchAddresses() {
        assertThat(matches("192.0.2.1")).isTrue();
        assertThat(matches("[2001:db8::1]")).isTrue();
        assertThat(matches("192.0.2.2")).isFalse();
    }

    @Test
    void aCertificateWithoutNamesIsForNobody() {
        assertThat(ServerNames.match(null, "pbx.example")).isFalse();
    }
}
