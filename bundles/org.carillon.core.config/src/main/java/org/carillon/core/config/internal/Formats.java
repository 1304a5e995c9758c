package org.carillon.core.config.internal;

import java.net.Inet6Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the text formats of parameters look like. Names and addresses are judged by their spelling; nothing is looked up. */
final class Formats {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV4_PATTERN = Pattern.compile("(\\*|" + OCTET + ")(\\.(\\*|" + OCTET + ")){3}");
    private static final Pattern LABELS = Pattern
            .compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)?+[^\\s/?#:][^\\s/?#]*([/?#]\\S*)?");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
    private static final Pattern UTC_OFFSET = Pattern.compile("0|\\+(1[0-3]|0?\\d):[0-5]\\d|\\+14:00|-(10|0?\\d):[0-5]\\d|-11:00");
    /** Least and greatest text of formats that have them. */
    private static final Map<String, List<String>> BOUNDS = Map.of("time", List.of("00:00", "23:59"), "utcOffset",
            List.of("-11:00", "+14:00"));
    private static final Set<String> WEB = Set.of("http", "https");
    private static final Pattern SIP_URI = Pattern.compile("(?i:sips?:)?+([^\\s@<>\"]+@)?[^\\s@<>\"]+");
    private static final Pattern FEATURE_CODE = Pattern.compile("[0-9A-Za-z*#+,.-]+");
    private static final Pattern PHONE_NUMBER = Pattern.compile("[^\\s<>\"]+");

    /**
     * @param words
     *            what is permitted
     */
    private record Format(Predicate<String> test, String words) {}

    private static final Map<String, Format> ALL = Map.ofEntries(
            Map.entry("host", new Format(Formats::host, "a host name or an IP address")),
            Map.entry("url", new Format(text -> URL.matcher(text).matches(), "a URL")),
            Map.entry("webUrl", new Format(Formats::webUrl, "a URL that begins with http:// or https://")),
            Map.entry("ip", new Format(text -> ipv4(text) || ipv6(text), "an IP address")),
            Map.entry("ipv4", new Format(Formats::ipv4, "an IPv4 address")),
            Map.entry("ipv6", new Format(Formats::ipv6, "an IPv6 address")),
            Map.entry("ipPattern", new Format(Formats::ipPattern, "an IP address, with * for any octet, or Any")),
            Map.entry("netmask", new Format(Formats::netmask, "a network mask such as 255.255.255.0")),
            Map.entry("sipUri", new Format(text -> SIP_URI.matcher(text).matches(), "a SIP URI")),
            Map.entry("time",
                    new Format(text -> TIME.matcher(text).matches(), "a time of day, " + String.join(" to ", BOUNDS.get("time")))),
            Map.entry("utcOffset", new Format(text -> UTC_OFFSET.matcher(text).matches(),
                    "an offset from UTC, " + String.join(" to ", BOUNDS.get("utcOffset")) + " or 0")),
            Map.entry("featureCode", new Format(text -> FEATURE_CODE.matcher(text).matches(), "a code of digits, letters and * # + , . -")),
            Map.entry("phoneNumber", new Format(text -> PHONE_NUMBER.matcher(text).matches(), "a number or SIP user without blanks")));

    private Formats() {}

    /** True when the text has the format; a format without rules takes any text. */
    static boolean matches(String format, String text) {
        return Optional.ofNullable(ALL.get(format)).map(known -> known.test().test(text)).orElse(true);
    }

    /** What the format permits, in words; empty for a format without rules. */
    static String words(String format) {
        return Optional.ofNullable(ALL.get(format)).map(Format::words).orElse("");
    }

    /** The least text of a format; null for none. */
    static String least(String format) {
        return BOUNDS.containsKey(format) ? BOUNDS.get(format).getFirst() : null;
    }

    /** The greatest text of a format; null for none. */
    static String greatest(String format) {
        return BOUNDS.containsKey(format) ? BOUNDS.get(format).getLast() : null;
    }

    private static boolean webUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null && WEB.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return ipv6(text.substring(1, text.length() - 1));
        }
        boolean name = text.length() <= 255 && LABELS.matcher(text).matches() && !text.matches("[0-9.]+");
        return name || ipv4(text) || ipv6(text);
    }

    private static boolean ipv4(String text) {
        return IPV4.matcher(text).matches();
    }

    private static boolean ipv6(String text) {
        try {
            Inet6Address.ofLiteral(text);
            return text.indexOf(':') >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean ipPattern(String text) {
        return text.equalsIgnoreCase("Any") || IPV4_PATTERN.matcher(text).matches() || ipv6(text);
    }

    private static boolean netmask(String text) {
        if (!ipv4(text)) {
            return false;
        }
        int bits = 0;
        for (String octet : text.split("\\.")) {
            bits = bits << 8 | Integer.parseInt(octet);
        }
        return Integer.bitCount(bits) == Integer.numberOfLeadingZeros(~bits);
    }
}
