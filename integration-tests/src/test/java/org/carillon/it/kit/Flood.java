package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Datagrams at a steady rate, from four sockets in turn. */
public final class Flood {
    private static final int SOCKETS = 4;

    private Flood() {}

    /**
     * Returns when all are sent. Who is late sends what is due at once.
     *
     * @return how many were sent per second
     */
    public static double run(InetAddress from, int port, int perSecond, Duration time, Supplier<byte[]> datagrams) {
        long all = perSecond * time.toSeconds();
        long interval = Duration.ofSeconds(1).toNanos() / perSecond;
        DatagramSocket[] sockets = new DatagramSocket[SOCKETS];
        try {
            for (int i = 0; i < SOCKETS; i++) {
                sockets[i] = new DatagramSocket(0, from);
            }
            InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            long start = System.nanoTime();
            for (int i = 0; i < all; i++) {
                for (long wait = start + i * interval - System.nanoTime(); wait > 0; wait = start + i * interval - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                byte[] bytes = datagrams.get();
                sockets[i % SOCKETS].send(new DatagramPacket(bytes, bytes.length, target));
            }
            return all * 1e9 / (System.nanoTime() - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            for (DatagramSocket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }
}
