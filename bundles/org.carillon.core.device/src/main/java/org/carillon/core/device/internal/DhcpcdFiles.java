package org.carillon.core.device.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.carillon.api.device.DhcpClient.Request;

/**
 * The directory of dhcpcd: its configuration, the two scripts, and {@code resolv.conf}, to which {@code /etc/resolv.conf} is a link on a phone.
 *
 * @param leash
 *            script that runs a program for as long as the phone runs
 * @param hook
 *            script that dhcpcd runs for everything that happens
 */
record DhcpcdFiles(Path leash, Path hook, Path configuration, Path resolver) {
    /** Begins the names of our options, which hand over their bytes in hexadecimal digits. */
    static final String OPTION = "carillon_";

    /** What the system's resolver takes at most. */
    private static final int MOST_SERVERS = 3;

    static DhcpcdFiles in(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new DhcpcdFiles(script(directory, "leash.sh"), script(directory, "hook.sh"), directory.resolve("dhcpcd.conf"),
                directory.resolve("resolv.conf"));
    }

    private static Path script(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream content = DhcpcdFiles.class.getResourceAsStream(name)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    /** In a session of its own, so that it is not ended together with the phone, but sees to it that the program is. */
    List<String> command(String program, String link) {
        return List.of("setsid", "/bin/sh", leash.toString(), program, "-B", "-f", configuration.toString(), "-c", hook.toString(), link);
    }

    void write(Request request) throws IOException {
        List<String> lines = new ArrayList<>(List.of("quiet", "persistent", "nodelay", "noarp", "noipv4ll", "clientid", "duid ll"));
        lines.add("vendorclassid " + (request.vendorClass().isEmpty() ? "" : quoted(request.vendorClass())));
        lines.add("hostname " + quoted(request.hostName()));
        lines.addAll(definitions("define", request.options()));
        lines.addAll(definitions("define6", request.options6()));
        lines.add("option subnet_mask, routers" + names(", " + OPTION, request.options()));
        lines.add("option dhcp6_sol_max_rt" + names(", dhcp6_" + OPTION, request.options6()));
        Files.writeString(configuration, String.join("\n", lines) + "\n");
    }

    private static List<String> definitions(String word, SortedSet<Integer> options) {
        return options.stream().map(option -> word + " " + option + " binhex " + OPTION + option).toList();
    }

    private static String names(String before, SortedSet<Integer> options) {
        return options.stream().map(option -> before + option).collect(Collectors.joining());
    }

    /** Every byte that is neither letter nor digit by its number. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one >= '0' && one <= '9' || one >= 'A' && one <= 'Z' || one >= 'a' && one <= 'z';
            quoted.append(plain ? Character.toString(one) : "\\x%02x".formatted(one));
        }
        return quoted.append('"').toString();
    }

    /** In place, for whoever has the file mounted elsewhere. */
    void resolve(List<InetAddress> servers, List<String> domains) throws IOException {
        List<String> lines = new ArrayList<>(
                servers.stream().limit(MOST_SERVERS).map(server -> "nameserver " + server.getHostAddress()).toList());
        if (!domains.isEmpty()) {
            lines.add("search " + String.join(" ", domains));
        }
        Files.write(resolver, lines);
    }
}
