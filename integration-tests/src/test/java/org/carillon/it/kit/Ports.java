package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Free ports on loopback for programs that cannot choose their own. They lie below the range from which the kernel hands out ports, so that
 * nobody takes one between here and its use.
 */
public final class Ports {
    private static final int LOW = 10_000;
    private static final int HIGH = 32_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(LOW, HIGH) & ~1);

    private Ports() {}

    /** A port, even, that nobody uses for UDP or TCP; the next one is free as well. */
    public static int free() {
        for (int attempts = 0; attempts < HIGH - LOW; attempts++) {
            int port = NEXT.getAndUpdate(last -> last + 4 < HIGH ? last + 4 : LOW);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
        throw new AssertionError("no free port between " + LOW + " and " + HIGH);
    }

    /** True while somebody listens on it for UDP; looks without touching it. */
    public static boolean isTaken(int port) {
        String local = String.format(":%04X ", port);
        try (Stream<String> sockets = Files.lines(Path.of("/proc/net/udp"))) {
            return sockets.anyMatch(line -> line.contains(local));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (DatagramSocket udp = new DatagramSocket(address); ServerSocket tcp = new ServerSocket()) {
            tcp.setReuseAddress(true);
            tcp.bind(address);
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
