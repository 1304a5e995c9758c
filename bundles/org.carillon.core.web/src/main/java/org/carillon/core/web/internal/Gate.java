package org.carillon.core.web.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.carillon.api.scope.Scope;
import org.carillon.api.web.Html;
import org.carillon.api.web.WebResource;
import org.carillon.core.web.internal.Exchange.BadRequest;
import org.carillon.core.web.internal.Exchange.Form;
import org.carillon.core.web.internal.Pages.Page;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.osgi.service.log.Logger;

/** Where every request comes in: says who may have what, and hands it to what answers it. */
final class Gate extends Handler.Abstract {
    private static final String ASSETS = "/assets/";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final Map<String, String> HEADERS = Map.of(//
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'", //
            "X-Content-Type-Options", "nosniff", //
            "X-Frame-Options", "DENY", //
            "Referrer-Policy", "same-origin", //
            "Cross-Origin-Opener-Policy", "same-origin", //
            "Cross-Origin-Resource-Policy", "same-origin", //
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(self)", //
            "Cache-Control", "no-store");

    private final LogIn logIn;
    private final Pages pages;
    private final Panel panel;
    private final String cookieName;
    private final IntSupplier httpsPort;
    private final Scope scope;
    private final Logger log;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    /**
     * @param title
     *            what people call it; empty where it is not for them
     * @param body
     *            largest body, in bytes
     */
    record Offer(WebResource resource, boolean open, String title, int body) {}

    /**
     * @param httpsPort
     *            where to redirect to; 0 while HTTPS is off
     */
    Gate(LogIn logIn, Pages pages, Panel panel, String cookieName, IntSupplier httpsPort, Scope scope, Logger log) {
        this.logIn = logIn;
        this.pages = pages;
        this.panel = panel;
        this.cookieName = cookieName;
        this.httpsPort = httpsPort;
        this.scope = scope;
        this.log = log;
    }

    void offer(String path, Offer offer) {
        offers.put(path, offer);
    }

    void withdraw(String path, WebResource resource) {
        offers.computeIfPresent(path, (key, offer) -> offer.resource() == resource ? null : offer);
    }

    static void protect(HttpFields.Mutable headers) {
        HEADERS.forEach(headers::put);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        protect(response.getHeaders());
        boolean secure = Door.HTTPS.equals(request.getConnectionMetaData().getConnector().getName());
        Exchange exchange = new Exchange(request, response, callback, secure, cookieName, scope);
        try {
            answer(exchange);
        } catch (BadRequest e) {
            exchange.text(e.status(), e.getMessage());
        } catch (IOException e) {
            callback.failed(e); // it went away, or was too slow
        } catch (HttpException.RuntimeException e) {
            exchange.text(e.getCode(), "That request cannot be read.");
        } catch (RuntimeException e) {
            log.error("the request for {} failed", exchange.path(), e);
            if (response.isCommitted()) {
                callback.failed(e);
            } else {
                exchange.text(500, "The phone could not answer.");
            }
        }
        return true;
    }

    private void answer(Exchange exchange) throws IOException, BadRequest {
        Offer offer = offers.get(exchange.path());
        if (!isOwnName(exchange.header(HttpHeader.HOST))) {
            exchange.text(421, "This phone answers under its IP address.");
        } else if (!METHODS.contains(exchange.method())) {
            exchange.response().getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST");
            exchange.text(405, "GET, HEAD and POST are permitted.");
        } else if (offer != null && offer.open()) {
            answer(exchange, offer, Optional.empty());
        } else if (!exchange.secure()) {
            redirect(exchange);
        } else if (!logIn.answer(exchange)) {
            answerSecurely(exchange, offer);
        }
    }

    /** An address, or the name for the machine itself: whoever lures a browser here by a name of his own (DNS rebinding) gets nothing. */
    static boolean isOwnName(String host) {
        String name = host.replaceFirst(":\\d{1,5}$", "");
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            InetAddress.ofLiteral(name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void redirect(Exchange exchange) {
        int port = httpsPort.getAsInt();
        if (port == 0 || exchange.isPost()) {
            exchange.text(403, port == 0 ? "HTTPS is turned off on this phone." : "Send forms by HTTPS.");
            return;
        }
        String name = exchange.header(HttpHeader.HOST).replaceFirst(":\\d{1,5}$", "");
        exchange.redirect(307, "https://" + name + (port == 443 ? "" : ":" + port) + exchange.request().getHttpURI().getPathQuery());
    }

    private void answerSecurely(Exchange exchange, Offer offer) throws IOException, BadRequest {
        String path = exchange.path();
        if (path.startsWith(ASSETS)) {
            pages.get(path.substring(ASSETS.length())).filter(page -> !path.endsWith(".html")).ifPresentOrElse(
                    page -> send(exchange, page), () -> exchange.text(404, "There is nothing here."));
            return;
        }
        Optional<String> user = logIn.user(exchange);
        if (user.isEmpty()) {
            if (path.equals(Panel.LIVE) || exchange.isPost()) {
                exchange.text(401, "Log in first.");
            } else {
                exchange.redirect(303, LogIn.LOGIN);
            }
        } else if (offer != null) {
            answer(exchange, offer, user);
        } else if (exchange.isPost()) {
            exchange.text(404, "There is nothing here.");
        } else {
            answerPanel(exchange);
        }
    }

    private void answerPanel(Exchange exchange) {
        switch (exchange.path()) {
            case "/" -> exchange.redirect(303, LogIn.HOME);
            case LogIn.HOME -> exchange.html(200, panel.page(logIn, exchange, links()));
            case Panel.LIVE -> panel.upgrade(exchange);
            default -> exchange.text(404, "There is nothing here.");
        }
    }

    private static void send(Exchange exchange, Page page) {
        HttpFields.Mutable headers = exchange.response().getHeaders();
        headers.put(HttpHeader.ETAG, page.tag());
        headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
        if (exchange.header(HttpHeader.IF_NONE_MATCH).contains(page.tag())) {
            exchange.response().setStatus(304);
            exchange.response().write(true, null, exchange.callback());
        } else {
            exchange.send(200, page.type(), page.content());
        }
    }

    /** Links to the pages that people know by a title. */
    private String links() {
        StringBuilder links = new StringBuilder();
        offers.entrySet().stream().filter(offer -> !offer.getValue().title().isEmpty())
                .sorted(Comparator.comparing(offer -> offer.getValue().title()))
                .forEach(offer -> links.append("<a href=\"").append(Html.escaped(offer.getKey())).append("\">")
                        .append(Html.escaped(offer.getValue().title())).append("</a>"));
        return links.toString();
    }

    private void answer(Exchange exchange, Offer offer, Optional<String> user) throws IOException, BadRequest {
        Form form = exchange.form(offer.body());
        if (exchange.isPost() && user.isPresent() && !logIn.isGenuine(exchange, form.fields())) {
            exchange.text(403, "That form had expired.");
            return;
        }
        WebResource.Response answer = offer.resource().answer(new WebResource.Request(exchange.method(), exchange.path(), exchange.query(),
                form.fields(), form.files(), exchange.headers(), exchange.client(), exchange.secure(), user,
                user.isPresent() ? logIn.token(exchange) : ""));
        answer.headers().forEach(exchange.response().getHeaders()::put);
        if (answer.type().equals(WebResource.MAIN)) {
            exchange.html(answer.status(), logIn.page("page.html", exchange, Map.of("title", offer.title()), links(),
                    new String(answer.body(), StandardCharsets.UTF_8)));
        } else {
            exchange.send(answer.status(), answer.type(), answer.body());
        }
    }
}
