package org.carillon.core.provisioning.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;

/**
 * Downloads files of one provisioning run over HTTP and HTTPS: time-outs, size bound, conditional requests, basic and digest authentication.
 * Used by one thread that may block; {@link #close()} ends the client's own thread.
 */
final class Downloader implements Transfer {
    private static final int MAX_REDIRECTS = 5;
    private static final int UNREAD = -1;
    private static final Query GET = new Query("GET", "", new byte[0], MAX_REDIRECTS);
    private static final Query VISIT = new Query("GET", "", new byte[0], 0);

    /** What a server is asked to do, with what body. */
    private record Query(String method, String type, byte[] body, int redirects) {
        boolean isGet() {
            return method.equals("GET");
        }
    }

    /** @param password never printed */
    record Credentials(String user, String password) {
        static final Credentials NONE = new Credentials("", "");

        @Override
        public String toString() {
            return user;
        }
    }

    private final HttpClient client;
    private final Duration connect;
    private final Duration attempt;
    private final Scope scope;
    private final LongSupplier nanoTime;
    private final Credentials credentials;
    private final DigestAuthentication.Session digest;
    private boolean basic;

    Downloader(Scope scope, LongSupplier nanoTime, SSLContext tls, Duration connect, Duration attempt, Credentials credentials,
            DigestAuthentication digests, ProxySelector proxies) {
        this.scope = scope;
        this.nanoTime = nanoTime;
        this.connect = connect;
        this.attempt = attempt;
        this.credentials = credentials;
        this.digest = digests.open(credentials.user(), credentials.password());
        this.client = HttpClient.newBuilder().sslContext(tls).connectTimeout(connect).executor(scope.blocking())
                .followRedirects(HttpClient.Redirect.NEVER).proxy(proxies).version(HttpClient.Version.HTTP_1_1).build();
    }

    /** The status of this server alone; what follows it is left unread. */
    Result visit(URI uri) {
        return ask(VISIT, uri, Validators.NONE, UNREAD);
    }

    @Override
    public Result get(URI uri, Validators known, int maxBytes) {
        return ask(GET, uri, known, maxBytes);
    }

    /**
     * Gives a file to the server.
     *
     * @param method
     *            {@code PUT} or {@code POST}
     * @return with an error unless the server took it; a redirection is followed only where it keeps the method (RFC 9110 15.4)
     */
    Result send(String method, URI uri, String type, byte[] content) {
        Result result = ask(new Query(method, type, content, MAX_REDIRECTS), uri, Validators.NONE, UNREAD);
        return result.error().isEmpty() && result.status() / 100 != 2 ? Result.failed(result.status(), "HTTP status " + result.status())
                : result;
    }

