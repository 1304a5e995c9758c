package org.carillon.feature.scep.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.carillon.api.provisioning.ScepSettings;
import org.carillon.api.scope.Scope;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.feature.scep.internal.FakeServer.Manner;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.jscep.transaction.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;

class EnrolmentTest {
    private static final String HTTP = "http://ca.example/scep";

    private final ManualScopes scopes = new ManualScopes();
    private final Scope scope = scopes.open("feature.scep");
    private final RecordingLog log = new RecordingLog();
    private final FakeServer server = new FakeServer(scopes::now);
    private final Store store = new Store();
    private final Enrolment enrolment = enrolment();

    private record Settings(URI url, Optional<String> challenge, Optional<X500Principal> subject) implements ScepSettings {}

    private static final class Store implements DeviceCertificates {
        private final Map<Use, Identity> kept = new EnumMap<>(Use.class);
        private final List<X509Certificate> added = new ArrayList<>();

        @Override
        public Optional<Identity> get(Use use) {
            return Optional.ofNullable(kept.get(use));
        }

        @Override
        public void put(Use use, Identity identity) {
            kept.put(use, identity);
        }

        @Override
        public void remove(Use use) {
            kept.remove(use);
        }

        @Override
        public List<X509Certificate> added() {
            return added;
        }

        private X509Certificate shown() {
            return kept.get(Use.SHOWN).certificate();
        }
    }

    private Enrolment enrolment() {
        store.added.add(server.authority());
        return new Enrolment(scope, scopes, store, server, new X500Principal("CN=3C28A6200088"), RandomGenerator.of("L64X128MixRandom"),
                log.logger());
    }

    private static Settings settings(String url) {
        return new Settings(URI.create(url), Optional.of("geheim_1"), Optional.empty());
    }

    private void use(ScepSettings settings) {
        enrolment.use(settings);
        scopes.settle();
    }

    private String failure() {
        assertThat(enrolment.status().state()).isEqualTo("failed");
        assertThat(store.kept).doesNotContainKey(DeviceCertificates.Use.SHOWN);
        assertThat(log.messages(LogLevel.WARN)).noneMatch(message -> message.contains("geheim"));
        return enrolment.status().error();
    }

    @Test
    void nothingHappensUntilTheNetworkNamesAServer() {
        scopes.settle();
        use(null);
        assertThat(enrolment.status().state()).isEqualTo("off");
        enrolment.hurry();
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void enrolsWithTheChallengeAndRenewsInTime() {
        use(settings(HTTP));
        assertThat(enrolment.status().state()).isEqualTo("enrolled");
        assertThat(server.asked).containsExactly(MessageType.PKCS_REQ);
        assertThat(server.challenge).isEqualTo("geheim_1");
        X509Certificate first = store.shown();
        assertThat(first.getSubjectX500Principal().getName()).isEqualTo("CN=3C28A6200088");
        assertThat(first.getPublicKey()).isEqualTo(server.keys.getFirst());
        assertThat(store.kept.get(DeviceCertificates.Use.SHOWN).chain()).as("its authority is known to whoever asks").hasSize(1);
        assertThat(store.kept).doesNotContainKey(DeviceCertificates.Use.REQUESTED);

        scopes.advance(Duration.ofDays(19));
        assertThat(store.shown()).isSameAs(first);
        scopes.advance(Duration.ofDays(5));
        assertThat(store.shown()).isNotSameAs(first);
        assertThat(server.keys).hasSize(2).doesNotHaveDuplicates();
        assertThat(log.messages(LogLevel.INFO)).hasSize(2).last().asString().startsWith("certificate renewed: CN=3C28A6200088, until ");
        assertThat(log.messages(LogLevel.WARN)).isEmpty();
    }

    @Test
    void keepsTheOldCertificateWhileItCannotBeRenewed() {
        use(settings(HTTP));
        X509Certificate first = store.shown();
        server.manner = Manner.SILENT;
        scopes.advance(Duration.ofDays(29));
        assertThat(store.shown()).isSameAs(first);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("not finished within 20 s");
        server.manner = Manner.ISSUE;
        scopes.advance(Duration.ofMinutes(70));
        assertThat(store.shown()).isNotSameAs(first);
    }

    @Test
    void renewalsAreSpread() {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            use(settings(HTTP + i));
            times.add(Enrolment.renewal(store.shown()));
        }
        Instant from = store.shown().getNotBefore().toInstant();
        assertThat(times).doesNotHaveDuplicates()
                .allMatch(time -> time.isAfter(from.plus(Duration.ofDays(20))) && time.isBefore(from.plus(Duration.ofDays(23))));
    }

