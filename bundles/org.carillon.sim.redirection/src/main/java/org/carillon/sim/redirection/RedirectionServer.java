package org.carillon.sim.redirection;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Tells phones where their files are: {@code GET PATH/MAC?model=MODEL} over HTTPS. The README has the protocol. Asks each phone for its
 * certificate, and serves those that have none as well. Safe for use by any thread.
 */
public final class RedirectionServer implements AutoCloseable {
    private static final String PATH = "/phones/";

    private final HttpsServer server;
    private final Map<String, List<String>> places = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /**
     * Listens at once.
     *
     * @param port
     *            0 for any free one
     * @param tls
     *            has the server's key and whom it trusts
     */
    public RedirectionServer(InetAddress bind, int port, SSLContext tls) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(bind, port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setWantClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext(PATH, this::handle);
        server.start();
    }

    /** The address that phones are told, as of {@code carillon.redirection.eds}. */
    public String address(String host) {
        return "https://" + host + ":" + server.getAddress().getPort() + PATH;
    }

    /**
     * Places of files for one phone.
     *
     * @param mac
     *            twelve upper-case hexadecimal digits
     * @param urls
     *            {@code https}, best first; none to forget it
     */
    public void phone(String mac, String... urls) {
        put(mac, urls);
    }

    /** Places for phones of a model that are not known one by one. */
    public void model(String model, String... urls) {
        put("model " + model, urls);
    }

    private void put(String key, String... urls) {
        if (urls.length == 0) {
            places.remove(key);
        } else {
            places.put(key, List.of(urls));
        }
    }

    /** Path, query and status of each request, and who asked where that phone showed a certificate. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String mac = exchange.getRequestURI().getPath().substring(PATH.length());
            String model = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("").replaceFirst("^model=", "");
            Optional<List<String>> known = Stream.of(mac, "model " + model).map(places::get).filter(found -> found != null).findFirst();
            boolean wrong = !exchange.getRequestMethod().equals("GET");
            int status = wrong ? 405 : known.isPresent() ? 200 : 404;
            requests.add(exchange.getRequestURI() + " " + status + subject(exchange));
            if (status == 200) {
                byte[] body = known.get().stream().map(url -> url + "\r\n").collect(Collectors.joining())
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "text/uri-list");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    private static String subject(HttpExchange exchange) {
        try {
            return " " + ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
