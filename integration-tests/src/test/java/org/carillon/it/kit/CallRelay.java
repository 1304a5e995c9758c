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
import java.util.function.UnaryOperator;

/**
 * A network in front of a callee's SIP port: SIP passes, and both sides are told to send RTP through it. What the caller says may come late,
 * out of order, twice or not at all; payloads may be changed on their way.
 */
public final class CallRelay implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;
    private static final int RTP_HEADER = 12;

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
    private final SocketAddress callee;
    private volatile UnaryOperator<byte[]> ofCaller = UnaryOperator.identity();
    private volatile UnaryOperator<byte[]> ofCallee = UnaryOperator.identity();
    private volatile SocketAddress caller;
    private volatile SocketAddress callerRtp;
    private volatile SocketAddress calleeRtp;

    public CallRelay(int calleePort, long seed, double lossPercent, double duplicatesPercent, int jitterMillis) {
        this.lossPercent = lossPercent;
        this.duplicatesPercent = duplicatesPercent;
        this.jitterMillis = jitterMillis;
        random = new Random(seed);
        callee = loopback(calleePort);
        start("relay-sip", this::relaySip);
        start("relay-rtp", this::relayRtp);
        start("relay-late", this::deliver);
    }

    /** One that only changes payloads: those of the caller and those of the callee. */
    public CallRelay(int calleePort, UnaryOperator<byte[]> ofCaller, UnaryOperator<byte[]> ofCallee) {
        this(calleePort, 0, 0, 0, 0);
        this.ofCaller = ofCaller;
        this.ofCallee = ofCallee;
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

    /** Where to call the callee. */
    public int port() {
        return sip.getLocalPort();
    }

    private void relaySip() {
        receive(sip, packet -> {
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (packet.getSocketAddress().equals(callee)) {
                calleeRtp = announced(text, calleeRtp);
                send(sip, moved(text), caller);
            } else {
                caller = packet.getSocketAddress();
                callerRtp = announced(text, callerRtp);
                send(sip, moved(text), callee);
            }
        });
    }

    private byte[] moved(String text) {
        return text.replaceFirst("m=audio \\d{5} ", "m=audio " + rtp.getLocalPort() + " ").getBytes(StandardCharsets.UTF_8);
    }

    private static SocketAddress announced(String message, SocketAddress before) {
        String port = message.replaceFirst("(?s).*m=audio (\\d+) .*", "$1");
        return port.equals(message) ? before : loopback(Integer.parseInt(port));
    }

    private void relayRtp() {
        receive(rtp, packet -> {
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            if (!packet.getSocketAddress().equals(callerRtp)) {
                send(rtp, changed(bytes, ofCallee), callerRtp);
            } else if (random.nextDouble() * 100 >= lossPercent) {
                byte[] changed = changed(bytes, ofCaller);
                fly(changed);
                if (random.nextDouble() * 100 < duplicatesPercent) {
                    fly(changed);
                }
            }
        });
    }

    private static byte[] changed(byte[] packet, UnaryOperator<byte[]> change) {
        byte[] payload = change.apply(Arrays.copyOfRange(packet, RTP_HEADER, packet.length));
        byte[] changed = Arrays.copyOf(packet, RTP_HEADER + payload.length);
        System.arraycopy(payload, 0, changed, RTP_HEADER, payload.length);
        return changed;
    }

    private void fly(byte[] datagram) {
        flights.add(new Flight(datagram, System.nanoTime() + (long) (random.nextDouble() * jitterMillis * 1_000_000)));
    }

    private void deliver() {
        try {
            while (!rtp.isClosed()) {
                send(rtp, flights.take().datagram(), calleeRtp);
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
