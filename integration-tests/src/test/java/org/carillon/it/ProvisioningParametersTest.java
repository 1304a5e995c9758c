package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** What the parameters of provisioning do, when they come from a configuration file themselves: as web servers see it. */
public class ProvisioningParametersTest {
    private static final String MAC = "3C28A62000BB";

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    /** Starts a phone with these settings in a layer that no file of the server replaces; it asks the server at once. */
    private PhoneProcess phone(Map<String, ?> settings) {
        Path file = effects.file(workspace.directory().resolve("start.xml"), settings);
        PhoneProcess phone = PhoneProcess.in(workspace).option("--mac", MAC, "--config", file.toString()).audio("null").start();
        effects.requireApplied(phone);
        return phone;
    }

    @Test
    @Effect("DeviceSecurityEncryptionAesKey")
    public void filesThatOpensslEncryptedAreOpenedWithTheKey() {
        Nginx nginx = Nginx.start(workspace);
        nginx.put("config.xml", Nginx.encrypted(workspace, "open-sesame", Nginx.settings("Account1Label", "München")));
        PhoneProcess phone = phone(
                Map.of("DeviceProvisionServerUrl", nginx.http() + "config.xml", "DeviceSecurityEncryptionAesKey", "open-sesame"));
        assertThat(error(phone.ctl("provision"))).isEmpty();
        assertThat(phone.get("Account1Label")).isEqualTo("München");
        nginx.put("config.xml", Nginx.encrypted(workspace, "another", Nginx.settings("Account1Label", "not readable")));
        assertThat(error(phone.ctl("provision"))).contains("another key").doesNotContain("open-sesame");
        assertThat(phone.get("Account1Label")).isEqualTo("München");
        assertThat(phone.get("DeviceSecurityEncryptionAesKey")).isEqualTo("***");
    }

    private static String error(Object report) {
        return Json.text(report, "files", 0, "error");
    }

    @Test
    @Effect({"DeviceProvisionServerUrl", "DeviceProvisionFileFirst", "DeviceProvisionFileSecond", "DeviceProvisionFileThird"})
    public void theServerIsAskedForTheConfiguredFiles() {
        WebServer web = WebServer.start(workspace);
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", web.url() + "phones/", "DeviceProvisionFileFirst", "all.xml",
                "DeviceProvisionFileSecond", "of-$model.xml", "DeviceProvisionFileThird", "of-$mac.xml"));
        phone.ctl("provision");
        assertThat(web.requests()).startsWith("/phones/all.xml 404", "/phones/of-M8.xml 404", "/phones/of-" + MAC + ".xml 404");
    }

    @Test
    @Effect("DeviceProvisionBackupServerUrl")
    public void theBackupIsAskedWhereTheServerHasNoFile() {
        WebServer web = WebServer.start(workspace);
        web.put("backup/config.xml", "<settings/>");
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", web.url() + "phones/", "DeviceProvisionBackupServerUrl",
                web.url() + "backup/"));
        Object report = phone.ctl("provision");
        assertThat(Json.text(report, "origin")).isEqualTo("DeviceProvisionBackupServerUrl");
        assertThat(web.requests()).containsSubsequence("/phones/config.xml 404", "/backup/config.xml 200");
    }

    @Test
    @Effect("DeviceProvisionImmediateUpdateTimes")
    public void urlsThatFilesBringAreFollowedAsOftenAsThatSays() {
        WebServer web = WebServer.start(workspace);
        for (int i = 0; i < 4; i++) {
            web.put(i + "/config.M8.xml",
                    "<settings><setting id=\"DeviceProvisionServerUrl\" value=\"" + web.url() + (i + 1) + "/\"/></settings>");
        }
        Path file = effects.file(workspace.directory().resolve("config.xml"), Map.of("DeviceProvisionImmediateUpdateTimes", 1));
        PhoneProcess phone = PhoneProcess.in(workspace).option("--config", file.toString(), "--provision", web.url() + "0/").audio("null")
                .start();
        effects.requireApplied(phone);
        Await.until("the first run is over", Duration.ofSeconds(20), () -> phone.get("DeviceProvisionServerUrl").endsWith("3/"),
                phone::tail);
        assertThat(web.requests().stream().filter(line -> line.endsWith(" 200"))).containsExactly("/0/config.M8.xml 200",
                "/1/config.M8.xml 200", "/2/config.M8.xml 200");
    }

    @Test
    @Effect({"DeviceProvisionServerUsername", "DeviceProvisionServerPassword"})
    public void aServerThatAsksGetsNameAndPassword() {
        WebServer web = WebServer.start(workspace);
        web.protect("phone", "open-sesame");
        web.put("config.xml", "<settings/>");
        PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", web.url() + "config.xml", "DeviceProvisionServerUsername", "phone",
                "DeviceProvisionServerPassword", "open-sesame"));
        phone.ctl("provision");
        assertThat(web.requests()).startsWith("/config.xml 401", "/config.xml 200");
    }

    @Test
    @Effect("DeviceSecurityHttpsPeerVerifyEnable")
    public void aServerThatNobodyVouchesForIsAskedOnlyWhereThatIsPermitted() {
        WebServer web = WebServer.startTls(workspace);
        web.put("config.xml", "<settings/>");
        PhoneProcess careful = phone(Map.of("DeviceProvisionServerUrl", web.url() + "config.xml"));
        assertThat(error(careful.ctl("provision"))).contains("TLS");
        assertThat(web.requests()).isEmpty();
        PhoneProcess careless = phone(
                Map.of("DeviceProvisionServerUrl", web.url() + "config.xml", "DeviceSecurityHttpsPeerVerifyEnable", 0));
        assertThat(error(careless.ctl("provision"))).isEmpty();
        assertThat(web.requests()).startsWith("/config.xml 200");
    }

    @Test
    @Effect("DeviceProvisionAttemptExpiredTime")
    public void aServerThatSaysNothingIsGivenUpAfterTheConfiguredTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", "http://127.0.0.1:" + silent.getLocalPort() + "/config.xml",
                    "DeviceProvisionAttemptExpiredTime", 1));
            assertGivenUpAfterOneSecond(phone);
        }
    }

    @Test
    @Effect("DeviceNetworkConnectExpiredTime")
    public void aServerThatTakesNoConnectionIsGivenUpAfterTheConfiguredTime() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            crowd(full, crowd);
            PhoneProcess phone = phone(Map.of("DeviceProvisionServerUrl", "http://127.0.0.1:" + full.getLocalPort() + "/config.xml",
                    "DeviceNetworkConnectExpiredTime", 1));
            assertThat(assertGivenUpAfterOneSecond(phone)).contains("no connection").contains("within 1 s");
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    /** Fills the queue of connections that nobody accepts, until the next one finds no place. */
    private static void crowd(ServerSocket full, List<Socket> crowd) throws IOException {
        for (int i = 0; i < 64; i++) {
            Socket socket = new Socket();
            crowd.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("the queue never was full");
    }

    private static String assertGivenUpAfterOneSecond(PhoneProcess phone) {
        phone.ctl("provision"); // waits for the one of the start
        long started = System.nanoTime();
        Object report = phone.ctl("provision");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
        assertThat(Json.text(report, "result")).isEqualTo("failed");
        assertThat(error(report)).contains("within 1 s");
        return error(report);
    }
}
