package org.carillon.it.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server with digest authentication (RFC 7616, qop=auth), which nginx does not have, that insists on a growing nonce count. */
public final class DigestServer implements AutoCloseable {
    private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");

    private final HttpServer server;
    private final String algorithm;
    private final String user;
    private final String password;
    private final String nonce = RawSip.unique();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private int counted;

    /**
     * @param algorithm
     *            {@code MD5} or {@code SHA-256}
     */
    public DigestServer(String algorithm, String user, String password) {
        this.algorithm = algorithm;
        this.user = user;
        this.password = password;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    public void put(String name, String content) {
        files.put("/" + name, content);
    }

    /** Path and status of each request. */
    public List<String> requests() {
        return List.copyOf(log);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String content = files.get(path);
        int status = !authorized(exchange) ? 401 : content == null ? 404 : 200;
        log.add(path + " " + status);
        if (status == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate",
                    "Digest realm=\"phones\", nonce=\"" + nonce + "\", qop=\"auth\", algorithm=" + algorithm);
        }
        byte[] body = status == 200 ? content.getBytes(StandardCharsets.UTF_8) : new byte[0];
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private boolean authorized(HttpExchange exchange) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher matcher = FIELD.matcher(header == null ? "" : header);
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        if (!user.equals(fields.get("username")) || !nonce.equals(fields.get("nonce"))) {
            return false;
        }
        String secret = hash(user + ":phones:" + password);
        String request = hash(exchange.getRequestMethod() + ":" + fields.get("uri"));
        String expected = hash(
                secret + ":" + nonce + ":" + fields.get("nc") + ":" + fields.get("cnonce") + ":" + fields.get("qop") + ":" + request);
        int count = Integer.parseInt(fields.get("nc"), 16);
        boolean grows = count > counted;
        counted = Math.max(counted, count);
        return grows && expected.equals(fields.get("response")) && exchange.getRequestURI().toString().equals(fields.get("uri"));
    }

    private String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
