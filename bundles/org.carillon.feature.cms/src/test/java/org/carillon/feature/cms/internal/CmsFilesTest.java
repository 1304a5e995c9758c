package org.carillon.feature.cms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.DeviceCertificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that openssl wrote. */
@Timeout(120)
class CmsFilesTest {
    private static final String PLAIN = "<settings><setting id=\"Account1Label\" value=\"Zürich\"/></settings>";
    private static final String CODE = "extendedKeyUsage=codeSigning";

    @TempDir
    private static Path directory;

    private final Store store = new Store();
    private final CmsFiles files = new CmsFiles(store, new Clock());

    private static final class Clock implements Scopes {
        @Override
        public Scope open(String name) {
            throw new AssertionError(name);
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }

    private static final class Store implements DeviceCertificates {
        private final List<X509Certificate> added = new ArrayList<>();
        private Identity own;

        @Override
        public Optional<Identity> get(Use use) {
            return Optional.ofNullable(own);
        }

        @Override
        public void put(Use use, Identity identity) {
            own = identity;
        }

        @Override
        public void remove(Use use) {
            own = null;
        }

        @Override
        public List<X509Certificate> added() {
            return added;
        }
    }

    @BeforeAll
    static void make() throws Exception {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "openssl")));
        assumeTrue(installed || "required".equals(System.getenv("CARILLON_PEERS")), "openssl is not installed");
        Files.writeString(directory.resolve("config.xml"), PLAIN);
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Authority");
        for (String name : List.of("phone", "other")) {
            openssl("req -x509 -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".pem -days 30 -subj /CN=" + name);
        }
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout signer.key -out signer.pem -days 30 -subj /CN=signer -addext " + CODE);
        openssl("pkcs12 -export -inkey phone.key -in phone.pem -passout pass: -out phone.p12");
        issue("issued", CODE);
        issue("person", "extendedKeyUsage=emailProtection");
        issue("server", "subjectAltName=DNS:server");
        issue("agreeing", CODE + "\nkeyUsage=keyAgreement");
        Files.write(directory.resolve("good"), protect("signer", "DER", "-nodetach", "phone"));
    }

    private static void issue(String name, String extensions) throws Exception {
        openssl("req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".csr -subj /CN=" + name);
        Files.writeString(directory.resolve("extensions"), extensions + "\n");
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile extensions -out " + name
                + ".pem");
    }

    private static void openssl(String line) throws Exception {
        List<String> words = Stream.concat(Stream.of("openssl"), Stream.of(line.split(" +"))).toList();
        Process process = new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", line, said).isZero();
    }

    private static byte[] protect(String signer, String form, String detached, String recipient) throws Exception {
        openssl("cms -sign -binary " + detached + " -in config.xml -signer " + signer + ".pem -inkey " + signer + ".key -outform " + form
                + " -out signed");
        openssl("cms -encrypt -binary -aes-256-cbc -in signed -outform " + form + " -out protected " + recipient + ".pem");
        return Files.readAllBytes(directory.resolve("protected"));
    }

    private static byte[] good() throws IOException {
        return Files.readAllBytes(directory.resolve("good"));
    }

    private static X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(directory.resolve(name + ".pem"))));
    }

    @BeforeEach
    void own() throws Exception {
        KeyStore keys = KeyStore.getInstance(directory.resolve("phone.p12").toFile(), new char[0]);
        store.own = new DeviceCertificates.Identity(DeviceCertificates.Identity.FILE, (PrivateKey) keys.getKey("1", new char[0]),
                List.of(certificate("phone")));
        store.added.add(certificate("signer"));
    }

    private String refusal(byte[] file) {
        assertThat(files.recognizes(file)).isTrue();
        String[] message = new String[1];
        assertThatThrownBy(() -> files.open(file)).isInstanceOfSatisfying(IOException.class, e -> message[0] = e.getMessage());
        return message[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"DER", "PEM", "SMIME"})
    void opensWhatOpensslWrites(String form) throws Exception {
        byte[] file = protect("signer", form, "-nodetach", "phone");
        assertThat(files.recognizes(file)).isTrue();
        assertThat(new String(files.open(file), StandardCharsets.UTF_8)).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<settings/>", "Salted__0000000000000000", "0", "-----BEGIN CERTIFICATE-----\nx"})
    void leavesOtherFilesToOthers(String content) {
        assertThat(files.recognizes(content.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"issued | ", "person | extended key usage codeSigning is needed",
            "server | extended key usage codeSigning is needed", "agreeing | extended key usage codeSigning is needed"})
    void anAddedAuthorityVouchesForWhomItLetsSign(String signer, String refused) throws Exception {
        byte[] file = protect(signer, "DER", "-nodetach", "phone");
        assertThat(refusal(file)).startsWith("who signed the file, CN=" + signer + ", ");
        store.added.add(certificate("ca"));
        if (refused == null) {
            assertThat(files.open(file)).isEqualTo(PLAIN.getBytes(StandardCharsets.UTF_8));
        } else {
            assertThat(refusal(file)).contains(refused);
        }
    }

    @Test
    void refusesWhoIsNotTrusted() throws Exception {
        store.added.clear();
        assertThat(refusal(good())).isEqualTo("who signed the file, CN=signer, is not trusted: neither that certificate nor its authority "
                + "is among the added certificates");
    }

    @Test
    void refusesWhatIsForAnother() throws Exception {
        assertThat(refusal(protect("signer", "DER", "-nodetach", "other"))).contains("another certificate than the one of this phone");
        store.own = null;
        assertThat(refusal(good())).contains("this phone has none");
    }

    @Test
    void refusesWhatIsNotBothSignedAndEncrypted() throws Exception {
        assertThat(refusal(protect("signer", "SMIME", "", "phone"))).contains("-nodetach");
        assertThat(refusal(protect("signer", "DER", "", "phone"))).contains("not signed together with its content");
        openssl("cms -sign -binary -nodetach -in config.xml -signer signer.pem -inkey signer.key -outform DER -out signed");
        assertThat(refusal(Files.readAllBytes(directory.resolve("signed")))).contains("not encrypted for the certificate of this phone");
        openssl("cms -encrypt -binary -aes-256-cbc -in config.xml -outform DER -out protected phone.pem");
        assertThat(refusal(Files.readAllBytes(directory.resolve("protected")))).contains("not signed");
    }

    @Test
    void refusesWhatWasChanged() throws Exception {
        Files.write(directory.resolve("signed"), new byte[0]);
        openssl("cms -sign -binary -nodetach -in config.xml -signer signer.pem -inkey signer.key -outform DER -out signed");
        byte[] signed = Files.readAllBytes(directory.resolve("signed"));
        int label = new String(signed, StandardCharsets.ISO_8859_1).indexOf("Account1Label");
        signed[label + 7] = '2';
        Files.write(directory.resolve("signed"), signed);
        openssl("cms -encrypt -binary -aes-256-cbc -in signed -outform DER -out protected phone.pem");
        assertThat(refusal(Files.readAllBytes(directory.resolve("protected")))).contains("signature");
    }

    /** Whatever is cut off or damaged is refused in words, and quickly. */
    @Test
    void survivesDamage() throws Exception {
        Random random = new Random(1);
        byte[] sound = good();
        for (int i = 0; i < 150; i++) {
            byte[] file = Arrays.copyOf(sound, 25 + random.nextInt(sound.length - 25));
            assertThat(refusal(file)).isNotBlank().doesNotContain("settings");
            byte[] damaged = sound.clone();
            damaged[20 + random.nextInt(sound.length - 20)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(files.open(damaged)).as("where nothing depends on the bit").isEqualTo(PLAIN.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void survivesWhatIsDeepOrLong() throws Exception {
        byte[] deep = new byte[200_000];
        for (int i = 0; i < deep.length; i += 2) {
            deep[i] = 0x30;
            deep[i + 1] = (byte) 0x80;
        }
        System.arraycopy(good(), 0, deep, 0, 15);
        assertThat(refusal(deep)).contains("or damaged");
        assertThat(refusal(Arrays.copyOf(good(), Envelope.MAX_BYTES + 1))).isEqualTo("the encrypted file is larger than 2 MiB");
        assertThat(refusal(("Content-Type: application/pkcs7-mime\n" + "a: b\n".repeat(200_000)).getBytes(StandardCharsets.US_ASCII)))
                .contains("cut off");
    }
}
