package org.carillon.core.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.api.web.WebResource;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * One request with its answer.
 *
 * @param secure
 *            true over HTTPS
 * @param cookieName
 *            of the session; every phone has one of its own, as a browser gives the cookies of one address to all of its ports
 * @param scope
 *            bounds the time in which a body must arrive
 */
record Exchange(Request request, Response response, Callback callback, boolean secure, String cookieName, Scope scope) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PACE = 100_000;
    private static final long MOST_IGNORED = 16 << 20;
    private static final int MOST_FIELDS = 1_000;
    private static final String PARTS = "multipart/form-data";
    private static final String FORM = "application/x-www-form-urlencoded";

    /** A request that cannot be read. */
    static final class BadRequest extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    String method() {
        return request.getMethod();
    }

    boolean isPost() {
        return method().equals("POST");
    }

    String path() {
        String path = Request.getPathInContext(request);
        return path == null ? "" : path;
    }

    String query() {
        String query = request.getHttpURI().getQuery();
        return query == null ? "" : query;
    }

    String header(HttpHeader name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    String header(String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }

    /** By names in lower case. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        request.getHeaders().forEach(field -> headers.merge(field.getLowerCaseName(), field.getValue() == null ? "" : field.getValue(),
                (one, other) -> one + ", " + other));
        return headers;
    }

    InetAddress client() {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress internet ? internet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** The session's id as the browser sent it; empty without one. */
    String cookie() {
        return Request.getCookies(request).stream().filter(cookie -> cookie.getName().equals(cookieName)).map(HttpCookie::getValue)
                .findFirst().orElse("");
    }

    void setCookie(String id) {
        response.getHeaders().add(HttpHeader.SET_COOKIE, cookieName + "=" + id + "; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    /** Whether the browser says that a page of this very server sends this; what sends no Origin is no browser's script or form. */
    boolean isFromHere() {
        String origin = header(HttpHeader.ORIGIN);
        return origin.isEmpty() || origin.equalsIgnoreCase((secure ? "https://" : "http://") + header(HttpHeader.HOST));
    }

    /** What a request brings: fields of the query and of the body, and files. */
    record Form(Map<String, List<String>> fields, Map<String, WebResource.File> files) {}

    /** The fields of the query and of a form in the body. */
    Map<String, List<String>> form() throws IOException, BadRequest {
        return form(WebResource.MOST_BODY).fields();
    }

    /**
     * @param most
     *            largest body, in bytes
     */
    Form form(int most) throws IOException, BadRequest {
        Form form = new Form(new LinkedHashMap<>(), new LinkedHashMap<>());
        parse(query(), form.fields());
        if (isPost()) {
            byte[] body = body(most);
            String type = header(HttpHeader.CONTENT_TYPE);
            if (type.startsWith(FORM)) {
                parse(new String(body, StandardCharsets.UTF_8), form.fields());
            } else if (type.startsWith(PARTS)) {
                parseParts(type, body, form);
            }
        }
        return form;
    }

    /** What is too large is read nevertheless, within bounds: whoever still sends when the connection is closed never sees the answer (RFC 9112, 9.6). */
    private byte[] body(int most) throws IOException, BadRequest {
        Duration patience = PATIENCE.plusSeconds(Math.max(0, Math.min(request.getLength(), most + MOST_IGNORED)) / PACE);
        Timer limit = scope.after(patience, scope.blocking(), request.getConnectionMetaData().getConnection().getEndPoint()::close);
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                in.skip(MOST_IGNORED);
                throw new BadRequest(413, "A body has " + most + " bytes at most.");
            }
            return body;
        } finally {
            limit.cancel();
        }
    }

    /** RFC 7578. Files stay in memory. */
    private static void parseParts(String type, byte[] body, Form form) throws BadRequest {
        MultiPartConfig config = new MultiPartConfig.Builder().maxParts(MOST_FIELDS).maxMemoryPartSize(body.length)
                .maxPartSize(body.length).maxSize(body.length).useFilesForPartsWithoutFileName(false).build();
        Content.Source source = Content.Source.from(ByteBuffer.wrap(body));
        try (MultiPartFormData.Parts parts = MultiPartFormData.getParts(source, new Attributes.Mapped(), type, config)) {
            for (MultiPart.Part part : parts) {
                if (part.getName() == null) {
                    throw new BadRequest(400, "A part of the form has no name.");
                } else if (part.getFileName() == null) {
                    form.fields().computeIfAbsent(part.getName(), key -> new ArrayList<>())
                            .add(part.getContentAsString(StandardCharsets.UTF_8));
                } else {
                    byte[] content = BufferUtil.toArray(Content.Source.asByteBuffer(part.getContentSource()));
                    form.files().putIfAbsent(part.getName(),
                            new WebResource.File(part.getFileName().replaceFirst("(?s).*[/\\\\]", ""), content));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new BadRequest(400, "The parts of the form are not well formed.");
        }
    }

    private static void parse(String text, Map<String, List<String>> form) throws BadRequest {
        int fields = 0;
        for (String field : text.split("&")) {
            if (++fields > MOST_FIELDS) {
                throw new BadRequest(400, "A form has " + MOST_FIELDS + " fields at most.");
            }
            if (!field.isEmpty()) {
                int equals = field.indexOf('=');
                String name = equals < 0 ? field : field.substring(0, equals);
                form.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(equals < 0 ? "" : decode(field.substring(equals + 1)));
            }
        }
    }

    private static String decode(String text) throws BadRequest {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "A field of the form is not well encoded.");
        }
    }

    void send(int status, String type, byte[] body) {
        response.setStatus(status);
        if (!type.isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, method().equals("HEAD") ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }

    void text(int status, String text) {
        send(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void html(int status, String page) {
        send(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    void redirect(int status, String location) {
        response.getHeaders().put(HttpHeader.LOCATION, location);
        send(status, "", new byte[0]);
    }
}
