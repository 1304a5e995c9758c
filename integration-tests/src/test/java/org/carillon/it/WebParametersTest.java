package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Ports;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** What the parameters of the web server do (manual 3.1.3, 5.1.1). */
public class WebParametersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private PhoneProcess phone(Map<String, ?> settings) {
        Path file = effects.file(workspace.directory().resolve("start.xml"), settings);
        PhoneProcess phone = PhoneProcess.in(workspace).option("--config", file.toString(), "--https-port", "param", "--http-port", "param")
                .audio("null").start();
        effects.requireApplied(phone);
        return phone;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Effect({"DeviceNetworkHttpPort", "DeviceNetworkHttpsPort", "DeviceNetworkHttpEnable", "DeviceNetworkHttpsEnable"})
    public void portsMoveAndCloseWhileThePhoneRuns() {
        int http = Ports.free();
        int https = Ports.free();
        int other = Ports.free();
        PhoneProcess phone = phone(Map.of("DeviceNetworkHttpPort", http, "DeviceNetworkHttpsPort", https, "DeviceNetworkHttpEnable", true,
                "DeviceNetworkHttpsEnable", true));
        assertThat(Json.number(phone.ready(), "http")).isEqualTo(http);
        assertThat(Json.number(phone.ready(), "https")).isEqualTo(https);
        phone.set("DeviceNetworkHttpsPort", other);
        Await.until("HTTPS on the other port", SOON, () -> listens(other) && !listens(https));
        try (WebClient plain = WebClient.http(phone)) {
            assertThat(plain.get("/").headers().firstValue("location")).hasValue("https://127.0.0.1:" + other + "/");
            phone.set("DeviceNetworkHttpsEnable", false);
            Await.until("no HTTPS", SOON, () -> !listens(other));
            assertThat(plain.get("/").statusCode()).isEqualTo(403);
        }
        phone.set("DeviceNetworkHttpEnable", false);
        Await.until("no HTTP", SOON, () -> !listens(http));
        phone.set("DeviceNetworkHttpsEnable", true);
        Await.until("HTTPS again", SOON, () -> listens(other));
    }

    @Test
    public void aPhoneWithoutAWebServerIsReadyAllTheSame() {
        PhoneProcess phone = phone(Map.of("DeviceNetworkHttpEnable", false, "DeviceNetworkHttpsEnable", false));
        assertThat(Json.number(phone.ready(), "http")).isZero();
        assertThat(Json.number(phone.ready(), "https")).isZero();
    }

    @Test
    @Effect({"DeviceSecurityAdminName", "DeviceSecurityAdminPwd"})
    public void theFactoryPasswordAdmitsToChoosingAnotherOneAndGuessingIsSlow() {
        PhoneProcess phone = phone(Map.of("DeviceSecurityAdminName", "boss", "DeviceSecurityAdminPwd", "123456", "DeviceNetworkHttpsPort",
                Ports.free(), "DeviceNetworkHttpEnable", false));
        try (WebClient web = WebClient.https(phone); WebClient other = WebClient.https(phone)) {
            assertThat(web.logIn("admin", "123456").statusCode()).isEqualTo(401);
            assertThat(web.logIn("boss", "123456").headers().firstValue("location")).hasValue("/password");
            assertThat(web.get("/panel").headers().firstValue("location")).hasValue("/login");
            assertThat(web.get("/panel/live").statusCode()).isEqualTo(401);
            web.get("/password");
            assertThat(web.post("/password", "password", "123456", "again", "123456").statusCode()).isEqualTo(400);
            assertThat(web.post("/password", "password", "correct horse", "again", "correct house").statusCode()).isEqualTo(400);
            assertThat(web.post("/password", "password", "correct horse", "again", "correct horse", "token", "x").statusCode())
                    .isEqualTo(403);
            assertThat(web.post("/password", "password", "correct horse", "again", "correct horse").headers().firstValue("location"))
                    .hasValue("/panel");
            assertThat(web.get("/panel").statusCode()).isEqualTo(200);
            assertThat(Json.text(phone.ctl("get", "DeviceSecurityAdminPwd"), "layer")).isEqualTo("user");

            assertThat(other.logIn("boss", "correct horse").headers().firstValue("location")).hasValue("/panel");
            phone.set("DeviceSecurityAdminPwd", "another horse");
            assertThat(other.get("/panel").statusCode()).isEqualTo(303);
            assertThat(other.logIn("boss", "correct horse").statusCode()).isEqualTo(401);
            assertThat(other.logIn("boss", "123456").statusCode()).isEqualTo(401);
            assertThat(other.logIn("boss", "12345678").statusCode()).isEqualTo(401);
            assertThat(other.logIn("boss", "another horse").statusCode()).isEqualTo(429);
            Await.until("the wait is over", SOON, () -> other.logIn("boss", "another horse").statusCode() == 303);
        }
    }
}
