package org.carillon.api.web;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers the requests for some paths of the phone's web server. What a request brings is bounded by the server before it comes here: 16 KB of
 * head, and the body.
 */
@ConsumerType
public interface WebResource {
    /** Service property, a String or several: whole paths, such as {@code /servlet}. */
    String PATH = "org.carillon.web.path";
    /** Service property, a String: {@link #LOGIN} where it is missing, or {@link #OPEN}. */
    String ACCESS = "org.carillon.web.access";
    /** Over HTTPS, for who has logged in; a POST must carry the session's token, which the server checks. */
    String LOGIN = "login";
    /** Over HTTP and HTTPS, for everybody: the resource itself judges who may. */
    String OPEN = "open";
    /** Service property, a String: what people call the page of the first path; every page has a link to it. Only for {@link #LOGIN}. */
    String TITLE = "org.carillon.web.title";
    /** Service property, an Integer: largest body of a request in bytes, {@link #MOST_BODY} where it is missing. Only for {@link #LOGIN}. */
    String BODY = "org.carillon.web.body";
    /** Largest body of a request, in bytes, of a resource that says nothing. */
    int MOST_BODY = 65_536;
    /** Content type of what stands in the main element of a page; the server adds what all pages have, {@link #TITLE} among it. */
    String MAIN = "text/html; part=main";

    /** Answers a request, on a thread that may wait. What it throws is logged, and answered with 500. */
    Response answer(Request request);

    /**
     * A request.
     *
     * @param method
     *            {@code GET}, {@code HEAD} or {@code POST}
     * @param query
     *            what stands behind the question mark, as it came; empty without one
     * @param form
     *            decoded fields of the query, then of a form in the body, in order of their coming
     * @param files
     *            what a form in the body brings as files, by the names of the fields
     * @param headers
     *            header fields by their names in lower case; several of one name joined by a comma
     * @param client
     *            who sent it
     * @param secure
     *            true over HTTPS
     * @param user
     *            who has logged in
     * @param token
     *            what a form must bring back in a field of the name {@code token}; empty where nobody has logged in
     */
    record Request(String method, String path, String query, Map<String, List<String>> form, Map<String, File> files,
            Map<String, String> headers, InetAddress client, boolean secure, Optional<String> user, String token) {}

    /**
     * A file of a form.
     *
     * @param name
     *            as the browser calls it, without a directory; never to be used as a path
     */
    record File(String name, byte[] content) {}

    /**
     * An answer. The server adds its own header fields for security.
     *
     * @param type
     *            content type; empty without a body
     */
    record Response(int status, String type, Map<String, String> headers, byte[] body) {
        /** The main element of a page, whose texts are escaped already. */
        public static Response main(int status, String html) {
            return new Response(status, MAIN, Map.of(), html.getBytes(StandardCharsets.UTF_8));
        }

        public static Response text(int status, String text) {
            return new Response(status, "text/plain; charset=utf-8", Map.of(), text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
