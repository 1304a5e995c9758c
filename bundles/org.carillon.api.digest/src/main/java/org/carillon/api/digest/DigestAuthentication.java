package org.carillon.api.digest;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Answers digest challenges of SIP (RFC 3261 22, RFC 8760) and HTTP (RFC 7616) servers. Safe for use by any thread. */
@ProviderType
public interface DigestAuthentication {
    /** Opens a conversation with one server for one user; it remembers the challenge and counts the uses of its nonce. */
    Session open(String user, String password);

    /** What is known about one server's challenges. Safe for use by any thread. */
    @ProviderType
    interface Session {
        /**
         * Takes the challenges of one 401 or 407 answer.
         *
         * @param challenges
         *            the values of its WWW-Authenticate or Proxy-Authenticate headers, as received
         * @param answered
         *            true when the refused request carried an answer of this session
         * @return true when asking again makes sense: a scheme and algorithm that is known, and either no answer was sent, or the server called
         *         its nonce stale, or replaced a nonce that had served before; false ends the loop
         */
        boolean challenged(List<String> challenges, boolean answered);

        /**
         * The value of the Authorization or Proxy-Authorization header of the next request, with a nonce count of its own; empty before the
         * first challenge.
         *
         * @param body
         *            for {@code qop=auth-int}; empty when there is none
         */
        Optional<String> authorize(String method, String uri, byte[] body);

        /**
         * Algorithms of the last challenges, as the server spells them, when none of those challenges could be answered because all of its
         * algorithms are unknown; else empty.
         */
        List<String> unknownAlgorithms();
    }
}
