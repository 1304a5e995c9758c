package org.carillon.it.kit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A browser of one phone, as far as it has cookies and forms; trusts whatever certificate it sees, and keeps it. Follows nothing by itself. */
public final class WebClient implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client;
    private final String base;
    private final List<X509Certificate> seen = new ArrayList<>();
    private String cookie = "";
    private String token = "";

    private WebClient(String base) {
        this.base = base;
        client = HttpClient.newBuilder().sslContext(trustAll(seen)).connectTimeout(PATIENCE).version(HttpClient.Version.HTTP_1_1).build();
    }

    public static WebClient https(PhoneProcess phone) {
        return new WebClient("https://127.0.0.1:" + (int) Json.number(phone.ready(), "https"));
    }

    public static WebClient http(PhoneProcess phone) {
        return new WebClient("http://127.0.0.1:" + (int) Json.number(phone.ready(), "http"));
    }

    /** Accepts every server and notes its certificate. */
    public static SSLContext trustAll(List<X509Certificate> seen) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{new Everybody(seen)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String base() {
        return base;
    }

    /** What the server presented last. */
    public X509Certificate certificate() {
        return seen.getLast();
    }

    public String cookie() {
        return cookie;
    }

    public void cookie(String value) {
        cookie = value;
    }

    public String token() {
        return token;
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** What is no text. */
    public HttpResponse<byte[]> bytes(String path) {
        return send(request(path).GET(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public HttpResponse<String> send(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Sends a form of names and values in turn, with the token of the page that came last unless a token is among them. */
    public HttpResponse<String> post(String path, String... fields) {
        StringBuilder body = new StringBuilder();
        boolean own = false;
        for (int i = 0; i < fields.length; i += 2) {
            own |= fields[i].equals("token");
            body.append(fields[i]).append('=').append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8)).append('&');
        }
        if (!own) {
            body.append("token=").append(token);
        }
        return send(request(path, "Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** Sends a form with the token of the page that came last and one file, as a browser does. */
    public HttpResponse<String> upload(String path, String field, String fileName, byte[] content) {
        String boundary = "----carillon" + Long.toHexString(System.nanoTime());
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n" + token + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/xml\r\n\r\n";
        String tail = "\r\n--" + boundary + "--\r\n";
        return send(request(path, "Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.concat(HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofByteArray(content),
                        HttpRequest.BodyPublishers.ofString(tail))));
    }

    /** Fetches the form and sends it. */
    public HttpResponse<String> logIn(String name, String password) {
        get("/login");
        return post("/login", "name", name, "password", password);
    }

    /** Opens the panel's WebSocket; fails with the status as a message when it is refused. */
    public java.net.http.WebSocket live(String origin, java.net.http.WebSocket.Listener listener) {
        CompletableFuture<java.net.http.WebSocket> opening = client.newWebSocketBuilder().header("Cookie", cookie).header("Origin", origin)
                .buildAsync(URI.create(base.replace("https:", "wss:") + "/panel/live"), listener);
        try {
            return opening.join();
        } catch (CompletionException e) {
            int status = e.getCause() instanceof java.net.http.WebSocketHandshakeException refused ? refused.getResponse().statusCode() : 0;
            throw new AssertionError("refused with " + status, e);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request, HttpResponse.BodyHandlers.ofString());
        response.headers().firstValue("set-cookie").ifPresent(value -> cookie = value.substring(0, value.indexOf(';')));
        Matcher found = TOKEN.matcher(response.body());
        if (found.find()) {
            token = found.group(1);
        }
        return response;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private static final class Everybody extends X509ExtendedTrustManager {
        private final List<X509Certificate> seen;

        Everybody(List<X509Certificate> seen) {
            this.seen = seen;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // nobody comes
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            seen.add(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // nobody comes
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            seen.add(chain[0]);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // nobody comes
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            seen.add(chain[0]);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
