package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.DigestServer;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Ports;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Configuration files from real web servers. */
public class ProvisioningTest {
    private static final String MAC = "3C28A62000AA";

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Nginx nginx;
    private static PhoneProcess phone;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        nginx = Nginx.start(WORKSPACE);
        phone = PhoneProcess.in(WORKSPACE).option("--mac", MAC).audio("null").start();
    }

    @Before
    public void clear() {
        List.of("config.xml", "config.M8.xml", "config." + MAC + ".xml", "basic/config.xml").forEach(nginx::remove);
        phone.set("DeviceProvisionServerUrl", nginx.http());
        phone.set("DeviceProvisionServerUsername", "");
        phone.set("DeviceProvisionServerPassword", "");
    }

    private static Object provision() {
        return phone.ctl("provision");
    }

    /** What the report says of one file. */
    private static Object file(Object report, String name) {
        return Json.list(report, "files").stream().filter(file -> Json.text(file, "name").equals(name)).map(Object.class::cast).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + report));
    }

    @Test
    public void threeFilesLayOverEachOther() {
        nginx.put("config.xml", Nginx.settings("Account1Label", "common", "Account2Label", "common", "Account3Label", "common"));
        nginx.put("config.M8.xml", Nginx.settings("Account2Label", "device", "Account3Label", "device"));
        nginx.put("config." + MAC + ".xml", Nginx.settings("Account3Label", "mac"));
        Object report = provision();
        assertThat(Json.text(report, "result")).isEqualTo("applied");
        assertThat(Json.text(report, "url")).isEqualTo(nginx.http());
        assertThat(Json.list(report, "files")).extracting(file -> Json.text(file, "name")).containsExactly("config.xml", "config.M8.xml",
                "config." + MAC + ".xml");
        assertThat(Json.list(report, "files")).allSatisfy(file -> assertThat(Json.text(file, "status")).isEqualTo("applied"));
        assertThat(Json.number(file(report, "config.xml"), "settings")).isEqualTo(3);
        List.of("common", "device", "mac").forEach(layer -> {
            Object value = phone.ctl("get", "Account" + (List.of("common", "device", "mac").indexOf(layer) + 1) + "Label");
            assertThat(Json.text(value, "value")).isEqualTo(layer);
            assertThat(Json.text(value, "layer")).isEqualTo(layer);
            assertThat(Json.text(value, "source")).contains("config.");
        });
        assertThat(nginx.requests().stream().filter(line -> line.contains(" 200 ")).map(line -> line.split(" ")[1]).toList())
                .containsSubsequence("/config.xml", "/config.M8.xml", "/config." + MAC + ".xml");
    }

    @Test
    public void aFileThatHasNotChangedIsNotFetchedAgain() {
        nginx.put("config.xml", Nginx.settings("Account4Label", "first"));
        assertThat(Json.text(provision(), "result")).isEqualTo("applied");
        int before = nginx.requests().size();
        Object again = provision();
        assertThat(Json.text(again, "result")).isEqualTo("unchanged");
        assertThat(Json.text(file(again, "config.xml"), "status")).isEqualTo("not modified");
        assertThat(nginx.requests().subList(before, nginx.requests().size())).anyMatch(line -> line.startsWith("GET /config.xml 304"));

        nginx.put("config.xml", Nginx.settings("Account4Label", "second, longer"));
        Object changed = provision();
        assertThat(Json.text(changed, "result")).isEqualTo("applied");
        assertThat(Json.list(changed, "changed").stream().map(Object::toString)).containsExactly("Account4Label");
        assertThat(phone.get("Account4Label")).isEqualTo("second, longer");
    }

    @Test
    public void aFileThatIsGoneKeepsItsLayer() {
        nginx.put("config.xml", Nginx.settings("Account5Label", "kept"));
        provision();
        nginx.remove("config.xml");
        Object report = provision();
        assertThat(Json.text(file(report, "config.xml"), "status")).isEqualTo("not found");
        assertThat(phone.get("Account5Label")).isEqualTo("kept");
    }

    @Test
    public void aServerOverHttpsIsTrustedOnceItsAuthorityIsAdded() {
        nginx.put("config.xml", Nginx.settings("Account6Label", "over https"));
        phone.set("DeviceProvisionServerUrl", nginx.https());
        Object refused = provision();
        assertThat(Json.text(refused, "result")).isEqualTo("failed");
        assertThat(Json.text(file(refused, "config.xml"), "error")).containsIgnoringCase("certification path");
        assertThat(phone.get("Account6Label")).isEmpty();

        phone.ctl("trust", nginx.ca().toString());
        assertThat(Json.text(provision(), "result")).isEqualTo("applied");
        assertThat(phone.get("Account6Label")).isEqualTo("over https");
        assertThat(nginx.requests()).contains("GET /config.xml 200 " + URI.create(nginx.https()).getPort());
    }

    @Test
    public void aServerThatAsksForAPasswordGetsIt() {
        nginx.put("basic/config.xml", Nginx.settings("Account7Label", "basic"));
        phone.set("DeviceProvisionServerUrl", nginx.http() + "basic/");
        phone.set("DeviceProvisionServerUsername", "phone");
        phone.set("DeviceProvisionServerPassword", "wrong");
        Object refused = provision();
        assertThat(Json.text(refused, "result")).isEqualTo("failed");
        assertThat(Json.text(file(refused, "config.xml"), "error")).contains("password refused");

        phone.set("DeviceProvisionServerPassword", "secret");
        Object report = provision();
        assertThat(Json.text(report, "result")).isEqualTo("applied");
        assertThat(report.toString()).doesNotContain("secret");
        assertThat(phone.get("DeviceProvisionServerPassword")).isEqualTo("***");
        assertThat(phone.get("Account7Label")).isEqualTo("basic");
    }

    @Test
    public void digestAnswersCountUpWithMd5() {
        digest("MD5");
    }

    @Test
    public void digestAnswersCountUpWithSha256() {
        digest("SHA-256");
    }

    private static void digest(String algorithm) {
        try (DigestServer server = new DigestServer(algorithm, "phone", "secret")) {
            server.put("config.xml", Nginx.settings("Account8Label", "digest " + algorithm));
            server.put("config.M8.xml", Nginx.settings("Account9Label", "digest too"));
            phone.set("DeviceProvisionServerUrl", server.url());
            phone.set("DeviceProvisionServerUsername", "phone");
            phone.set("DeviceProvisionServerPassword", "secret");
            provision();
            assertThat(phone.get("Account8Label")).isEqualTo("digest " + algorithm);
            assertThat(phone.get("Account9Label")).isEqualTo("digest too");
            assertThat(server.requests()).contains("/config.xml 200", "/config.M8.xml 200");
            assertThat(server.requests().stream().filter(line -> line.endsWith("401")).count()).as("challenges").isLessThanOrEqualTo(2);
        }
    }

    @Test
    public void aServerThatSaysNothingIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            phone.set("DeviceProvisionServerUrl", "http://127.0.0.1:" + silent.getLocalPort() + "/");
            phone.set("DeviceProvisionAttemptExpiredTime", 1);
            long started = System.nanoTime();
            Object report = provision();
            assertThat(Json.text(report, "result")).isEqualTo("failed");
            assertThat(Json.text(file(report, "config.xml"), "error")).isNotBlank();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(8));
        } finally {
            phone.ctl("unset", "DeviceProvisionAttemptExpiredTime");
        }
    }

    @Test
    public void nobodyThereIsSaidInWords() {
        phone.set("DeviceProvisionServerUrl", "http://127.0.0.1:1/");
        Object report = provision();
        assertThat(Json.text(report, "result")).isEqualTo("failed");
        assertThat(Json.text(file(report, "config.xml"), "error")).containsIgnoringCase("refused");
    }

    @Test
    public void aServerThatIsUpAfterThePhoneIsAskedAgain() {
        int port = Ports.free();
        PhoneProcess early = PhoneProcess.in(WORKSPACE).option("--provision", "http://127.0.0.1:" + port + "/config.xml").audio("null")
                .start();
        Await.until("the phone says that it will ask again", Duration.ofSeconds(10),
                () -> Json.text(early.ctl("provision", "--last"), "error").contains("tried again in"), early::tail);
        WebServer.start(WORKSPACE, port).put("config.xml", Nginx.settings("Account1Label", "late"));
        Await.until("the phone has asked again", Duration.ofSeconds(20),
                () -> Json.text(early.ctl("provision", "--last"), "result").equals("applied"), early::tail);
        assertThat(early.get("Account1Label")).isEqualTo("late");
        early.terminate();
    }

    @Test
    public void aFileThatChangedOutranksWhatAPersonSet() {
        phone.set("Account10Label", "mine");
        phone.set("Account11Label", "mine");
        nginx.put("config.xml", Nginx.settings("Account10Label", "theirs"));
        provision();
        assertThat(phone.get("Account10Label")).isEqualTo("theirs");
        assertThat(phone.get("Account11Label")).isEqualTo("mine");
    }

    @Test
    public void defineDefaultMasksTheFilesBelow() {
        nginx.put("config.xml", Nginx.settings("Account12Label", "common", "SettingAudiodiffserv", 10));
        nginx.put("config.M8.xml", "<settings><setting id=\"SettingAudiodiffserv\" define=\"default\"/></settings>");
        provision();
        assertThat(phone.get("Account12Label")).isEqualTo("common");
        assertThat(phone.get("SettingAudiodiffserv")).isEqualTo("46");
    }
}
