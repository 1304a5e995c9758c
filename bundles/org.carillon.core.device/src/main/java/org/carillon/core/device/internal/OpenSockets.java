package org.carillon.core.device.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.api.device.FramePriority.Protocol;

/** The sockets of this process, as Linux shows them in procfs: descriptors name inodes, and the tables of the network name their ports. */
final class OpenSockets {
    private static final String SOCKET = "socket:[";
    private static final int LOCAL = 1;
    private static final int INODE = 9;

    private final Path process;

    /**
     * @param process
     *            {@code /proc/self}
     */
    OpenSockets(Path process) {
        this.process = process;
    }

    /** Descriptors by local port. */
    Map<Integer, List<Integer>> descriptors(Protocol protocol) throws IOException {
        Map<String, Integer> ports = ports(protocol);
        Map<Integer, List<Integer>> descriptors = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path entry : entries) {
                Integer port = ports.get(inode(entry));
                if (port != null) {
                    descriptors.computeIfAbsent(port, first -> new ArrayList<>()).add(Integer.valueOf(entry.getFileName().toString()));
                }
            }
        }
        return descriptors;
    }

    /** Empty for what is no socket, or closed meanwhile. */
    private static String inode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith(SOCKET) ? target.substring(SOCKET.length(), target.length() - 1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Local ports by inode; IPv4 and IPv6 have tables of their own, and either may be missing. */
    private Map<String, Integer> ports(Protocol protocol) throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        String name = protocol.name().toLowerCase(Locale.ROOT);
        for (String table : List.of(name, name + "6")) {
            Path file = process.resolve("net").resolve(table);
            if (Files.exists(file)) {
                Files.readAllLines(file).stream().skip(1).map(line -> line.strip().split("\\s+")).filter(line -> line.length > INODE)
                        .forEach(line -> ports.put(line[INODE], Integer.parseInt(line[LOCAL].substring(line[LOCAL].indexOf(':') + 1), 16)));
            }
        }
        return ports;
    }
}
