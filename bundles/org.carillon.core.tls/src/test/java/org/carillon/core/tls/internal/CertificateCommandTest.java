package org.carillon.core.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.api.ctl.CommandException;
import org.carillon.core.tls.internal.Certificates.Entry;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.carillon.sim.testkit.TestCertificate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCommandTest {
    @TempDir
    private Path directory;
    private final ManualScopes scopes = new ManualScopes();
    private CertificateDownloads downloads;
    private CertificateCommand command;

    @BeforeEach
    void start() throws IOException {
        Certificates certificates = new Certificates(Files.createDirectory(directory.resolve("home")), Instant::now,
                () -> new SecretKeySpec(new byte[32], "AES"), new RecordingLog().logger());
        downloads = new CertificateDownloads(Configs.defaults(CertificateConfig.class), certificates, scopes, new RecordingLog().logger());
        command = new CertificateCommand(certificates, downloads);
    }

    private Map<?, ?> run(String name, Object... arguments) {
        return (Map<?, ?>) command.run(name, List.of(arguments).stream().map(Object::toString).toList(), line -> {});
    }

    @Test
    void addsListsAndRemovesTrustedCertificates() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), TestCertificate.named("Root").authority().make().pem());
        assertThat((List<?>) run("trust", file).get("trusted")).singleElement().extracting("file", "subject").containsExactly("ca.pem",
                "CN=Root");
        assertThat(run("trust")).isEqualTo(run("trust", file));
        assertThat((List<?>) run("trust", "--remove", "/anywhere/ca.pem").get("trusted")).isEmpty();
        assertThatThrownBy(() -> run("trust", "--remove", "ca.pem")).isInstanceOf(CommandException.class).hasMessage("there is no ca.pem");
        assertThatThrownBy(() -> run("trust", "--remove")).hasMessageContaining("--remove and the name");
        assertThatThrownBy(() -> run("trust", file, file)).hasMessageContaining("one file");
        assertThatThrownBy(() -> run("trust", directory.resolve("none.pem"))).hasMessageEndingWith("none.pem is not there, or no file");
    }

    @Test
    void setsShowsAndRemovesTheClientCertificate() throws IOException {
        Path file = Files.write(directory.resolve("phone.p12"), TestCertificate.named("Phone").make().pkcs12("geheim"));
        Path password = Files.writeString(directory.resolve("password"), "geheim\n");
        assertThat(run("certificate").get("certificate")).isNull();
        assertThatThrownBy(() -> run("certificate", file)).hasMessageContaining("protected by a password");
        assertThat(((Entry) run("certificate", file, password).get("certificate")).subject()).isEqualTo("CN=Phone");
        assertThat(run("certificate").toString()).contains("CN=Phone").doesNotContain("geheim");
        assertThatThrownBy(() -> run("certificate", "--remove", file)).hasMessageContaining("--remove alone");
        assertThat(run("certificate", "--remove").get("certificate")).isNull();
    }

    @Test
    void leavesNothingBehind() {
        downloads.deactivate();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(scopes.waitingTimers()).isZero();
    }
}
