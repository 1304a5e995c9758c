package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A bad network in front of a phone's SIP port: whoever calls the phone through it is sent its own RTP through it as well, and the phone
 * gets that RTP late, out of order, twice or not at all. SIP and what the phone says pass unharmed.
 */
public final class HostileRelay implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    /** A datagram on its way. */
    private record Flight(byte[] datagram, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Flight) other).due);
        }
    }

    private final DatagramSocket sip = socket();
    private final DatagramSocket rtp = socket();
    private final DelayQueue<Flight> flights = new DelayQueue<>();
    private final Random random;
    private final double lossPercent;
    private final double duplicatesPercent;
    private final int jitterMillis;
    private final SocketAddress phone;
    private volatile SocketAddress caller;
    private volatile SocketAddress callerRtp;
    private volatile SocketAddress phoneRtp;

    public HostileRelay(int phonePort, long seed, double lossPercent, double duplicatesPercent, int jitterMillis) {
        this.lossPercent = lossPercent;
        this.duplicatesPercent = duplicatesPercent;
        this.jitterMillis = jitterMillis;
        random = new Random(seed);
        phone = loopback(phonePort);
        start("relay-sip", this::relaySip);
        start("relay-rtp", this::relayRtp);
        start("relay-late", this::deliver);
    }

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where to call the phone. */
    public int port() {
        return sip.getLocalPort();
    }

    private void relaySip() {
        receive(sip, packet -> {
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            if (packet.getSocketAddress().equals(phone)) {
                send(sip, fromPhone(bytes), caller);
            } else {
                caller = packet.getSocketAddress();
                callerRtp = announced(new String(bytes, StandardCharsets.UTF_8), callerRtp);
                send(sip, bytes, phone);
            }
        });
    }

    private byte[] fromPhone(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        phoneRtp = announced(text, phoneRtp);
        String moved = text.replaceFirst("m=audio \\d{5} ", "m=audio " + rtp.getLocalPort() + " ");
        return moved.getBytes(StandardCharsets.UTF_8);
    }

    private static SocketAddress announced(String message, SocketAddress before) {
        String port = message.replaceFirst("(?s).*m=audio (\\d+) .*", "$1");
        return port.equals(message) ? before : loopback(Integer.parseInt(port));
    }

    private void relayRtp() {
        receive(rtp, packet -> {
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            if (packet.getSocketAddress().equals(phoneRtp)) {
                send(rtp, bytes, callerRtp);
            } else if (random.nextDouble() * 100 >= lossPercent) {
                fly(bytes);
                if (random.nextDouble() * 100 < duplicatesPercent) {
                    fly(bytes);
                }
            }
        });
    }

    private void fly(byte[] datagram) {
        flights.add(new Flight(datagram, System.nanoTime() + (long) (random.nextDouble() * jitterMillis * 1_000_000)));
    }

    private void deliver() {
        try {
            while (!rtp.isClosed()) {
                send(rtp, flights.take().datagram(), phoneRtp);
            }
        } catch (InterruptedException | UncheckedIOException e) {
            // the end
        }
    }

    private interface Receiver {
        void take(DatagramPacket packet);
    }

    private static void receive(DatagramSocket socket, Receiver receiver) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            while (true) {
                packet.setLength(MAX_DATAGRAM);
                socket.receive(packet);
                receiver.take(packet);
            }
        } catch (IOException | UncheckedIOException e) {
            // closed
        }
    }

    private static void send(DatagramSocket socket, byte[] datagram, SocketAddress to) {
        if (to != null) {
            try {
                socket.send(new DatagramPacket(datagram, datagram.length, to));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
    }
}
