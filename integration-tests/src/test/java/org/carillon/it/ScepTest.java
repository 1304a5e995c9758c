package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.HostileWeb;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.ScepServer;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** A phone gets its certificate from scepserver, because DHCP says so, and shows it to nginx (RFC 8894, manual 5.4.3). */
public class ScepTest {
    private static final String MAC = "3C28A62000CE";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Rule
    public final Workspace workspace = new Workspace();

    private PhoneProcess phone(String url, String challenge, String subject) {
        return builder(url, challenge, subject).start();
    }

    private PhoneProcess.Builder builder(String url, String challenge, String subject) {
        return PhoneProcess.in(workspace).home(workspace.directory("home")).audio("null").option("--mac", MAC, "--dhcp",
                "file:" + ScepServer.dhcp(workspace, url, challenge, subject));
    }

    private static void await(PhoneProcess phone, String state) {
        Await.until("SCEP is " + state, PATIENCE, () -> Json.text(phone.ctl("scep"), "state").equals(state),
                () -> phone.ctl("scep") + "\n" + phone.tail());
    }

    private static String provision(PhoneProcess phone) {
        Object report = phone.ctl("provision");
        return Json.text(report, "result") + " " + Json.text(report, "files", 0, "error");
    }

    /** Of the certificate that nginx sees in a run of provisioning; it writes that down after it has answered. */
    private static String serial(Nginx nginx, PhoneProcess phone, String result) {
        int before = nginx.serials().size();
        assertThat(provision(phone)).isEqualTo(result);
        Await.until("nginx has written down who asked", PATIENCE, () -> nginx.serials().size() > before);
        return nginx.serials().getLast();
    }

    @Test
    public void aPhoneEnrolsRenewsAndForgets() throws IOException {
        Nginx nginx = Nginx.start(workspace);
        nginx.put("config.xml", Nginx.settings("Account1Label", "provisioned"));
        ScepServer server = ScepServer.start(workspace, nginx.scepPort(), nginx.ca(), nginx.caKey());
        PhoneProcess phone = phone(server.url(), ScepServer.CHALLENGE, "");
        await(phone, "failed");
        assertThat(Json.text(phone.ctl("scep"), "error")).contains("CN=Carillon test CA (SHA-256 ").contains("is to be added there");
        assertThat(server.issued()).as("of whom nobody knows whether it is the right one").isEmpty();

        phone.ctl("trust", nginx.ca().toString());
        phone.set("DeviceProvisionServerUrl", nginx.mutual() + "config.xml");
        assertThat(provision(phone)).isEqualTo("failed HTTP status 400");
        assertThat(Json.text(phone.ctl("scep", "--now"), "state")).as(server::tail).isEqualTo("enrolled");
        String first = serial(nginx, phone, "applied ");
        assertThat(nginx.clients().getLast()).isEqualTo("200 CN=" + MAC);
        assertThat(server.issued()).hasSize(1);

        assertThat(Json.text(phone.ctl("scep", "--now"), "state")).as(server::tail).isEqualTo("enrolled");
        assertThat(server.issued()).hasSize(2);
        String second = serial(nginx, phone, "unchanged ");
        assertThat(second).isNotEqualTo(first);
        assertThat(phone.tail()).contains("certificate issued: CN=" + MAC, "certificate renewed: CN=" + MAC)
                .doesNotContain(ScepServer.CHALLENGE);

        server.close();
        phone.kill();
        PhoneProcess again = phone(server.url(), ScepServer.CHALLENGE, "");
        await(again, "enrolled");
        assertThat(serial(nginx, again, "unchanged ")).isEqualTo(second);

        byte[] kept = Files.readAllBytes(again.home().resolve("client.p12"));
        assertThat(kept).startsWith("carillon sealed".getBytes(StandardCharsets.US_ASCII));
        assertThat(Json.flag(again.ctl("reset"), "resetting")).isTrue();
        again.awaitReady();
        await(again, "failed");
        assertThat(again.home().resolve("client.p12")).doesNotExist();
        assertThat(Json.text(again.ctl("scep"), "error")).contains("refused");
    }

    /** An authority that nobody added; the subject is the one that the network says. */
    @Test
    public void whatAVerifiedServerSaysIsBelieved() {
        Nginx nginx = Nginx.start(workspace);
        ScepServer server = ScepServer.start(workspace, nginx.scepPort());
        PhoneProcess phone = phone(nginx.https() + "scep", ScepServer.CHALLENGE, "CN=desk seven,O=Example");
        await(phone, "failed");
        assertThat(Json.text(phone.ctl("scep"), "error")).contains("no certification path");
        phone.ctl("trust", nginx.ca().toString());
        assertThat(Json.text(phone.ctl("scep", "--now"), "state")).as(server::tail).isEqualTo("enrolled");
        assertThat(server.issued()).hasSize(1);
        assertThat(Json.text(phone.ctl("certificate"), "certificate", "subject")).isEqualTo("CN=desk seven,O=Example");
    }

    @Test
    public void aWrongChallengeIsRefusedAndToldOnce() {
        Nginx nginx = Nginx.start(workspace);
        ScepServer server = ScepServer.start(workspace, nginx.scepPort(), nginx.ca(), nginx.caKey());
        PhoneProcess phone = phone(server.url(), "wrong-challenge", "");
        phone.ctl("trust", nginx.ca().toString());
        phone.ctl("scep", "--now");
        phone.ctl("scep", "--now");
        assertThat(Json.text(phone.ctl("scep"), "error")).isEqualTo("the server refuses: badRequest");
        assertThat(phone.tail().lines().filter(line -> line.contains("the server refuses"))).hasSize(1);
        assertThat(phone.tail() + phone.ctl("dhcp")).doesNotContain("wrong-challenge");
        assertThat(server.issued()).isEmpty();
    }

    @Test
    public void aHostileServerDoesNoHarm() {
        HostileWeb hostile = HostileWeb.start(workspace);
        for (String manner : List.of("endless", "nonsense", "cut")) {
            PhoneProcess phone = phone(hostile.url(manner), "", "");
            await(phone, "failed");
            assertThat(Json.text(phone.ctl("scep"), "error")).as(manner).isNotBlank();
            assertThat(Json.text(phone.ctl("scep"), "certificate")).as(manner).isEmpty();
            assertThat(phone.tail()).contains("no certificate from " + hostile.url(manner));
            phone.terminate();
        }
    }
}
