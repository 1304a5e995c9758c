package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Certificates of the phone, as a web server sees them that has a CA of its own and a door for phones with a certificate of it. */
public class CertificatesTest {
    private static final String MAC = "3C28A62000CC";

    @ClassRule
    public static final Workspace SHARED = new Workspace();

    private static Nginx nginx;

    @Rule
    public final TestRule watch = SHARED.watch();

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() throws IOException {
        nginx = Nginx.start(SHARED);
        nginx.put("ca.pem", Files.readAllBytes(nginx.ca()));
        nginx.put("no-certificate", "<html>no such page</html>");
    }

    @Before
    public void configuration() {
        nginx.put("config.xml", Nginx.settings("Account1Label", "provisioned"));
    }

    private PhoneProcess phone(Map<String, ?> settings) {
        Path file = effects.file(workspace.directory().resolve("start.xml"), settings);
        PhoneProcess phone = PhoneProcess.in(workspace).option("--mac", MAC, "--config", file.toString()).audio("null").start();
        effects.requireApplied(phone);
        return phone;
    }

    private static void awaitDownload(PhoneProcess phone, String command, String state) {
        Await.until(command + " is " + state, Duration.ofSeconds(10),
                () -> Json.text(phone.ctl(command), "download", "state").equals(state), () -> phone.ctl(command) + "\n" + phone.tail());
    }

    private static String provision(PhoneProcess phone) {
        Object report = phone.ctl("provision");
        return Json.text(report, "result") + " " + Json.text(report, "files", 0, "error");
    }

    @Test
    public void aServerThatDemandsACertificateSeesTheOneThatIsInstalledJustNow() throws IOException {
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", nginx.mutual() + "config.xml"));
        assertThat(provision(phone)).startsWith("failed").contains("no certification path").contains("CN=Carillon test CA");
        phone.ctl("trust", nginx.ca().toString());
        assertThat(provision(phone)).isEqualTo("failed HTTP status 400");

        Files.write(phone.home().resolveSibling("first.p12"), nginx.clientCertificate("first"));
        assertThat(phone.commandLine(0, "certificate", "first.p12")).contains("CN=first").doesNotContain("PRIVATE");
        assertThat(provision(phone)).isEqualTo("applied ");
        assertThat(nginx.clients().getLast()).isEqualTo("200 CN=first");

        phone.ctl("certificate", Files.write(workspace.directory().resolve("second.p12"), nginx.clientCertificate("second")).toString());
        assertThat(provision(phone)).isEqualTo("unchanged ");
        assertThat(nginx.clients().getLast()).endsWith("CN=second");
        Path kept = phone.home().resolve("client.p12");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------");

        phone.ctl("trust", "--remove", nginx.ca().getFileName().toString());
        assertThat(provision(phone)).startsWith("failed").contains("no certification path");
    }

    @Test
    @Effect("SIPCertificateUrl")
    public void theCertificateAtTheConfiguredUrlIsTrusted() {
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", nginx.https() + "config.xml", "SIPCertificateUrl",
                nginx.http() + "ca.pem"));
        awaitDownload(phone, "trust", "installed");
        assertThat(Json.text(phone.ctl("trust"), "trusted", 0, "subject")).isEqualTo("CN=Carillon test CA");
        assertThat(provision(phone)).as("the run at the start may have been later than the certificate").isIn("applied ", "unchanged ");

        phone.set("SIPCertificateUrl", nginx.http().replace("//", "//phone:geheim@") + "no-certificate");
        awaitDownload(phone, "trust", "failed");
        String said = phone.ctl("trust").toString();
        assertThat(said).contains("no-certificate").contains("PEM or DER").contains("CN=Carillon test CA").doesNotContain("geheim");
        assertThat(phone.tail()).contains("SIPCertificateUrl " + nginx.http() + "no-certificate").doesNotContain("geheim");
        assertThat(provision(phone)).as("what was installed stays").doesNotStartWith("failed");
    }

    @Test
    @Effect("DeviceSecurityClientCertUrl")
    public void theClientCertificateAtTheConfiguredUrlIsShownToServersThatAsk() {
        nginx.put(MAC + ".p12", nginx.clientCertificate("downloaded"));
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", nginx.mutual() + "config.xml", "DeviceSecurityClientCertUrl",
                nginx.http() + "$mac.p12", "DeviceSecurityHttpsPeerVerifyEnable", 0));
        awaitDownload(phone, "certificate", "installed");
        assertThat(Json.text(phone.ctl("certificate"), "certificate", "subject")).isEqualTo("CN=downloaded");
        assertThat(provision(phone)).as("the run at the start may have been later than the certificate").isIn("applied ", "unchanged ");
        assertThat(nginx.clients()).contains("200 CN=downloaded").last().asString().endsWith("CN=downloaded");

        nginx.put("next.p12", nginx.clientCertificate("next"));
        phone.set("DeviceSecurityClientCertUrl", nginx.http() + "next.p12");
        awaitDownload(phone, "certificate", "installed");
        provision(phone);
        assertThat(nginx.clients().getLast()).endsWith("CN=next");

        phone.set("DeviceSecurityClientCertUrl", nginx.http() + "nowhere.p12");
        awaitDownload(phone, "certificate", "failed");
        assertThat(phone.ctl("certificate").toString()).contains("HTTP status 404").contains("CN=next");
    }
}
