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
 * Answers the digest challenges of servers and proxies for one account (RFC 3261 22). A password can be guessed from an answer, and a caller
 * may ask for one when we hang up on it: therefore only the account's server and outbound proxy get one, whom a person dialled, and who
 * speaks for a realm that one of these named before.
 */
final class Credentials {
    private static final Pattern REALM = Pattern.compile("\\brealm\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.CASE_INSENSITIVE);

    private final DigestAuthentication digest;
    private final Syntax syntax;
    private final Account account;
    private final Conversation server;
    private final Set<String> realms = new HashSet<>();

    Credentials(DigestAuthentication digest, Syntax syntax, Account account) {
        this.digest = digest;
        this.syntax = syntax;
        this.account = account;
        this.server = new Conversation(true);
    }

    /**
     * What was said so far by those whom a request goes to: much by the account's server, nothing by others.
     *
     * @param dialled
     *            true when a person chose the receiver
     */
    Conversation with(Request request, boolean dialled) {
        return SingleHop.of(request, account)
                .filter(target -> target.host().equalsIgnoreCase(account.hopHost()) && target.port() == account.hopPort())
                .map(target -> server).orElseGet(() -> new Conversation(dialled));
    }

    /** What the account's server asked for last, when this phone knows none of it; else empty. */
    List<String> unknownAlgorithms(int code) {
        return (code == Response.UNAUTHORIZED ? server.server : server.proxy).unknownAlgorithms();
    }

    /** Challenges and answers of one party. */
    final class Conversation {
        private final DigestAuthentication.Session server = digest.open(account.authName(), account.password());
        private final DigestAuthentication.Session proxy = digest.open(account.authName(), account.password());
        private final boolean trusted;

        private Conversation(boolean trusted) {
            this.trusted = trusted;
        }

        /** Adds what the challenges so far ask for. */
        void authorize(Request request) {
            add(request, server, AuthorizationHeader.NAME);
            add(request, proxy, ProxyAuthorizationHeader.NAME);
        }

        private void add(Request request, DigestAuthentication.Session session, String header) {
            var body = request.getRawContent();
            session.authorize(request.getMethod(), request.getRequestURI().toString(), body == null ? new byte[0] : body)
                    .ifPresent(value -> syntax.add(request, header, value));
        }

        /**
         * Takes the challenges of a 401 or 407.
         *
         * @param again
         *            false when the request answered at most an older challenge, whose nonce may be worn out without anybody saying so
         * @return false when asking again is of no use, or the other party not to be trusted
         */
        boolean challenged(Request refused, Response response, boolean again) {
            if (account.password().isEmpty()) {
                return false;
            }
            return response.getStatusCode() == Response.UNAUTHORIZED
                    ? challenged(server, again ? refused.getHeader(AuthorizationHeader.NAME) : null,
                            challenges(response, WWWAuthenticateHeader.NAME))
                    : challenged(proxy, again ? refused.getHeader(ProxyAuthorizationHeader.NAME) : null,
                            challenges(response, ProxyAuthenticateHeader.NAME));
        }

        private boolean challenged(DigestAuthentication.Session session, Header answer, List<String> challenges) {
            if (trusted) {
                challenges.stream().flatMap(Credentials::realm).forEach(realms::add);
            }
            var known = challenges.stream().filter(challenge -> realm(challenge).anyMatch(realms::contains)).toList();
            // an answer to somebody else, beyond the same server, is none to this one
            var answered = answer != null && realm(Messages.value(answer))
                    .anyMatch(realm -> known.stream().flatMap(Credentials::realm).anyMatch(realm::equals));
            return !known.isEmpty() && session.challenged(known, answered);
        }
    }

    private static Stream<String> realm(String challenge) {
        return REALM.matcher(challenge).results().map(result -> result.group(1));
    }

    private static List<String> challenges(Response response, String name) {
        return Messages.all(response, name, Header.class).stream().map(Messages::value).toList();
    }
}