    @Test
    void asksAgainWhileSomebodyHasToApproveAlsoAfterARestart() {
        server.manner = Manner.HOLD;
        use(settings(HTTP));
        assertThat(enrolment.status().state()).isEqualTo("pending");
        scopes.advance(Duration.ofHours(10));
        assertThat(server.asked.size()).as("of ten hours").isBetween(10, 30);
        assertThat(server.asked.subList(1, server.asked.size())).containsOnly(MessageType.GET_CERT_INITIAL);
        assertThat(log.messages(LogLevel.INFO)).hasSize(1);

        enrolment.use(null);
        Enrolment restarted = enrolment();
        restarted.use(settings(HTTP));
        scopes.settle();
        assertThat(server.keys).as("the same key").hasSize(2).containsOnly(server.keys.getFirst());
        server.manner = Manner.ISSUE;
        scopes.advance(Duration.ofMinutes(70));
        assertThat(restarted.status().state()).isEqualTo("enrolled");
        assertThat(store.shown().getPublicKey()).isEqualTo(server.keys.getFirst());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"REFUSE | the server refuses: badRequest",
            "OTHER_KEY | the server sent no certificate for the key of this phone",
            "OTHER_SIGNER | the answer is not signed by the authority", "OTHER_NONCE | the answer is one to another request",
            "GARBAGE | the answer is no message of SCEP that can be read", "SILENT | not finished within 20 s"})
    void whatIsNoCertificateIsToldOnceAndTriedAgain(Manner manner, String told) {
        server.manner = manner;
        use(settings(HTTP));
        assertThat(failure()).isEqualTo(told);
        scopes.advance(Duration.ofHours(3));
        assertThat(log.messages(LogLevel.WARN)).hasSize(1);
        server.manner = Manner.ISSUE;
        scopes.advance(Duration.ofMinutes(70));
        assertThat(enrolment.status().state()).isEqualTo("enrolled");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsOfNoUse() {
        server.manner = Manner.OTHER_AUTHORITY;
        use(settings(HTTP));
        assertThat(failure()).startsWith("the certificate of CN=3C28A6200088 (SHA-256 ").contains("is not issued by an authority");
    }

    @Test
    void anAuthorityThatNobodyVouchesForIsSentNothing() {
        store.added.clear();
        store.added.add(server.stranger());
        use(settings(HTTP));
        assertThat(failure()).startsWith("the certificate of CN=Authority (SHA-256 ").contains("is to be added there");
        assertThat(server.asked).isEmpty();
        use(settings("https://ca.example/scep"));
        assertThat(enrolment.status().state()).as("which has been verified").isEqualTo("enrolled");
    }

    @Test
    void whoeverHasACertificateOfTheAuthorityDoesNotReadWhatOthersRequest() throws Exception {
        server.showRegistering(KeyPurposeId.id_kp_clientAuth);
        use(settings(HTTP));
        assertThat(enrolment.status().state()).isEqualTo("enrolled");
        X509Certificate registering = server
                .showRegistering(KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28")));
        List<X509Certificate> added = List.of(server.authority());
        byte[] said = server.ask(URI.create(HTTP + "?operation=GetCACert"), new byte[0]);
        assertThat(Authority.of(said, added, false, scopes.now()).recipient()).isEqualTo(registering);
        assertThat(Authority.of(said, added, true, scopes.now()).recipient()).isNotEqualTo(server.authority());
        assertThat(Authority.of(said, added, false, scopes.now()).issuer()).isEqualTo(server.authority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DES\nSHA-1", "AES\nSHA-1", "SHA-256\nPOSTPKIOperation", "<html>"})
    void weakServersAreSentNothing(String capabilities) {
        server.capabilities = capabilities;
        use(settings(HTTP));
        assertThat(failure()).contains("AES or triple DES, and SHA-256 or SHA-512");
        assertThat(server.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCEPStandard", "POSTPKIOperation\nSHA-512\nDES3", "SHA-256\nAES\nPOSTPKIOperation"})
    void whatServersKnowIsUsed(String capabilities) {
        server.capabilities = capabilities;
        use(settings(HTTP));
        assertThat(enrolment.status().state()).as(enrolment.status().error()).isEqualTo("enrolled");
    }

    @Test
    void aCertificateThatAPersonBroughtIsKept() {
        DeviceCertificates.Identity own = new DeviceCertificates.Identity(DeviceCertificates.Identity.FILE, FakeServer.pair().getPrivate(),
                List.of(server.authority()));
        store.put(DeviceCertificates.Use.SHOWN, own);
        use(settings(HTTP));
        assertThat(enrolment.status().state()).isEqualTo("kept");
        assertThat(server.asked).isEmpty();
        store.remove(DeviceCertificates.Use.SHOWN);
        scopes.advance(Duration.ofDays(1));
        assertThat(enrolment.status().state()).isEqualTo("enrolled");
    }

    @Test
    void theNetworkChangesItsMind() {
        use(settings(HTTP));
        X509Certificate first = store.shown();
        use(settings(HTTP));
        assertThat(store.shown()).as("of the same server").isSameAs(first);
        use(new Settings(URI.create("http://other.example/"), Optional.empty(), Optional.of(new X500Principal("CN=desk,O=Example"))));
        assertThat(store.shown().getSubjectX500Principal().getName()).isEqualTo("CN=desk,O=Example");
        assertThat(server.challenge).isEmpty();
        enrolment.use(null);
        assertThat(scopes.waitingTimers()).isZero();
        assertThat(store.kept).containsKey(DeviceCertificates.Use.SHOWN);
    }

    @Test
    void aWrongClockIsNamed() {
        FakeServer later = new FakeServer(() -> scopes.now().plus(Duration.ofDays(9)));
        store.added.clear();
        store.added.add(later.authority());
        new Enrolment(scope, scopes, store, later, new X500Principal("CN=x"), RandomGenerator.of("L64X128MixRandom"), log.logger())
                .use(settings(HTTP));
        scopes.settle();
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("the clock of this phone says 2025-01-01");
    }
}
