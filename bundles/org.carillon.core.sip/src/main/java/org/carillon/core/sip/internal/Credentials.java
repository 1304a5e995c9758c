package org.carillon.core.sip.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.ProxyAuthorizationHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.api.digest.DigestAuthentication;

/**
 * Answers the digest challenges of servers and proxies for one account (RFC 3261 22). An answer can be guessed at for a password, so others
 * get none: only the server and the outbound proxy of the account, and whoever speaks for a realm that they named before.
 */
final class Credentials {
    private static final Pattern REALM = Pattern.compile("\\brealm\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);

    private final DigestAuthentication.Session server;
    private final DigestAuthentication.Session proxy;
    private final Syntax syntax;
    private final Account account;
    private final Set<String> realms = new HashSet<>();

    Credentials(DigestAuthentication digest, Syntax syntax, Account account) {
        this.syntax = syntax;
        this.account = account;
        this.server = digest.open(account.authName(), account.password());
        this.proxy = digest.open(account.authName(), account.password());
    }

    /**
     * Adds what the challenges so far ask for.
     *
     * @param asked
     *            true when the receiver asked for it
     */
    void authorize(Request request, boolean asked) {
        if (asked || goesToServer(request)) {
            add(request, server, AuthorizationHeader.NAME);
            add(request, proxy, ProxyAuthorizationHeader.NAME);
        }
    }

    private boolean goesToServer(Request request) {
        return SingleHop.of(request)
                .filter(target -> target.host().equalsIgnoreCase(account.hopHost()) && target.port() == account.hopPort()).isPresent();
    }

    private void add(Request request, DigestAuthentication.Session session, String header) {
        var body = request.getRawContent();
        session.authorize(request.getMethod(), request.getRequestURI().toString(), body == null ? new byte[0] : body)
                .ifPresent(value -> syntax.add(request, header, value));
    }

    /** Takes the challenges of a 401 or 407; false when asking again is of no use. */
    boolean challenged(Request refused, Response response) {
        if (account.password().isEmpty()) {
            return false;
        }
        return response.getStatusCode() == Response.UNAUTHORIZED
                ? challenged(server, refused, AuthorizationHeader.NAME, challenges(response, WWWAuthenticateHeader.NAME))
                : challenged(proxy, refused, ProxyAuthorizationHeader.NAME, challenges(response, ProxyAuthenticateHeader.NAME));
    }

    private boolean challenged(DigestAuthentication.Session session, Request refused, String answer, List<String> challenges) {
        if (goesToServer(refused)) {
            challenges.stream().flatMap(Credentials::realm).forEach(realms::add);
        }
        var trusted = challenges.stream().filter(challenge -> realm(challenge).anyMatch(realms::contains)).toList();
        return !trusted.isEmpty() && session.challenged(trusted, refused.getHeader(answer) != null);
    }

    private static Stream<String> realm(String challenge) {
        return REALM.matcher(challenge).results().map(result -> result.group(1));
    }

    private static List<String> challenges(Response response, String name) {
        return Messages.all(response, name, Header.class).stream().map(Messages::value).toList();
    }
}
