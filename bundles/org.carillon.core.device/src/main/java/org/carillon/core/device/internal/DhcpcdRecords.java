package org.carillon.core.device.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;

/** What the hook of dhcpcd prints, which is in part what strangers sent: read within bounds, and believed only where it has the right form. */
final class DhcpcdRecords {
    static final int LARGEST_RECORD = 1 << 18;

    private static final Set<String> LEASED = Set.of("BOUND", "RENEW", "REBIND", "REBOOT", "INFORM", "TIMEOUT");
    private static final Set<String> LOST = Set.of("EXPIRE", "NAK", "FAIL");
    private static final Pattern OPTION = Pattern.compile("new_(dhcp6_)?" + DhcpcdFiles.OPTION + "(\\d{1,5})");
    private static final Pattern BYTES = Pattern.compile("(?:[0-9a-f]{2})*");

    private final String link;

    DhcpcdRecords(String link) {
        this.link = link;
    }

    /**
     * Hands over one record after the other until the stream ends; one that is too large, or cut off by the end, is left out.
     */
    static void read(InputStream stream, Consumer<Map<String, String>> taker) throws IOException {
        InputStream in = new BufferedInputStream(stream);
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        Map<String, String> variables = new HashMap<>();
        int size = 0;
        boolean empty = true;
        for (int one = in.read(); one >= 0; one = in.read()) {
            if (one != 0) {
                empty = false;
                if (++size <= LARGEST_RECORD) {
                    word.write(one);
                }
            } else if (!empty) {
                add(variables, word.toString(StandardCharsets.UTF_8));
                word.reset();
                empty = true;
            } else {
                if (size <= LARGEST_RECORD) {
                    taker.accept(Map.copyOf(variables));
                }
                variables.clear();
                size = 0;
            }
        }
    }

    private static void add(Map<String, String> variables, String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            variables.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    /** The leases after what a record tells. */
    Leases after(Map<String, String> record, Leases before) {
        String reason = record.getOrDefault("reason", "");
        if (!link.equals(record.get("interface"))) {
            return before;
        }
        if (reason.equals("NOCARRIER") || reason.equals("DEPARTED")) {
            return Leases.NONE;
        }
        if (reason.endsWith("6")) {
            String kind = reason.substring(0, reason.length() - 1);
            return new Leases(before.ipv4(), lease(kind, record, "new_dhcp6_ia_na1_ia_addr1", "dhcp6_", before.ipv6()));
        }
        return new Leases(lease(reason, record, "new_ip_address", null, before.ipv4()), before.ipv6());
    }

    private Optional<Lease> lease(String reason, Map<String, String> record, String address, String family, Optional<Lease> before) {
        if (LOST.contains(reason)) {
            return Optional.empty();
        }
        return LEASED.contains(reason) ? Optional.of(new Lease(link, address(record.get(address)), options(record, family))) : before;
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<Integer, String> options(Map<String, String> record, String family) {
        Map<Integer, String> options = new TreeMap<>();
        record.forEach((variable, value) -> {
            Matcher name = OPTION.matcher(variable);
            if (name.matches() && Objects.equals(family, name.group(1)) && BYTES.matcher(value).matches()) {
                options.put(Integer.valueOf(name.group(2)), value);
            }
        });
        return Map.copyOf(options);
    }
}
