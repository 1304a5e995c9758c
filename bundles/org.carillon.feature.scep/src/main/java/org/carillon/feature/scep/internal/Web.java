package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carillon.api.scope.Scope;
import org.carillon.api.tls.TlsContexts;

/** Asks the server of certificates (RFC 8894 4.1). An https server is verified whatever else is configured; nothing is redirected. */
final class Web implements ScepClient.Transport {
    static final int MAX_BYTES = 1 << 20;
    static final int SECONDS = 20;

    private final TlsContexts tls;
    private final Scope scope;
    private final int seconds;

    /**
     * @param seconds
     *            longest that an answer may take, from the beginning to its end
     */
    Web(TlsContexts tls, Scope scope, int seconds) {
        this.tls = tls;
        this.scope = scope;
        this.seconds = seconds;
    }

    @Override
    public byte[] ask(URI uri, byte[] message) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "Carillon");
        if (message.length > 0) {
            request.POST(BodyPublishers.ofByteArray(message)).header("Content-Type", "application/x-pki-message");
        }
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls.client(true)).executor(scope.blocking())
                .followRedirects(HttpClient.Redirect.NEVER).version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(seconds)).build()) {
            try {
                return content(uri, client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES)));
            } finally {
                client.shutdownNow();
            }
        }
    }

    private byte[] content(URI uri, Future<HttpResponse<byte[]>> answer) throws IOException {
        try {
            HttpResponse<byte[]> response = answer.get(seconds, TimeUnit.SECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("not finished within " + seconds + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() instanceof ConnectException
                    ? "no connection to " + uri.getHost() + ": refused, or no way there"
                    : words(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String words(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
