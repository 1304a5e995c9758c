package org.carillon.core.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.api.tls.DeviceCertificates.Identity;
import org.carillon.api.tls.TlsException;
import org.carillon.core.tls.internal.Certificates.Entry;
import org.carillon.sim.testkit.RecordingLog;
import org.carillon.sim.testkit.TestCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogLevel;

/** Handshakes with a server in this virtual machine. */
@Timeout(120)
class CertificatesTest {
    private static final Instant NOW = Instant.now();
    private static final Duration HOUR = Duration.ofHours(1);
    private static final char[] NO_PASSWORD = {};

    private final TestCertificate root = TestCertificate.named("Root").authority().make();
    private final TestCertificate between = TestCertificate.named("Between").authority().signedBy(root).make();

    private final RecordingLog log = new RecordingLog();
    private SecretKey key = key(1);

    @TempDir
    private Path home;
    private Certificates certificates;

    private static SecretKey key(int filling) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return new SecretKeySpec(bytes, "AES");
    }

    @BeforeEach
    void trustRoot() throws IOException {
        certificates = certificates();
        certificates.trust("root.pem", bytes(root.pem()), "root.pem");
    }

    private Certificates certificates() {
        return new Certificates(home, Instant::now, () -> key, log.logger());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TestCertificate.Builder server(TestCertificate signer) {
        return TestCertificate.named("Server").hosts("127.0.0.1", "pbx.example.com").signedBy(signer);
    }

    /** Why the phone refused, as a person is told. */
    private String refusal(Handshake server, String host) {
        Throwable failed = catchThrowable(() -> server.connect(certificates.client(true), host, "TLSv1.3"));
        assertThat(failed).isNotNull();
        while (failed.getCause() != null) {
            failed = failed.getCause();
        }
        return failed.getMessage();
    }

    private String refusal(TestCertificate certificate) throws Exception {
        try (Handshake server = Handshake.with(certificate)) {
            return refusal(server, "127.0.0.1");
        }
    }

    private List<Certificate> connect(TestCertificate certificate, boolean verify) throws Exception {
        try (Handshake server = Handshake.with(certificate)) {
            return server.connect(certificates.client(verify));
        }
    }

    @Test
    void trustsWhatWasAddedAndWhatTheRuntimeTrusts() throws Exception {
        connect(server(root).make(), true);
        connect(server(between).make(), true);
        certificates.distrust("root.pem");
        assertThat(certificates.listTrusted()).isEmpty();
        assertThat(certificates.trusted().size()).isGreaterThan(20);
    }

    @Test
    void refusesWhatIsNotValidNow() throws Exception {
        assertThat(refusal(server(root).valid(NOW.minus(HOUR), NOW.minusSeconds(60)).make()))
                .startsWith("certificate of CN=Server expired on ");
        assertThat(refusal(server(root).valid(NOW.plusSeconds(600), NOW.plus(HOUR)).make()))
                .startsWith("certificate of CN=Server is valid from ").contains("the clock of this phone says");
        TestCertificate old = TestCertificate.named("Old").authority().signedBy(root).valid(NOW.minus(HOUR), NOW.minusSeconds(60)).make();
        assertThat(refusal(server(old).make())).startsWith("certificate of CN=Old expired on ");
    }

    @Test
    void refusesAnExpiredServerThoughItWasAddedItself() throws Exception {
        TestCertificate expired = TestCertificate.named("Server").hosts("127.0.0.1").valid(NOW.minus(HOUR), NOW.minusSeconds(60)).make();
        certificates.trust("server.pem", bytes(expired.pem()), "server.pem");
        assertThat(refusal(expired)).startsWith("certificate of CN=Server expired on ");
        TestCertificate early = TestCertificate.named("Early").hosts("127.0.0.1").valid(NOW.plusSeconds(600), NOW.plus(HOUR)).make();
        certificates.trust("server.pem", bytes(early.pem()), "server.pem");
        assertThat(refusal(early)).startsWith("certificate of CN=Early is valid from ");
    }

    @Test
    void refusesWhomNobodyVouchesFor() throws Exception {
        assertThat(refusal(server(null).make()))
                .isEqualTo("no certification path: CN=Server vouches for itself, which is not among the trusted certificates");
        TestCertificate stranger = TestCertificate.named("Stranger").authority().make();
        assertThat(refusal(server(stranger).make()))
                .isEqualTo("no certification path: it ends at CN=Stranger, which is not among the trusted certificates");
        TestCertificate impostor = TestCertificate.named("Root").authority().make();
        assertThat(refusal(server(impostor).make()))
                .isEqualTo("certificate of CN=Root is not signed with the key of CN=Root among the trusted certificates");
    }

    @Test
    void refusesAChainWithAGap() throws Exception {
        try (Handshake server = Handshake.alone(server(between).make())) {
            assertThat(refusal(server, "127.0.0.1")).contains("the server sent 1 certificate, the last one issued by CN=Between")
                    .contains("or the server sends its certificate too");
            certificates.trust("between.pem", bytes(between.pem()), "between.pem");
            server.connect(certificates.client(true));
        }
    }

    @Test
    void refusesCertificatesForOtherPurposes() throws Exception {
        assertThat(refusal(server(root).forClientsOnly().make()))
                .isEqualTo("certificate of CN=Server: Extended key usage does not permit use for TLS server authentication");
        assertThat(refusal(server(root).forCertificatesOnly().make()))
                .isEqualTo("certificate of CN=Server: KeyUsage does not allow digital signatures");
        TestCertificate person = TestCertificate.named("Person").signedBy(root).make();
        assertThat(refusal(server(person).make())).startsWith("certificate of CN=Person: ").contains("not a CA certificate");
    }

    @Test
    void refusesTheWrongHostWhereTheConnectionAsksForTheCheck() throws Exception {
        try (Handshake server = Handshake.with(server(root).make())) {
            server.connect(certificates.client(true), "pbx.example.com", "TLSv1.3");
            assertThat(refusal(server, "other.example.com")).startsWith("certificate of CN=Server: ").contains("other.example.com");
        }
    }

    @Test
    void saysNothingThatAPeerWroteOnALineOfItsOwn() throws Exception {
        String message = refusal(TestCertificate.named("x\r\nDONE" + "y".repeat(200)).hosts("127.0.0.1").make());
        assertThat(message.chars()).noneMatch(Character::isISOControl);
        assertThat(message).hasSizeLessThan(600);
    }

    @Test
    void verifiesNothingWhenTold() throws Exception {
        connect(TestCertificate.named("Anybody").valid(NOW.minus(HOUR), NOW.minusSeconds(60)).make(), false);
        Files.writeString(home.resolve("trusted/damaged.pem"), "nothing");
        connect(TestCertificate.named("Anybody").make(), false);
    }

    @Test
    void takesChangedTrustAtTheNextConnection() throws Exception {
        TestCertificate other = TestCertificate.named("Other").authority().make();
        try (Handshake server = Handshake.with(server(other).make())) {
            SSLContext before = certificates.client(true);
            assertThat(certificates.client(true)).isSameAs(before);
            assertThat(refusal(server, "127.0.0.1")).contains("no certification path");
            certificates.trust("other.der", other.certificate().getEncoded(), "other.der");
            assertThat(certificates.client(true)).isNotSameAs(before);
            server.connect(certificates.client(true));
            certificates.trust("other.der", bytes(root.pem()), "other.der");
            assertThat(refusal(server, "127.0.0.1")).as("no session is resumed").contains("no certification path");
            Files.write(home.resolve("trusted/by-hand.pem"), bytes(other.pem()));
            server.connect(certificates.client(true));
            certificates.distrust("by-hand.pem");
            assertThat(refusal(server, "127.0.0.1")).contains("no certification path");
        }
    }

    @Test
    void offersItsCertificateToServersThatAsk() throws Exception {
        TestCertificate server = server(root).make();
        assertThat(connect(server, true)).isEmpty();
        TestCertificate first = TestCertificate.named("Phone 1").signedBy(between).make();
        certificates.own(first.pkcs12(""), NO_PASSWORD, "phone.p12");
        assertThat(connect(server, true)).containsExactlyElementsOf(first.chain());
        TestCertificate second = TestCertificate.named("Phone 2").signedBy(root).make();
        certificates.own(second.pkcs12("geheim"), "geheim".toCharArray(), "phone.p12");
        assertThat(connect(server, true)).containsExactlyElementsOf(second.chain());
        assertThat(connect(TestCertificate.named("Anybody").make(), false)).containsExactlyElementsOf(second.chain());
        certificates.disown();
        assertThat(connect(server, true)).isEmpty();
    }

    @Test
    void offersItsCertificateWhateverAuthoritiesTheServerNames() throws Exception {
        TestCertificate own = TestCertificate.named("Phone").signedBy(between).make();
        certificates.own(own.pkcs12(""), NO_PASSWORD, "phone.p12");
        TestCertificate other = TestCertificate.named("Other").authority().make();
        try (Handshake server = Handshake.with(server(root).make(), other)) {
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(server.connect(certificates.client(true), "127.0.0.1", protocol)).containsExactlyElementsOf(own.chain());
            }
        }
    }

    @Test
    void keepsTheKeyToItself() throws Exception {
        TestCertificate own = TestCertificate.named("Phone").signedBy(root).make();
        Files.writeString(home.resolve("certificate.new"), "left behind by a crash");
        certificates.own(own.pkcs12("geheim"), "geheim".toCharArray(), "phone.p12");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("client.p12")))).isEqualTo("rw-------");
        assertThat(home.resolve("certificate.new")).doesNotExist();
        Entry entry = certificates.own().orElseThrow();
        assertThat(entry.subject()).isEqualTo("CN=Phone");
        assertThat(entry.issuer()).isEqualTo("CN=Root");
        assertThat(certificates().own()).contains(entry);
        assertThat(new Identity(Identity.FILE, own.key(), own.chain())).hasToString("CN=Phone");
    }

    @Test
    void keepsTheKeyUnderTheKeyOfTheDevice() throws Exception {
        TestCertificate own = TestCertificate.named("Phone").signedBy(root).make();
        certificates.own(own.pkcs12(""), NO_PASSWORD, "phone.p12");
        assertThatThrownBy(() -> KeyStore.getInstance(home.resolve("client.p12").toFile(), NO_PASSWORD))
                .isInstanceOf(KeyStoreException.class);
        certificates.put(DeviceCertificates.Use.REQUESTED, new Identity("scep https://ca/", own.key(), List.of(own.certificate())));
        assertThat(certificates().get(DeviceCertificates.Use.REQUESTED)).hasValueSatisfying(requested -> {
            assertThat(requested.origin()).isEqualTo("scep https://ca/");
            assertThat(requested.key()).isEqualTo(own.key());
        });
        certificates.remove(DeviceCertificates.Use.REQUESTED);
        certificates.remove(DeviceCertificates.Use.REQUESTED);
        assertThat(certificates.get(DeviceCertificates.Use.REQUESTED)).isEmpty();
        assertThat(certificates.added()).containsExactly(root.certificate());
    }

    @Test
    void sealsWhatAnEarlierVersionKeptInTheClear() throws Exception {
        TestCertificate own = TestCertificate.named("Phone").signedBy(root).make();
        Files.write(home.resolve("client.p12"), own.pkcs12(""));
        assertThat(certificates.own().orElseThrow().subject()).isEqualTo("CN=Phone");
        assertThat(Sealing.isSealed(Files.readAllBytes(home.resolve("client.p12")))).isTrue();
        try (Handshake server = Handshake.with(server(root).make(), root)) {
            assertThat(server.connect(certificates.client(true))).containsExactlyElementsOf(own.chain());
        }
    }

    @Test
    void aLostKeyOfTheDeviceCostsTheCertificateAndNothingElse() throws Exception {
        certificates.own(TestCertificate.named("Phone").make().pkcs12(""), NO_PASSWORD, "phone.p12");
        byte[] before = Files.readAllBytes(home.resolve("client.p12"));
        Files.write(home.resolve("requested.p12"), before);
        assertThat(certificates.get(DeviceCertificates.Use.REQUESTED)).as("it is not for this file").isEmpty();
        key = key(2);
        certificates().client(true);
        assertThat(certificates.own()).isEmpty();
        assertThat(log.messages(LogLevel.ERROR)).hasSize(2).allMatch(message -> message.endsWith("key and certificate are lost"));
        key = key(1);
        Files.write(home.resolve("client.p12"), Arrays.copyOf(before, before.length - 1));
        assertThat(certificates.own()).isEmpty();
        assertThat(home.resolve("client.p12")).doesNotExist();
    }

    @Test
    void keepsTheClientCertificateWhenTheNextOneIsOfNoUse() throws Exception {
        TestCertificate own = TestCertificate.named("Phone").make();
        certificates.own(own.pkcs12(""), NO_PASSWORD, "phone.p12");
        assertThatThrownBy(() -> certificates.own(own.pkcs12("geheim"), NO_PASSWORD, "https://server/p.p12"))
                .hasMessage("https://server/p.p12 is protected by a password, and was given none");
        assertThatThrownBy(() -> certificates.own(own.pkcs12("geheim"), "wrong".toCharArray(), "p.p12"))
                .hasMessage("p.p12 is protected by another password").message().doesNotContain("wrong");
        assertThatThrownBy(() -> certificates.own(bytes("<html>404</html>"), NO_PASSWORD, "p.p12"))
                .hasMessageStartingWith("p.p12 is no PKCS#12 file");
        assertThatThrownBy(() -> certificates.own(new byte[0], NO_PASSWORD, "p.p12")).hasMessageStartingWith("p.p12 ");
        assertThat(certificates.own().orElseThrow().subject()).isEqualTo("CN=Phone");
    }

    @Test
    void survivesDamagedFiles() throws Exception {
        Random random = new Random(1);
        byte[] sound = TestCertificate.named("Phone").make().pkcs12("");
        byte[] certificate = root.certificate().getEncoded();
        for (int i = 0; i < 40; i++) {
            damage(random, sound, content -> certificates.own(content, NO_PASSWORD, "p.p12"));
            damage(random, certificate, content -> certificates.trust("x.der", content, "x.der"));
        }
    }

    /** Whatever it says of it, it says it as an IOException. */
    private static void damage(Random random, byte[] sound, Use use) {
        byte[] content = sound.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            content[random.nextInt(content.length)] = (byte) random.nextInt();
        }
        try {
            use.of(content);
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private interface Use {
        void of(byte[] content) throws IOException;
    }

    @Test
    void takesTenCertificatesInFilesOfFiveMegabytes() throws Exception {
        for (int i = 1; i <= 4; i++) {
            certificates.trust(i + ".crt", bytes(root.pem() + between.pem()), i + ".crt");
        }
        assertThatThrownBy(() -> certificates.trust("more.pem", bytes(root.pem() + between.pem()), "more.pem"))
                .hasMessage("more.pem: 2 certificates, and 9 are added already; 10 in all are permitted");
        certificates.trust("last.pem", bytes(root.pem()), "last.pem");
        assertThatThrownBy(() -> certificates.trust("1.crt", bytes(root.pem().repeat(200)), "1.crt"))
                .hasMessageStartingWith("1.crt: 200 certificates, and 8 are");
        certificates.trust("1.crt", bytes(between.pem()), "1.crt");
        assertThat(certificates.listTrusted()).hasSize(9).extracting(Entry::file).contains("root.pem", "4.crt", "last.pem")
                .doesNotContain("more.pem");

        Path large = Files.write(home.resolve("large.pem"), new byte[PrivateFile.MAX_BYTES + 1]);
        assertThatThrownBy(() -> PrivateFile.read(large)).hasMessageEndingWith("large.pem is larger than 5 MiB");
        assertThatThrownBy(() -> PrivateFile.read(home)).hasMessageEndingWith("is not there, or no file");
        assertThatThrownBy(() -> PrivateFile.read(Path.of("/dev/zero"))).hasMessageEndingWith("is not there, or no file");
    }

    @Test
    void namesWhatIsDamaged() throws Exception {
        assertThatThrownBy(() -> certificates.trust("x.pem", bytes("nothing"), "x.pem"))
                .hasMessageStartingWith("x.pem holds no certificate");
        assertThatThrownBy(() -> certificates.distrust("x.pem")).hasMessage("there is no x.pem");
        Files.writeString(home.resolve("trusted/bad.pem"), "nothing");
        assertThatThrownBy(() -> certificates.client(true)).isInstanceOf(TlsException.class)
                .hasMessageContaining("trusted/bad.pem holds no");
        Files.delete(home.resolve("trusted/bad.pem"));
        certificates.client(true);
        Files.writeString(home.resolve("client.p12"), "nothing");
        assertThatThrownBy(() -> certificates.client(true)).isInstanceOf(TlsException.class)
                .hasMessageContaining("client.p12 is no PKCS#12");
    }
}
