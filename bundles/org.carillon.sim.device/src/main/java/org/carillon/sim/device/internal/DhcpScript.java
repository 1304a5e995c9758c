package org.carillon.sim.device.internal;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.DhcpClient.Request;

/**
 * What an emulated DHCP server says, line by line: {@code ipv4 address 192.0.2.7}, {@code ipv4 66 "http://192.0.2.1/"} or, in hexadecimal digits,
 * {@code ipv6 59 68 74 74 70}. Blank lines, and lines that begin with {@code #}, say nothing.
 */
record DhcpScript(Map<String, InetAddress> addresses, Map<String, Map<Integer, String>> options) {
    static final String LINK = "emulated";
    static final String PERMITTED = "ipv4 or ipv6, then address ADDRESS, or the number of an option and \"TEXT\" or hexadecimal digits";

    private static final Pattern LINE = Pattern.compile("(ipv[46])\\s+(?:address\\s+(\\S+)|(\\d{1,5})\\s+(?:\"(.*)\"|([0-9A-Fa-f\\s]*)))");

    /**
     * @throws IllegalArgumentException
     *             for a line that cannot be read, with its number
     */
    static DhcpScript parse(List<String> lines) {
        DhcpScript script = new DhcpScript(new TreeMap<>(), new TreeMap<>());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                script.add(line, i + 1);
            }
        }
        return script;
    }

    private void add(String line, int number) {
        Matcher matcher = LINE.matcher(line);
        try {
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not understood");
            }
            if (matcher.group(2) != null) {
                addresses.put(matcher.group(1), InetAddress.ofLiteral(matcher.group(2)));
                return;
            }
            byte[] value = matcher.group(4) != null
                    ? matcher.group(4).getBytes(StandardCharsets.UTF_8)
                    : HexFormat.of().parseHex(matcher.group(5).replaceAll("\\s", ""));
            options.computeIfAbsent(matcher.group(1), first -> new TreeMap<>()).put(Integer.valueOf(matcher.group(3)),
                    HexFormat.of().formatHex(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage() + "; permitted: " + PERMITTED, e);
        }
    }

    /** As servers do: of what they know, what was asked for. */
    Leases answer(Request request) {
        return new Leases(lease("ipv4", request.options()), lease("ipv6", request.options6()));
    }

    private Optional<Lease> lease(String family, Set<Integer> wanted) {
        if (!addresses.containsKey(family) && !options.containsKey(family)) {
            return Optional.empty();
        }
        Map<Integer, String> told = new TreeMap<>(options.getOrDefault(family, Map.of()));
        told.keySet().retainAll(wanted);
        return Optional.of(new Lease(LINK, Optional.ofNullable(addresses.get(family)), Map.copyOf(told)));
    }
}
