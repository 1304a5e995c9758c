package org.carillon.core.web.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.parameter.Settings;
import org.carillon.core.web.internal.Exchange.BadRequest;
import org.carillon.core.web.internal.Sessions.Session;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The pages for logging in, choosing a password and logging out (manual 5.1). Whoever knows nothing but the factory's password chooses another
 * one first. Safe for use by any thread.
 */
final class LogIn {
    static final String ADMIN = "admin";
    static final String LOGIN = "/login";
    static final String LOGOUT = "/logout";
    static final String PASSWORD = "/password";
    static final String ENTER = "/enter";
    static final String HOME = "/panel";
    static final String TOKEN = "token";
    static final int LEAST = 8;
    private static final int MOST = 32;

    private final Sessions sessions;
    private final LockOut lockOut;
    private final Pages pages;
    private final Settings settings;
    private final String model;
    private volatile WebConfig config;

    LogIn(Sessions sessions, LockOut lockOut, Pages pages, Settings settings, String model, WebConfig config) {
        this.sessions = sessions;
        this.lockOut = lockOut;
        this.pages = pages;
        this.settings = settings;
        this.model = model;
        this.config = config;
    }

    /** Takes what holds from now on; another password ends every session that the former one began. */
    void configure(WebConfig now) {
        boolean other = !now._adminPassword().equals(config._adminPassword()) || !now.adminName().equals(config.adminName());
        config = now;
        if (other) {
            sessions.endAll();
        }
    }

    private boolean isFactoryPassword() {
        return config._adminPassword().equals(WebConfig.FACTORY_PASSWORD);
    }

    /** Who has logged in; somebody who has yet to choose a password has not. */
    Optional<String> user(Exchange exchange) {
        return sessions.use(exchange.cookie()).filter(session -> !session.restricted()).map(Session::user);
    }

    /** Whether a POST was sent by a page of this server, for this session. */
    boolean isGenuine(Exchange exchange, Map<String, List<String>> form) {
        String id = exchange.cookie();
        String inHeader = exchange.header("X-Token");
        String token = inHeader.isEmpty() ? field(form, TOKEN) : inHeader;
        return !id.isEmpty() && exchange.isFromHere() && sessions.isToken(id, token);
    }

    static String field(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        return values == null ? "" : values.getFirst();
    }

    /** Answers what concerns logging in; false when the path is another one. */
    boolean answer(Exchange exchange) throws IOException, BadRequest {
        switch (exchange.path()) {
            case LOGIN -> logIn(exchange);
            case PASSWORD -> choosePassword(exchange);
            case LOGOUT -> logOut(exchange);
            case ENTER -> enter(exchange);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void logIn(Exchange exchange) throws IOException, BadRequest {
        if (!exchange.isPost()) {
            show(exchange, 200, "");
            return;
        }
        Map<String, List<String>> form = exchange.form();
        if (!isGenuine(exchange, form)) {
            show(exchange, 403, "That form had expired. Please try again.");
            return;
        }
        Duration wait = lockOut.attempt(exchange.client());
        if (!wait.isZero()) {
            long seconds = wait.toSeconds() + 1;
            exchange.response().getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
            show(exchange, 429, "Too many attempts. Try again in " + seconds + " s.");
            return;
        }
        boolean name = Sessions.same(field(form, "name"), config.adminName());
        boolean password = Sessions.same(field(form, "password"), config._adminPassword());
        if (!(name && password)) {
            show(exchange, 401, "Name or password is wrong.");
            return;
        }
        lockOut.succeeded(exchange.client());
        exchange.setCookie(sessions.begin(ADMIN, isFactoryPassword(), exchange.cookie()));
        exchange.redirect(303, isFactoryPassword() ? PASSWORD : HOME);
    }

    private void show(Exchange exchange, int status, String message) {
        String id = exchange.cookie();
        if (id.isEmpty()) {
            // No session yet, but something that the form's token can belong to.
            id = sessions.freshId();
            exchange.setCookie(id);
        }
        exchange.html(status, pages.filled("login.html", Map.of("model", model, TOKEN, sessions.token(id), "message", message)));
    }

    /** What the forms of somebody who has logged in bring back. */
    String token(Exchange exchange) {
        return sessions.token(exchange.cookie());
    }

    /** A page of somebody who has logged in. */
    String page(String name, Exchange exchange, Map<String, String> texts) {
        Map<String, String> all = new HashMap<>(texts);
        all.put("model", model);
        all.put(TOKEN, token(exchange));
        return pages.filled(name, all);
    }

    /**
     * @param links
     *            HTML, to the other pages
     * @param main
     *            HTML, may hold anything
     */
    String page(String name, Exchange exchange, Map<String, String> texts, String links, String main) {
        return page(name, exchange, texts).replace("{{links}}", links).replace("{{main}}", main);
    }

    private void choosePassword(Exchange exchange) throws IOException, BadRequest {
        if (sessions.use(exchange.cookie()).isEmpty()) {
            exchange.redirect(303, LOGIN);
            return;
        }
        if (!exchange.isPost()) {
            showPassword(exchange, 200, "");
            return;
        }
        Map<String, List<String>> form = exchange.form();
        String password = field(form, "password");
        if (!isGenuine(exchange, form)) {
            showPassword(exchange, 403, "That form had expired. Please try again.");
        } else if (password.length() < LEAST || password.length() > MOST) {
            showPassword(exchange, 400, "A password has " + LEAST + " to " + MOST + " characters.");
        } else if (!password.equals(field(form, "again"))) {
            showPassword(exchange, 400, "The two passwords differ.");
        } else {
            change(exchange, password);
        }
    }

    private void change(Exchange exchange, String password) {
        try {
            settings.set(Map.of("DeviceSecurityAdminPwd", password));
        } catch (ParameterException e) {
            showPassword(exchange, 400, "That password is not permitted.");
            return;
        }
        sessions.endAll();
        exchange.setCookie(sessions.begin(ADMIN, false, ""));
        exchange.redirect(303, HOME);
    }

    private void showPassword(Exchange exchange, int status, String message) {
        exchange.html(status, page("password.html", exchange, Map.of("message", message)));
    }

    private void logOut(Exchange exchange) throws IOException, BadRequest {
        if (!exchange.isPost() || !isGenuine(exchange, exchange.form())) {
            exchange.text(403, "Log out by the button of the page.");
            return;
        }
        sessions.end(exchange.cookie());
        exchange.setCookie(sessions.freshId());
        exchange.redirect(303, LOGIN);
    }

    /** Logs in who brings a ticket, which {@code ctl panel} gave. */
    private void enter(Exchange exchange) {
        if (exchange.method().equals("GET") && sessions.redeem(exchange.query())) {
            exchange.setCookie(sessions.begin(ADMIN, false, exchange.cookie()));
            exchange.redirect(303, HOME);
        } else {
            exchange.redirect(303, LOGIN);
        }
    }
}
