package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.carillon.api.tls.TlsException;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingLog;
import org.carillon.sim.testkit.TestCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What services say of this phone, and what they must not. */
@Timeout(60)
class LookupsTest {
    private final TestCertificate certificate = TestCertificate.named("Service").hosts("127.0.0.1").make();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Boolean> verified = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private Downloading downloads;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context()));
        server.createContext("/", this::handle);
        server.start();
        ProvisioningConfig config = Configs.of(ProvisioningConfig.class, Map.of("serverUrl", url("").toString(), "username", "phone",
                "_password", "secret", "verifyPeer", 0, "connectSeconds", 1, "attemptSeconds", 1));
        downloads = new Downloading(config, new FakePhone(directory), new SharedScopes(new RecordingLog().logger()),
                (user, password) -> new NoDigests(), this::tls);
    }

    @AfterEach
    void stop() {
        downloads.deactivate();
        server.stop(0);
    }

    private SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = certificate.keyStore("x");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "x".toCharArray());
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("it", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private SSLContext tls(boolean verify) throws TlsException {
        verified.add(verify);
        try {
            return context();
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException("no TLS", e);
        }
    }

    private URI url(String path) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        requests.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        switch (path) {
            case "known" -> answer(exchange, 200, "here");
            case "moved" -> redirect(exchange, "/known");
            case "loop" -> redirect(exchange, "/loop");
            case "open" -> redirect(exchange, "http://127.0.0.1:" + server.getAddress().getPort() + "/known");
            case "long" -> answer(exchange, 200, "x".repeat(9_000));
            case "silent" -> requests.add("nothing is said");
            case "password" -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                answer(exchange, 401, "");
            }
            default -> answer(exchange, Integer.parseInt(path), "");
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        answer(exchange, 302, "");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, text.isEmpty() ? -1 : text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String found(String path) throws IOException {
        return downloads.find(url(path), 8 << 10).map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).orElse("unknown");
    }

    private void assertNoAnswer(String path, String why) {
        assertThatThrownBy(() -> found(path)).as(path).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    @Test
    void aServiceKnowsThePhoneOrNot() throws IOException {
        assertThat(found("known")).isEqualTo("here");
        assertThat(found("moved")).isEqualTo("here");
        assertThat(found("404")).isEqualTo("unknown");
        assertThat(found("410")).isEqualTo("unknown");
    }

    @Test
    void itIsVerifiedWhateverIsConfiguredAndGetsNoPassword() throws IOException {
        found("known");
        assertThat(verified).containsExactly(true);
        assertNoAnswer("password", "user name and password needed");
        assertThat(requests).containsExactly("known null", "password null");
    }

    @Test
    void anythingElseIsNoAnswer() {
        assertNoAnswer("403", "HTTP status 403");
        assertNoAnswer("500", "HTTP status 500");
        assertNoAnswer("304", "HTTP status 304");
        assertNoAnswer("long", "larger than 8 KiB");
        assertNoAnswer("loop", "more than 5 redirections");
        assertNoAnswer("open", "which is not permitted");
        assertThat(requests).noneMatch(request -> request.startsWith("known"));
    }

    @Test
    void itIsNotWaitedForForEver() throws IOException {
        long begun = System.nanoTime();
        assertNoAnswer("silent", "not finished within 1 s");
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> downloads.find(URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/"), 100))
                    .isInstanceOf(IOException.class).hasMessageContaining("within 1 s");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void itIsAskedOverHttpsAlone() {
        for (String url : List.of("http://127.0.0.1/", "tftp://127.0.0.1/", "https:///x", "x")) {
            assertThatThrownBy(() -> downloads.find(URI.create(url), 100))
                    .hasMessage("the URL is not usable: https://HOST/... is permitted");
        }
        assertThat(verified).isEmpty();
    }
}
