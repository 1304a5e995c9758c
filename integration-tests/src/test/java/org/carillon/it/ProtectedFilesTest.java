package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Configuration files that openssl encrypted for the phone's certificate and signed, by the commands of the README of feature.cms. */
public class ProtectedFilesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Rule
    public final Workspace workspace = new Workspace();
    private Path directory;
    private Nginx nginx;
    private PhoneProcess phone;
    private Path certificate;

    @Before
    public void start() throws IOException {
        directory = workspace.directory("files");
        nginx = Nginx.start(workspace);
        certificate = Files.write(directory.resolve("phone.p12"), nginx.clientCertificate("phone"));
        openssl("pkcs12 -in phone.p12 -passin pass: -nokeys -out phone.pem");
        Files.writeString(directory.resolve("config.xml"), Nginx.settings("Account1Label", "protected"));
        String readme = Files.readString(Repository.ROOT.resolve("bundles/org.carillon.feature.cms/README.md"));
        List<String> commands = readme.lines().filter(line -> line.startsWith("openssl ")).map(line -> line.replaceFirst(" +#.*", ""))
                .toList();
        assertThat(commands).hasSize(3);
        commands.forEach(line -> openssl(line.replaceFirst("openssl ", "")));
        phone = PhoneProcess.in(workspace).setting("DeviceProvisionServerUrl", nginx.http() + "config.xml").audio("null").quiet().start();
    }

    private void openssl(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" +")));
        words.addFirst(Peers.path("openssl"));
        Program program = Program.start("openssl", directory.resolve("openssl.log"), words);
        assertThat(program.exitCode(SOON)).as("%s: %s", line, program.output()).isZero();
    }

    /** Result and why, of a run that finds this file. */
    private String provision(byte[] file) {
        nginx.put("config.xml", file);
        Object report = phone.ctl("provision");
        return Json.text(report, "result") + " " + Json.text(report, "files", 0, "error");
    }

    @Test
    public void aFileIsTakenFromWhoMaySignItAndForThisPhoneOnly() throws IOException {
        byte[] file = Files.readAllBytes(directory.resolve("protected.xml"));
        assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("Account1Label");
        assertThat(provision(file)).isEqualTo("failed the file is encrypted for a certificate, and this phone has none");
        phone.ctl("certificate", certificate.toString());
        assertThat(provision(file)).startsWith("failed who signed the file, CN=Provisioning, is not trusted");
        phone.ctl("trust", directory.resolve("signer.pem").toString());
        assertThat(provision(file)).isEqualTo("applied ");
        assertThat(phone.get("Account1Label")).isEqualTo("protected");

        Files.writeString(directory.resolve("config.xml"), Nginx.settings("Account1Label", "forged"));
        openssl("cms -encrypt -binary -aes-256-cbc -in config.xml -outform DER -out unsigned phone.pem");
        assertThat(provision(Files.readAllBytes(directory.resolve("unsigned")))).isEqualTo("failed the file is encrypted, but not signed");
        file[file.length - 100] ^= 1;
        assertThat(provision(file)).startsWith("failed ");
        phone.ctl("certificate", Files.write(directory.resolve("other.p12"), nginx.clientCertificate("other")).toString());
        file[file.length - 100] ^= 1;
        assertThat(provision(file)).isEqualTo("failed the file is encrypted for another certificate than the one of this phone");
        assertThat(phone.get("Account1Label")).isEqualTo("protected");
    }
}
