package org.carillon.feature.dhcp.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The options of one server (RFC 2132, RFC 8415), read strictly: one that is not as it must be counts as absent, and somebody is told why, without
 * what it holds.
 */
final class Options {
    /** Longest text, as of the URLs among the parameters. */
    static final int LONGEST = 512;

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final int LONGEST_DOMAIN = 253;
    private static final int PAD = 0;
    private static final int END = 255;
    private static final int LARGEST_TEXT_NUMBER = 5;

    private final String name;
    private final Map<Integer, byte[]> values;
    private final Consumer<String> complaints;

    private Options(String name, Map<Integer, byte[]> values, Consumer<String> complaints) {
        this.name = name;
        this.values = values;
        this.complaints = complaints;
    }

    /**
     * @param name
     *            precedes the number of an option, such as {@code DHCP option}
     * @param values
     *            hexadecimal digits by number
     * @param complaints
     *            is told of each option that is malformed, when it is read
     */
    static Options of(String name, Map<Integer, String> values, Consumer<String> complaints) {
        Map<Integer, byte[]> bytes = new TreeMap<>();
        values.forEach((number, digits) -> bytes.put(number, HexFormat.of().parseHex(digits)));
        return new Options(name, bytes, complaints);
    }

    String name(int option) {
        return name + " " + option;
    }

    /**
     * @param reading
     *            throws IllegalArgumentException for what is malformed, and says what is permitted
     * @return empty when the option is absent, empty or malformed
     */
    <T> Optional<T> read(int option, Function<byte[], T> reading) {
        byte[] value = values.get(option);
        if (value == null || value.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading.apply(value));
        } catch (IllegalArgumentException e) {
            complaints.accept(name(option) + " is ignored: of its " + value.length + " bytes " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What an option encapsulates (RFC 2132, 8.4); nothing when that is malformed anywhere. */
    Options within(int option) {
        return new Options(name(option) + " sub-option", read(option, Options::encapsulated).orElse(Map.of()), complaints);
    }

    private static Map<Integer, byte[]> encapsulated(byte[] value) {
        Map<Integer, byte[]> inner = new TreeMap<>();
        ByteBuffer rest = ByteBuffer.wrap(value);
        while (rest.hasRemaining()) {
            int code = Byte.toUnsignedInt(rest.get());
            if (code == END) {
                break;
            }
            if (code != PAD) {
                int length = rest.hasRemaining() ? Byte.toUnsignedInt(rest.get()) : 1;
                check(length <= rest.remaining(), "sub-option " + code + " goes beyond the end; code, length and value are permitted");
                check(inner.put(code, take(rest, length)) == null, "sub-option " + code + " stands twice; once is permitted");
            }
        }
        return inner;
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** What vendors have in DHCPv6 (RFC 8415, 21.17): the texts behind the number of an enterprise. */
    static List<String> vendorTexts(byte[] value) {
        ByteBuffer rest = ByteBuffer.wrap(value);
        check(rest.remaining() > Integer.BYTES, "there is no option behind the number of the enterprise");
        rest.getInt();
        List<String> texts = new ArrayList<>();
        while (rest.hasRemaining()) {
            boolean complete = rest.remaining() >= 2 * Short.BYTES;
            int code = complete ? Short.toUnsignedInt(rest.getShort()) : 0;
            int length = complete ? Short.toUnsignedInt(rest.getShort()) : 0;
            check(complete && length <= rest.remaining(), "option " + code + " of the enterprise goes beyond the end");
            texts.add(text(take(rest, length)));
        }
        return texts;
    }

    /** Printable ASCII without blanks; NULs at the end are none of it (RFC 2132, 2). Empty when there is nothing else. */
    static String text(byte[] value) {
        int length = value.length;
        while (length > 0 && value[length - 1] == 0) {
            length--;
        }
        String text = new String(value, 0, length, StandardCharsets.ISO_8859_1);
        check(length <= LONGEST && text.chars().allMatch(c -> c > ' ' && c <= '~'),
                "some are no text; up to " + LONGEST + " printable characters without blanks are permitted");
        return text;
    }

    static List<InetAddress> ipv4Addresses(byte[] value) {
        return addresses(value, 4);
    }

    static List<InetAddress> ipv6Addresses(byte[] value) {
        return addresses(value, 16);
    }

    private static List<InetAddress> addresses(byte[] value, int size) {
        check(value.length % size == 0, "not all are addresses; " + size + " for each are permitted");
        List<InetAddress> addresses = new ArrayList<>();
        for (int at = 0; at < value.length; at += size) {
            InetAddress address = address(Arrays.copyOfRange(value, at, at + size));
            check(!address.isAnyLocalAddress() && !address.isMulticastAddress(), "some are no address of a server");
            addresses.add(address);
        }
        return addresses;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Decimal digits, or a number of 1, 2 or 4 bytes that is no such text. */
    static int number(byte[] value, int min, int max) {
        String text = new String(value, StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        long number = -1;
        if (text.length() <= LARGEST_TEXT_NUMBER && text.matches("\\d+")) {
            number = Long.parseLong(text);
        } else if (value.length == 1 || value.length == 2 || value.length == 4) {
            number = Long.parseLong(HexFormat.of().formatHex(value), 16);
        }
        check(number >= min && number <= max,
                "none make the number; " + min + " to " + max + " is permitted, in decimal digits or in 1, 2 or 4 bytes");
        return (int) number;
    }

    /** One name of the domain name system, as text. */
    static String domain(byte[] value) {
        return checkedDomain(text(value));
    }

    /** Names as the domain name system itself writes them (RFC 1035, 3.1), not compressed. */
    static List<String> domains(byte[] value) {
        List<String> domains = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(value);
        while (rest.hasRemaining()) {
            List<String> labels = new ArrayList<>();
            for (int length = rest.get(); length != 0; length = rest.hasRemaining() ? rest.get() : 0) {
                check(length > 0 && length <= rest.remaining(), "some are no domain name; labels with their lengths are permitted");
                labels.add(text(take(rest, length)));
            }
            domains.add(checkedDomain(String.join(".", labels)));
        }
        return domains;
    }

    private static String checkedDomain(String domain) {
        check(domain.length() <= LONGEST_DOMAIN && Arrays.stream(domain.split("\\.", -1)).allMatch(label -> LABEL.matcher(label).matches()),
                "some are no domain name; labels of up to 63 letters, digits and hyphens are permitted");
        return domain;
    }

    static void check(boolean condition, String complaint) {
        if (!condition) {
            throw new IllegalArgumentException(complaint);
        }
    }
}
