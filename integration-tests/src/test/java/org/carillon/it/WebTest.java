package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;

/** The web server as browsers meet it, and those who mean it harm: one phone for all of them. */
public class WebTest {
    private static final String PASSWORD = "correct horse";

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();
    private static PhoneProcess phone;
    private static WebClient web;

    @BeforeClass
    public static void start() {
        phone = PhoneProcess.in(WORKSPACE).setting("DeviceSecurityAdminPwd", PASSWORD).audio("null").start();
        web = WebClient.https(phone);
    }

    @AfterClass
    public static void close() {
        web.close();
    }

    @Before
    public void forget() {
        web.cookie("");
    }

    private static Socket connect(String port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", (int) Json.number(phone.ready(), port)));
        socket.setSoTimeout(40_000);
        return socket;
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = connect("http")) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "reset";
        }
    }

    @Test
    public void theCertificateNamesThePhoneAndItsKeyIsItsOwnersAlone() throws Exception {
        web.get("/login");
        assertThat(web.certificate().getSubjectX500Principal().getName()).contains("CN=M8 3C28A6200088");
        assertThat(web.certificate().getSubjectAlternativeNames().toString()).contains("localhost", "127.0.0.1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(phone.home().resolve("https.pem")))).isEqualTo("rw-------");
    }

    @Test
    public void speaksTls12And13AndNothingOlder() throws IOException {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            try (SSLSocket socket = (SSLSocket) WebClient.trustAll(new ArrayList<>()).getSocketFactory().createSocket("127.0.0.1",
                    (int) Json.number(phone.ready(), "https"))) {
                socket.setEnabledProtocols(new String[]{version});
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            }
        }
    }

    @Test
    public void httpLeadsToHttpsAndTakesNoForm() {
        try (WebClient plain = WebClient.http(phone)) {
            HttpResponse<String> answer = plain.get("/panel?x=1");
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(answer.headers().firstValue("location")).hasValue(web.base() + "/panel?x=1");
            assertThat(plain.post("/login", "name", "admin", "password", PASSWORD).statusCode()).isEqualTo(403);
        }
    }

    @Test
    public void everyAnswerIsProtected() {
        for (String path : List.of("/login", "/panel", "/nothing", "/assets/panel.js", "/assets/../secret", "/%2e%2e/x")) {
            HttpResponse<String> answer = web.get(path);
            assertThat(answer.headers().firstValue("content-security-policy").orElse("")).as(path).contains("default-src 'none'",
                    "script-src 'self'", "frame-ancestors 'none'").doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("x-content-type-options")).as(path).hasValue("nosniff");
            assertThat(answer.headers().firstValue("server")).as(path).isEmpty();
        }
    }

    @Test
    public void whoHasNotLoggedInSeesTheFormAlone() {
        assertThat(web.get("/panel").headers().firstValue("location")).hasValue("/login");
        assertThat(web.get("/").headers().firstValue("location")).hasValue("/login");
        assertThat(web.get("/panel/live").statusCode()).isEqualTo(401);
        assertThatThrownBy(() -> web.live(web.base(), new WebSocket.Listener() {})).hasMessage("refused with 401");
    }

    @Test
    public void loggingInGivesAnotherCookieAndThePanel() {
        web.get("/login");
        String before = web.cookie();
        HttpResponse<String> answer = web.post("/login", "name", "admin", "password", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("set-cookie").orElse("")).startsWith("__Host-").contains("Path=/", "Secure", "HttpOnly",
                "SameSite=Strict");
        String after = web.cookie();
        assertThat(after).isNotEqualTo(before);
        assertThat(web.get("/panel").body()).contains("Telephone M8");
        web.cookie(before);
        assertThat(web.get("/panel").statusCode()).isEqualTo(303);
        web.cookie(after);
        web.get("/panel");
        web.post("/logout");
        web.cookie(after);
        assertThat(web.get("/panel").statusCode()).isEqualTo(303);
    }

    @Test
    public void aFormWithoutItsTokenDoesNothing() {
        web.get("/login");
        assertThat(web.post("/login", "name", "admin", "password", PASSWORD, "token", "x").statusCode()).isEqualTo(403);
        web.logIn("admin", PASSWORD);
        String other = web.token();
        web.get("/panel");
        assertThat(web.post("/logout", "token", other).statusCode()).isEqualTo(403);
        assertThat(web.get("/panel").statusCode()).isEqualTo(200);
    }

    @Test
    public void theSocketIsForPagesOfThisPhoneAlone() {
        web.logIn("admin", PASSWORD);
        assertThatThrownBy(() -> web.live("https://attacker.example", new WebSocket.Listener() {})).hasMessage("refused with 403");
        web.live(web.base(), new WebSocket.Listener() {}).abort();
    }

    @Test
    public void aNameOfSomebodyElseIsRefusedOnBothPorts() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 421");
        assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    public void whatIsTooLargeOrStrangeIsRefused() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")).matches("(?s)HTTP/1.1 431.*|reset");
        assertThat(raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")).matches("(?s)HTTP/1.1 414.*|reset");
        assertThat(web.post("/login", "name", "x".repeat(4_000_000)).statusCode()).isEqualTo(413);
        assertThat(web.send("DELETE", "/panel").statusCode()).isEqualTo(405);
        assertThat(raw("GET / HTTP/9.9\r\n\r\n")).matches("(?s)HTTP/1.1 (400|505).*");
        assertThat(raw("\0\0\0\r\n\r\n")).matches("(?s)HTTP/1.1 400.*|reset|");
    }

    @Test
    public void whoDripsTheHeadOfARequestIsCutOffAndHoldsUpNobody() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                Socket socket = connect("https");
                slow.add(socket);
            }
            Socket drip = connect("http");
            slow.add(drip);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> {
                drip.getOutputStream().write("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < 60; i++) {
                    drip.getOutputStream().write(("X-" + i + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
                    drip.setSoTimeout(1000);
                    try {
                        if (drip.getInputStream().read() < 0) {
                            throw new SocketException("closed");
                        }
                    } catch (java.net.SocketTimeoutException e) {
                        // it waits still
                    }
                }
            }).isInstanceOf(SocketException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(0), Duration.ofSeconds(32));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        Await.until("the next one is served", Duration.ofSeconds(10), () -> {
            try {
                return web.get("/login").statusCode() == 200;
            } catch (java.io.UncheckedIOException e) {
                return false;
            }
        });
    }

    @Test
    public void aLinkFromCtlLogsInOnce() {
        String url = Json.text(phone.ctl("panel"), "url");
        assertThat(url).startsWith(web.base());
        String path = url.substring(web.base().length());
        assertThat(web.get(path).headers().firstValue("location")).hasValue("/panel");
        assertThat(web.get("/panel").statusCode()).isEqualTo(200);
        web.cookie("");
        assertThat(web.get(path).headers().firstValue("location")).hasValue("/login");
    }

    @Test
    public void unchangedFilesAreNotSentAgain() {
        String tag = web.get("/assets/panel.css").headers().firstValue("etag").orElseThrow();
        assertThat(web.get("/assets/panel.css", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(web.get("/assets/login.html").statusCode()).isEqualTo(404);
    }

    private static CompletableFuture<Integer> closing() {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        web.live(web.base(), new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                code.complete(status);
                return null;
            }
        });
        return code;
    }

    @Test
    public void theSocketEndsWithItsSessionAtOnce() throws Exception {
        web.logIn("admin", PASSWORD);
        CompletableFuture<Integer> ofWhoLogsOut = closing();
        String first = web.cookie();
        web.cookie("");
        web.logIn("admin", PASSWORD);
        CompletableFuture<Integer> ofTheOther = closing();
        String other = web.cookie();
        web.cookie(first);
        web.get("/panel");
        web.post("/logout");
        assertThat(ofWhoLogsOut.get(5, TimeUnit.SECONDS)).isEqualTo(4401);
        web.cookie(other);
        assertThat(web.get("/panel").statusCode()).isEqualTo(200);
        assertThat(ofTheOther.isDone()).isFalse();
        phone.set("DeviceSecurityAdminPwd", "battery staple");
        assertThat(ofTheOther.get(5, TimeUnit.SECONDS)).isEqualTo(4401);
        phone.set("DeviceSecurityAdminPwd", PASSWORD);
    }

    @Test
    public void pagesOfOneScreenfulComeToTheSocket() {
        web.logIn("admin", PASSWORD);
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        WebSocket socket = web.live(web.base(), new WebSocket.Listener() {
            @Override
            public java.util.concurrent.CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                told.add(data.toString());
                return WebSocket.Listener.super.onText(from, data, last);
            }
        });
        Await.until("words of the screen", Duration.ofSeconds(10), () -> told.stream().anyMatch(text -> text.contains("\"screen\"")));
        socket.sendText("press NOSUCHKEY", true).join();
        Await.until("a refusal", Duration.ofSeconds(10), () -> told.stream().anyMatch(text -> text.contains("\"refused\"")));
        socket.abort();
    }
}
