package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.carillon.api.tls.TlsContexts;
import org.carillon.api.tls.TlsException;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files for others, from servers that ask for a password. */
@Timeout(60)
class DownloadsTest {
    private static final String FILE = "certificate";
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final RecordingLog log = new RecordingLog();
    private HttpServer home;
    private HttpServer other;
    private Downloading downloads;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        home = server();
        other = server();
        ProvisioningConfig config = Configs.of(ProvisioningConfig.class,
                Map.of("serverUrl", url(home, ""), "username", "phone", "_password", "geheim"));
        downloads = new Downloading(config, new FakePhone(directory), new SharedScopes(log.logger()),
                (user, password) -> new NoDigests(), DownloadsTest::tls);
    }

    private static SSLContext tls(boolean verify) throws TlsException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new TlsException("no TLS", e);
        }
    }

    @AfterEach
    void stop() {
        downloads.deactivate();
        home.stop(0);
        other.stop(0);
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        boolean there = exchange.getRequestURI().getPath().equals("/3C28A6200088.p12");
        if (there && authorization != null) {
            authorizations.add(authorization);
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
        boolean moved = exchange.getRequestURI().getPath().equals("/moved");
        exchange.getResponseHeaders().set("Location", "/3C28A6200088.p12");
        exchange.sendResponseHeaders(authorization == null ? 401 : moved ? 302 : there ? 200 : 404, 0);
        exchange.getResponseBody().write(FILE.getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    @Test
    void itsOwnServerGetsThePasswordOfProvisioning() throws IOException {
        assertThat(new String(downloads.get(url(home, "$mac.p12"), 100), StandardCharsets.US_ASCII)).isEqualTo(FILE);
        assertThat(authorizations).containsExactly("Basic cGhvbmU6Z2VoZWlt");
    }

    @Test
    void anotherServerGetsTheOneThatItsUrlHasAndNoOther() throws IOException {
        assertThatThrownBy(() -> downloads.get(url(other, "$mac.p12"), 100)).isInstanceOf(IOException.class)
                .hasMessage("user name and password needed");
        assertThat(authorizations).isEmpty();
        downloads.get(url(other, "$mac.p12").replace("//", "//a:b@"), 100);
        assertThat(authorizations).containsExactly("Basic YTpi");
    }

    @Test
    void aVisitHasAStatusWhateverItIs() throws IOException {
        assertThat(downloads.visit(url(home, "$mac.p12"))).isEqualTo(200);
        assertThat(downloads.visit(url(home, "none"))).isEqualTo(404);
        assertThatThrownBy(() -> downloads.visit(url(other, "none"))).hasMessage("user name and password needed");
        assertThatThrownBy(() -> downloads.visit("ftp://server/file")).hasMessageContaining("are permitted");
    }

    @Test
    void aVisitIsNotSentElsewhere() throws IOException {
        assertThat(downloads.visit(url(home, "moved"))).isEqualTo(302);
        assertThat(downloads.get(url(home, "moved"), 100)).isNotEmpty();
        assertThat(authorizations).hasSize(1);
    }

    @Test
    void whatCannotBeHadIsSaidInWords() {
        assertThatThrownBy(() -> downloads.get(url(home, "none"), 100)).hasMessage("HTTP status 404");
        assertThatThrownBy(() -> downloads.get(url(home, "$mac.p12"), 5)).hasMessageStartingWith("larger than");
        assertThatThrownBy(() -> downloads.get("ftp://server/file", 100)).isInstanceOf(IOException.class)
                .hasMessageContaining("http://HOST/... and https://HOST/... are permitted");
    }
}