    private Result ask(Query query, URI uri, Validators known, int maxBytes) {
        Deadline deadline = new Deadline(attempt);
        try {
            return follow(query, uri, known, maxBytes, deadline);
        } catch (HttpConnectTimeoutException e) {
            long seconds = Math.min(connect.toSeconds(), attempt.toSeconds());
            return Result.failed(0, "no connection to " + withoutUserInfo(uri).getAuthority() + " within " + seconds + " s");
        } catch (HttpTimeoutException e) {
            return Result.failed(0, "not finished within " + attempt.toSeconds() + " s");
        } catch (ConnectException e) {
            return Result.failed(0, root(e) instanceof UnresolvedAddressException
                    ? "no address for " + uri.getHost()
                    : "connection to " + withoutUserInfo(uri).getAuthority() + " refused, or no way there");
        } catch (SSLHandshakeException e) {
            return Result.failed(0, "TLS: " + rootMessage(e));
        } catch (IOException | IllegalArgumentException e) {
            return Result.failed(0, deadline.passed() ? "not finished within " + attempt.toSeconds() + " s" : rootMessage(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.failed(0, "interrupted");
        } finally {
            deadline.cancel();
        }
    }

    private Result follow(Query query, URI start, Validators known, int maxBytes, Deadline deadline)
            throws IOException, InterruptedException {
        URI uri = start;
        boolean answered = false;
        for (int redirects = 0; redirects <= query.redirects();) {
            HttpResponse<InputStream> response = client.send(request(query, uri, known, sameServer(start, uri), deadline),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                deadline.guard(body);
                int status = response.statusCode();
                if (status == 401) {
                    if (!sameServer(start, uri) || !challenged(response.headers().allValues("WWW-Authenticate"), answered)) {
                        return Result.failed(status, answered ? "user name or password refused" : "user name and password needed");
                    }
                    answered = true;
                } else if (isRedirection(query, status)) {
                    URI next = uri.resolve(response.headers().firstValue("Location").orElse(""));
                    if (!permitted(uri, next)) {
                        return Result.failed(status, "redirected to " + withoutUserInfo(next) + ", which is not permitted");
                    }
                    uri = next;
                    redirects++;
                } else if (maxBytes == UNREAD) {
                    return Result.failed(status, "");
                } else if (status == 200) {
                    Result result = read(response, body, maxBytes);
                    deadline.left(); // a body that was cut off looks like one that ended
                    return result;
                } else {
                    return status == 304 ? new Result(304, null, known, "") : Result.failed(status, "HTTP status " + status);
                }
            }
        }
        return Result.failed(0, "more than " + MAX_REDIRECTS + " redirections");
    }

    private static boolean isRedirection(Query query, int status) {
        return query.redirects() > 0
                && (status == 307 || status == 308 || query.isGet() && (status == 301 || status == 302 || status == 303));
    }

    private HttpRequest request(Query query, URI uri, Validators known, boolean authorize, Deadline deadline) throws HttpTimeoutException {
        HttpRequest.Builder request = HttpRequest.newBuilder(withoutUserInfo(uri)).timeout(deadline.left()).header("User-Agent",
                "Carillon");
        if (!known.etag().isEmpty()) {
            request.header("If-None-Match", known.etag());
        } else if (!known.lastModified().isEmpty()) {
            request.header("If-Modified-Since", known.lastModified());
        }
        if (!query.isGet()) {
            request.method(query.method(), HttpRequest.BodyPublishers.ofByteArray(query.body())).header("Content-Type", query.type());
        }
        if (authorize) {
            authorization(query, uri).ifPresent(value -> request.header("Authorization", value));
        }
        return request.build();
    }

    private Optional<String> authorization(Query query, URI uri) {
        if (basic) {
            String pair = credentials.user() + ":" + credentials.password();
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return digest.authorize(query.method(), path + parameters, query.body());
    }

    private boolean challenged(List<String> challenges, boolean answered) {
        if (credentials.user().isEmpty()) {
            return false;
        }
        if (digest.challenged(challenges, answered)) {
            basic = false;
            return true;
        }
        boolean offered = challenges.stream().anyMatch(challenge -> challenge.strip().regionMatches(true, 0, "Basic", 0, 5));
        boolean again = offered && !answered;
        basic = again || basic;
        return again;
    }

    private static Result read(HttpResponse<InputStream> response, InputStream body, int maxBytes) throws IOException {
        long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (announced > maxBytes) {
            return Result.failed(200, tooLarge(maxBytes));
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream(announced > 0 ? (int) announced : 8192);
        byte[] buffer = new byte[8192];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            if (content.size() + n > maxBytes) {
                return Result.failed(200, tooLarge(maxBytes));
            }
            content.write(buffer, 0, n);
        }
        Validators validators = new Validators(response.headers().firstValue("ETag").orElse(""),
                response.headers().firstValue("Last-Modified").orElse(""));
        return new Result(200, content.toByteArray(), validators, "");
    }

    static String tooLarge(int maxBytes) {
        return "larger than " + (maxBytes < 1 << 20 ? (maxBytes >> 10) + " KiB" : (maxBytes >> 20) + " MiB");
    }

    static boolean sameServer(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme()) && a.getHost().equalsIgnoreCase(b.getHost()) && a.getPort() == b.getPort();
    }

    private static boolean permitted(URI from, URI to) {
        if (to.getHost() == null || to.getScheme() == null) {
            return false;
        }
        return to.getScheme().equalsIgnoreCase("https")
                || (to.getScheme().equalsIgnoreCase("http") && from.getScheme().equalsIgnoreCase("http"));
    }

    static URI withoutUserInfo(URI uri) {
        String text = uri.toString();
        return uri.getRawUserInfo() == null ? uri : URI.create(text.replace("//" + uri.getRawUserInfo() + "@", "//"));
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = root(e);
        if (root instanceof EOFException) {
            return "the connection ended before the answer did";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** Cuts off an answer that hangs or drips past the time for a file. */
    private final class Deadline {
        private final long end;
        private Timer timer;

        Deadline(Duration time) {
            this.end = nanoTime.getAsLong() + time.toNanos();
        }

        boolean passed() {
            return nanoTime.getAsLong() - end >= 0;
        }

        Duration left() throws HttpTimeoutException {
            if (passed()) {
                throw new HttpTimeoutException("over");
            }
            return Duration.ofNanos(end - nanoTime.getAsLong());
        }

        void guard(InputStream body) throws HttpTimeoutException {
            cancel();
            timer = scope.after(left(), scope.blocking(), () -> {
                try {
                    body.close();
                } catch (IOException e) {
                    // its reader sees the end
                }
            });
        }

        void cancel() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
