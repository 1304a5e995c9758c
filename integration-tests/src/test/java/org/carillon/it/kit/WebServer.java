package org.carillon.it.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server in this virtual machine, for tests that need no more than the JDK has. */
public final class WebServer implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final HttpServer server;
    private final String scheme;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> uploads = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String authorization;

    private WebServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/", this::handle);
        server.start();
    }

    public static WebServer start(Workspace workspace) {
        return start(workspace, 0);
    }

    /** One at a certain port, 0 for any. */
    public static WebServer start(Workspace workspace, int port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return workspace.owns(new WebServer(HttpServer.create(address, 0), "http"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One with a certificate that nobody signed but itself. */
    public static WebServer startTls(Workspace workspace) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(workspace)));
            return workspace.owns(new WebServer(server, "https"));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SSLContext selfSigned(Workspace workspace) throws IOException, GeneralSecurityException {
        Path store = workspace.directory("tls").resolve("self-signed.p12");
        Program keytool = Program.start("keytool", workspace.directory("tls").resolve("keytool.log"),
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "server", "-keyalg",
                        "EC", "-dname", "CN=nobody", "-ext", "SAN=IP:127.0.0.1", "-validity", "30", "-keystore", store.toString(),
                        "-storepass", new String(PASSWORD)));
        if (keytool.exitCode(Duration.ofSeconds(30)) != 0) {
            throw new AssertionError(keytool.tail());
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** With a slash at the end. */
    public String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    public void put(String name, String content) {
        files.put("/" + name, content);
    }

    /** From now on it is not found. */
    public void remove(String name) {
        files.remove("/" + name);
    }

    /** From now on demands a name and a password, by basic authentication (RFC 7617). */
    public void protect(String user, String password) {
        authorization = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Path and status of each request. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** What was put or posted here lies here. */
    public String get(String name) {
        return files.getOrDefault("/" + name, "");
    }

    /** Method and path of each file that was put or posted here. */
    public List<String> uploads() {
        return List.copyOf(uploads);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String content = files.get(path);
        boolean refused = authorization != null && !authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        int status = refused ? 401 : content == null ? 404 : 200;
        if (!exchange.getRequestMethod().equals("GET") && !refused) {
            status = 200;
            content = "";
            files.put(path, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            uploads.add(exchange.getRequestMethod() + " " + path);
        }
        requests.add(path + " " + status);
        if (refused) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"phones\"");
        }
        byte[] body = status == 200 ? content.getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
