package org.carillon.feature.actionuri.internal;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who may send action URIs over HTTP (manual 10.26.4).
 *
 * @param patterns
 *            addresses, those of IPv4 with {@code *} for any octet, or {@code Any}; what is none of these matches nobody
 */
record TrustedAddresses(List<String> patterns) {
    boolean contain(InetAddress address) {
        return patterns.stream().anyMatch(pattern -> pattern.equalsIgnoreCase("Any") || (address instanceof Inet4Address
                ? matches(pattern, address.getAddress())
                : matches(pattern, address)));
    }

    private static boolean matches(String pattern, byte[] address) {
        String[] octets = pattern.split("\\.", -1);
        return octets.length == address.length && IntStream.range(0, octets.length)
                .allMatch(i -> octets[i].equals("*") || octets[i].equals(String.valueOf(address[i] & 0xFF)));
    }

    private static boolean matches(String pattern, InetAddress address) {
        try {
            return Inet6Address.ofLiteral(pattern).equals(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
