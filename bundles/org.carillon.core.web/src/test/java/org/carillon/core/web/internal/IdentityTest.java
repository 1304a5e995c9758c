package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress IP4 = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress IP6 = InetAddress.ofLiteral("2001:db8::7");

    @TempDir
    private Path home;
    private Set<InetAddress> addresses = Set.of(LOOPBACK);
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");

    private Identity identity() {
        return new Identity(home.resolve("https.pem"), "M8 3C28A6200088", () -> addresses, () -> now, new RecordingLog().logger());
    }

    private static List<Object> names(X509Certificate certificate) throws Exception {
        return certificate.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)).toList();
    }

    @Test
    void saysWhoItIsAndVouchesForItself() throws Exception {
        addresses = Set.of(LOOPBACK, IP4, IP6);
        X509Certificate certificate = identity().certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=M8 3C28A6200088");
        assertThat(names(certificate)).contains("localhost", "127.0.0.1", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()[0]).isTrue();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getSerialNumber().bitLength()).isEqualTo(121);
    }

    @Test
    void isKeptFromStartToStartForItsOwnerAlone() throws IOException {
        X509Certificate first = identity().certificate();
        assertThat(identity().certificate()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("https.pem")))).isEqualTo("rw-------");
    }

    @Test
    void isReplacedWhenAnAddressComes() throws Exception {
        Identity identity = identity();
        X509Certificate first = identity.certificate();
        addresses = Set.of(LOOPBACK, IP4);
        X509Certificate second = identity.certificate();
        assertThat(names(second)).contains("192.0.2.7");
        assertThat(second.getPublicKey()).isEqualTo(first.getPublicKey());
        addresses = Set.of(LOOPBACK);
        assertThat(identity.certificate()).isEqualTo(second);
    }

    @Test
    void isReplacedBeforeItEnds() {
        Identity identity = identity();
        X509Certificate first = identity.certificate();
        now = now.plus(Duration.ofDays(334));
        assertThat(identity.certificate()).isEqualTo(first);
        now = now.plus(Duration.ofDays(2));
        assertThat(identity.certificate().getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(365)));
    }

    @Test
    void isReplacedWhenTheClockTurnsOutToHaveBeenAhead() {
        Identity identity = identity();
        now = now.plus(Duration.ofDays(700));
        identity.certificate();
        now = now.minus(Duration.ofDays(700));
        assertThat(identity.certificate().getNotBefore().toInstant()).isBefore(now);
    }

    @Test
    void datesBeyond2049HaveFourDigitsForTheYear() {
        now = Instant.parse("2049-06-01T00:00:00Z");
        assertThat(identity().certificate().getNotAfter().toInstant()).isEqualTo("2050-06-01T00:00:00Z");
    }

    @Test
    void aFileThatIsDamagedIsReplaced() throws IOException {
        Files.writeString(home.resolve("https.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        X509Certificate fresh = identity().certificate();
        assertThat(identity().certificate()).isEqualTo(fresh);
    }
}
