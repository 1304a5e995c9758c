package org.carillon.core.sip.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whom a certificate was issued for (RFC 5922 7.1, RFC 6125 6.4): the alternative names count, the subject does not. A wildcard stands for the
 * first label of a name, as hosted servers have it, though RFC 5922 7.2 would not take it.
 */
final class ServerNames {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private ServerNames() {}

    /**
     * @param alternatives
     *            as {@link java.security.cert.X509Certificate#getSubjectAlternativeNames} gives them; null for none
     * @param domain
     *            name or address that is configured
     */
    static boolean match(Collection<List<?>> alternatives, String domain) {
        var wanted = domain.toLowerCase(Locale.ROOT);
        return names(alternatives).anyMatch(name -> name.equals(wanted) || wildcard(name, wanted) || sameAddress(name, wanted));
    }

    private static boolean wildcard(String name, String wanted) {
        int dot = wanted.indexOf('.');
        return name.startsWith("*.") && dot > 0 && name.substring(1).equals(wanted.substring(dot)) && Names.literal(wanted).isEmpty();
    }

    private static boolean sameAddress(String name, String wanted) {
        return Names.literal(wanted).isPresent() && Names.literal(wanted).equals(Names.literal(name));
    }

    /** In lower case; a SIP URI by its host, if it names nobody there. */
    static Stream<String> names(Collection<List<?>> alternatives) {
        return Stream.ofNullable(alternatives).flatMap(Collection::stream).map(ServerNames::name).filter(Objects::nonNull)
                .map(name -> name.toLowerCase(Locale.ROOT));
    }

    private static String name(List<?> alternative) {
        if (!(alternative.get(0) instanceof Integer type) || !(alternative.get(1) instanceof String text)) {
            return null;
        }
        return switch (type) {
            case DNS, IP -> text;
            case URI -> text.matches("(?i)sips?:[^@;?]+") ? text.substring(text.indexOf(':') + 1) : null;
            default -> null;
        };
    }
}
