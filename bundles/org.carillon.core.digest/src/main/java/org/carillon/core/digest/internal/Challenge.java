package org.carillon.core.digest.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A digest challenge that can be answered (RFC 7616 3.3).
 *
 * @param opaque
 *            null when there is none
 * @param algorithmName
 *            as the server spells it; null when it names none, which means MD5
 * @param session
 *            true for the {@code -sess} variants
 * @param qop
 *            {@code auth} where it is offered, else {@code auth-int}; null for a server that offers none (RFC 2069)
 * @param utf8
 *            true when the server says that it takes names in UTF-8
 */
record Challenge(String realm, String nonce, String opaque, Algorithm algorithm, String algorithmName, boolean session, String qop,
        boolean stale, boolean utf8) {
    static final String AUTH = "auth";
    static final String AUTH_INT = "auth-int";

    /** The strongest of the challenges that can be answered; the topmost of those equally strong. */
    static Optional<Challenge> best(List<String> headers) {
        return headers.stream().flatMap(header -> ChallengeParser.parse(header).stream()).flatMap(scheme -> of(scheme).stream())
                .reduce((one, other) -> Comparator.comparing(Challenge::algorithm).compare(one, other) >= 0 ? one : other);
    }

    /** Algorithms of digest challenges, as far as they are not known; empty when one is known. */
    static List<String> unknownAlgorithms(List<String> headers) {
        List<String> names = headers.stream().flatMap(header -> ChallengeParser.parse(header).stream())
                .filter(scheme -> scheme.name().equalsIgnoreCase("Digest"))
                .map(scheme -> scheme.parameters().getOrDefault("algorithm", "MD5")).filter(Challenge::printable).distinct().toList();
        return names.stream().anyMatch(name -> Algorithm.named(name).isPresent()) ? List.of() : names;
    }

    private static Optional<Challenge> of(ChallengeParser.Scheme scheme) {
        Map<String, String> parameters = scheme.parameters();
        String realm = parameters.get("realm");
        String nonce = parameters.get("nonce");
        String opaque = parameters.get("opaque");
        String name = parameters.get("algorithm");
        String qop = parameters.getOrDefault("qop", "").strip().toLowerCase(Locale.ROOT);
        List<String> offered = Arrays.asList(qop.split("[\\s,]+"));
        Optional<Algorithm> algorithm = Algorithm.named(name == null ? "MD5" : name);
        boolean known = qop.isEmpty() || offered.contains(AUTH) || offered.contains(AUTH_INT);
        if (!scheme.name().equalsIgnoreCase("Digest") || !printable(realm) || !printable(nonce) || opaque != null && !printable(opaque)
                || algorithm.isEmpty() || !known) {
            return Optional.empty();
        }
        return Optional.of(new Challenge(realm, nonce, opaque, algorithm.get(), name,
                name != null && name.toLowerCase(Locale.ROOT).endsWith(Algorithm.SESSION),
                qop.isEmpty() ? null : offered.contains(AUTH) ? AUTH : AUTH_INT, "true".equalsIgnoreCase(parameters.get("stale")),
                "UTF-8".equalsIgnoreCase(parameters.get("charset"))));
    }

    /** What is sent back in a header must not end it. */
    private static boolean printable(String value) {
        return value != null && value.chars().noneMatch(character -> Character.isISOControl(character) && character != '\t');
    }
}
