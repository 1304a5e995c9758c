package org.carillon.releng.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a browser that shows the panel of a Carillon phone sends and gets, without the browser. */
final class Panel implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PICTURE = 1;
    private static final Pattern URL = Pattern.compile("\"url\":\"(https://[^/\"]+)([^\"]+)\"");
    private static final Pattern SOFTKEYS = Pattern.compile("\"softkeys\":\\[([^]]*)]");

    private final Control control;
    private final HttpClient client;
    private final BlockingQueue<Long> pictures = new LinkedBlockingQueue<>();
    private String base = "";
    private String cookie = "";
    private WebSocket socket;

    /**
     * @param home
     *            of the phone, where its certificate is
     */
    Panel(Path home) throws IOException, GeneralSecurityException {
        control = new Control(home);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE)
                .sslContext(trust(home.resolve("https.pem"))).build();
    }

    private static SSLContext trust(Path pem) throws IOException, GeneralSecurityException {
        String text = Files.readString(pem);
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        known.setCertificateEntry("phone", CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(text.substring(text.indexOf("-----BEGIN CERTIFICATE")).getBytes())));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Logs in and gets the page. Nothing is drawn by that. */
    void logIn() throws IOException, InterruptedException {
        Matcher url = URL.matcher(control.run("panel"));
        if (!url.find()) {
            throw new IOException("ctl panel gives no link");
        }
        base = url.group(1);
        cookie = get(url.group(2), 303).headers().firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "");
        get("/panel", 200);
    }

    private HttpResponse<String> get(String path, int expected) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new IOException(path + " is answered with " + response.statusCode());
        }
        return response;
    }

    /** Opens the panel and waits until it shows the whole screen. */
    void open() throws InterruptedException, IOException {
        socket = client.newWebSocketBuilder().header("Cookie", cookie).header("Origin", base)
                .buildAsync(URI.create(base.replace("https:", "wss:") + "/panel/live"), new Live()).join();
        awaitPicture("being opened");
    }

    /** Shuts it, so that the phone has no display. */
    void shut() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /**
     * Presses a key that changes the picture.
     *
     * @param quietMillis
     *            how long nothing must come for the picture to be complete
     * @return nanoseconds from before the key was sent to the arrival of the last part of the changed picture
     */
    long press(String key, long quietMillis) throws InterruptedException, IOException {
        pictures.clear();
        long pressed = System.nanoTime();
        socket.sendText("press " + key, true).join();
        long last = awaitPicture(key);
        for (Long more = last; more != null; more = pictures.poll(quietMillis, TimeUnit.MILLISECONDS)) {
            last = more;
        }
        return last - pressed;
    }

    private long awaitPicture(String cause) throws InterruptedException, IOException {
        Long arrived = pictures.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (arrived == null) {
            throw new IOException("the picture does not change by " + cause);
        }
        return arrived;
    }

    /**
     * The name of the softkey that has a label now.
     *
     * @throws IOException
     *             when there is none
     */
    String softkey(String label) throws IOException {
        String screen = control.run("screen");
        Matcher softkeys = SOFTKEYS.matcher(screen);
        String[] labels = softkeys.find() ? softkeys.group(1).split(",") : new String[0];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].equals("\"" + label + "\"")) {
                return "F" + (i + 1);
            }
        }
        throw new IOException("no softkey " + label + " on " + screen);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Notes when pictures have arrived in full. */
    private final class Live implements WebSocket.Listener {
        private boolean begun;
        private boolean isPicture;

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            if (!begun) {
                isPicture = data.remaining() > 1 && data.getShort(data.position()) == PICTURE;
            }
            begun = !last;
            if (last && isPicture) {
                pictures.add(System.nanoTime());
            }
            from.request(1);
            return null;
        }
    }
}
