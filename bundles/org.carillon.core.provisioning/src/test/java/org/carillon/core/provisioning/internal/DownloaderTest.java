package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.net.http.HttpClient;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.scope.Scope;
import org.carillon.core.provisioning.internal.Downloader.Credentials;
import org.carillon.core.provisioning.internal.Transfer.Result;
import org.carillon.core.provisioning.internal.Transfer.Validators;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DownloaderTest {
    private static final byte[] CONTENT = "<settings/>".getBytes(StandardCharsets.UTF_8);
    /** Answers every digest challenge once, without any arithmetic. */
    private static final DigestAuthentication DIGESTS = (user, password) -> new DigestAuthentication.Session() {
        private boolean known;

        @Override
        public boolean challenged(List<String> challenges, boolean answered) {
            known = !answered && challenges.stream().anyMatch(challenge -> challenge.startsWith("Digest"));
            return known;
        }

        @Override
        public Optional<String> authorize(String method, String uri, byte[] body) {
            return known ? Optional.of("Digest username=" + user + ", uri=" + uri) : Optional.empty();
        }

        @Override
        public List<String> unknownAlgorithms() {
            return List.of();
        }
    };

    private final SharedScopes scopes = new SharedScopes(new RecordingLog().logger());
    private final Scope scope = scopes.open("test");
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(handlers);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        handlers.shutdownNow();
        scope.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Result get(String path, String user, Validators known) throws Exception {
        return get(uri(path), user, known);
    }

    private Result get(URI uri, String user, Validators known) throws Exception {
        try (Downloader downloader = new Downloader(scope, System::nanoTime, SSLContext.getDefault(), Duration.ofSeconds(5),
                Duration.ofSeconds(2), new Credentials(user, "secret"), DIGESTS, HttpClient.Builder.NO_PROXY)) {
            return downloader.get(uri, known, Transfer.MAX_BYTES);
        }
    }

    private Result get(String path) throws Exception {
        return get(path, "", Validators.NONE);
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    private static void answer(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Test
    void bringsContentAndValidators() throws Exception {
        serve("/a", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"1\"");
            answer(exchange, 200, CONTENT);
        });
        Result result = get("/a");
        assertThat(result.content()).isEqualTo(CONTENT);
        assertThat(result.validators().etag()).isEqualTo("\"1\"");
    }

    @Test
    void asksConditionally() throws Exception {
        serve("/a", exchange -> {
            boolean known = "\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            answer(exchange, known ? 304 : 200, known ? new byte[0] : CONTENT);
        });
        assertThat(get("/a", "", new Validators("\"1\"", "")).status()).isEqualTo(304);
        assertThat(get("/a", "", new Validators("\"2\"", "")).status()).isEqualTo(200);
    }

    @Test
    void answersBasicAndDigestChallenges() throws Exception {
        serve("/basic", exchange -> {
            boolean right = "Basic YWRtaW46c2VjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, right ? 200 : 401, CONTENT);
        });
        serve("/digest", exchange -> {
            boolean right = "Digest username=admin, uri=/digest?a=b".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"x\", nonce=\"n\"");
            answer(exchange, right ? 200 : 401, CONTENT);
        });
        assertThat(get("/basic", "admin", Validators.NONE).content()).isEqualTo(CONTENT);
        assertThat(get("/digest?a=b", "admin", Validators.NONE).content()).isEqualTo(CONTENT);
        assertThat(get("/basic", "", Validators.NONE).error()).isEqualTo("user name and password needed");
    }

    @Test
    void givesUpWhenCredentialsAreRefused() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        serve("/a", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, 401, CONTENT);
        });
        Result result = get("/a", "admin", Validators.NONE);
        assertThat(result.error()).isEqualTo("user name or password refused").doesNotContain("secret");
        assertThat(asked).hasValue(2);
    }

    @Test
    void followsFewRedirections() throws Exception {
        serve("/a", exchange -> {
            exchange.getResponseHeaders().set("Location", "/b");
            answer(exchange, 302, new byte[0]);
        });
        serve("/b", exchange -> answer(exchange, 200, CONTENT));
        serve("/loop", exchange -> {
            exchange.getResponseHeaders().set("Location", "/loop");
            answer(exchange, 302, new byte[0]);
        });
        serve("/file", exchange -> {
            exchange.getResponseHeaders().set("Location", "file:///etc/hostname");
            answer(exchange, 302, new byte[0]);
        });
        assertThat(get("/a").content()).isEqualTo(CONTENT);
        assertThat(get("/loop").error()).contains("more than 5 redirections");
        assertThat(get("/file").error()).contains("not permitted");
    }

    @Test
    void refusesWhatIsTooLargeAnnouncedOrNot() throws Exception {
        serve("/announced", exchange -> {
            exchange.sendResponseHeaders(200, 100_000_000);
            exchange.getResponseBody().write(CONTENT);
            exchange.getResponseBody().flush();
            pause(1_000);
            exchange.close();
        });
        serve("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 2_000; i++) {
                    out.write(block);
                }
            }
        });
        assertThat(get("/announced").error()).isEqualTo("larger than 8 MiB");
        assertThat(get("/endless").error()).isEqualTo("larger than 8 MiB");
    }

    @Test
    void cutsOffAServerThatHangsOrDrips() throws Exception {
        serve("/hang", exchange -> pause(20_000));
        serve("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 200; i++) {
                    out.write('<');
                    out.flush();
                    pause(100);
                }
            }
        });
        assertThat(get("/hang").error()).isEqualTo("not finished within 2 s");
        assertThat(get("/drip").error()).isEqualTo("not finished within 2 s");
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void reportsATruncatedAnswer() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            handlers.execute(() -> {
                try (var peer = socket.accept()) {
                    peer.getInputStream().read(new byte[4096]);
                    peer.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<settings>".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Downloader downloader = new Downloader(scope, System::nanoTime, SSLContext.getDefault(), Duration.ofSeconds(5),
                    Duration.ofSeconds(2), new Credentials("", ""), DIGESTS, HttpClient.Builder.NO_PROXY)) {
                Result result = downloader.get(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/a"), Validators.NONE,
                        Transfer.MAX_BYTES);
                assertThat(result.content()).isNull();
                assertThat(result.error()).isEqualTo("the connection ended before the answer did");
            }
        }
    }

    @Test
    void givesFilesToServers() throws Exception {
        List<String> taken = new CopyOnWriteArrayList<>();
        serve("/up", exchange -> {
            boolean right = "Basic YWRtaW46c2VjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (right) {
                taken.add(exchange.getRequestMethod() + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, right ? 201 : 401, new byte[0]);
        });
        serve("/away", exchange -> {
            exchange.getResponseHeaders().set("Location", uri("/up").toString());
            answer(exchange, 307, new byte[0]);
        });
        serve("/elsewhere", exchange -> {
            exchange.getResponseHeaders().set("Location", uri("/up").toString());
            answer(exchange, 302, new byte[0]);
        });
        assertThat(send("PUT", "/up").error()).isEmpty();
        assertThat(send("POST", "/away").error()).isEmpty();
        assertThat(taken).containsExactly("PUT <settings/>", "POST <settings/>");
        assertThat(send("POST", "/elsewhere").error()).isEqualTo("HTTP status 302");
        assertThat(send("PUT", "/none").error()).isEqualTo("HTTP status 404");
    }

    private Result send(String method, String path) throws Exception {
        return send(method, path, HttpClient.Builder.NO_PROXY);
    }

    private Result send(String method, String path, ProxySelector proxies) throws Exception {
        try (Downloader downloader = new Downloader(scope, System::nanoTime, SSLContext.getDefault(), Duration.ofSeconds(5),
                Duration.ofSeconds(2), new Credentials("admin", "secret"), DIGESTS, proxies)) {
            return downloader.send(method, uri(path), "application/xml", CONTENT);
        }
    }

    @Test
    void aRequestMayCarryTheWholeUri() throws Exception {
        List<String> targets = new ArrayList<>();
        serve("/conf", exchange -> {
            targets.add(exchange.getRequestURI().toString());
            answer(exchange, 201, new byte[0]);
        });
        assertThat(send("POST", "/conf/a.xml").error()).isEmpty();
        assertThat(send("POST", "/conf/a.xml", new AbsoluteForm()).error()).isEmpty();
        assertThat(targets).containsExactly("/conf/a.xml", uri("/conf/a.xml").toString());
    }

    @Test
    void saysWhatWentWrong() throws Exception {
        serve("/gone", exchange -> answer(exchange, 500, new byte[0]));
        assertThat(get("/gone").error()).isEqualTo("HTTP status 500");
        assertThat(get("/none").status()).isEqualTo(404);
        server.stop(0);
        assertThat(get("/gone").error()).startsWith("connection to 127.0.0.1:").contains("refused");
        assertThat(get(URI.create("http://nowhere.invalid/config.xml"), "", Validators.NONE).error())
                .isEqualTo("no address for nowhere.invalid");
    }
}
