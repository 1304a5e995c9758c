package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Says something in PCMU to a phone, in packets of 20 ms, as steadily as a test wants. */
public final class RtpTalker implements AutoCloseable {
    private static final long PTIME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SAMPLES = 160;

    private final DatagramSocket socket;
    private volatile int burst = 1;

    public RtpTalker() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** From now on so many packets leave together, when the last of them is due. */
    public void burst(int packets) {
        burst = packets;
    }

    /** Begins to talk to a port. */
    public void talkTo(int port) {
        Thread talks = new Thread(() -> talk(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), "talker");
        talks.setDaemon(true);
        talks.start();
    }

    private void talk(InetSocketAddress to) {
        long start = System.nanoTime();
        try {
            for (int number = 0; !socket.isClosed();) {
                int together = burst;
                long due = start + (number + together) * PTIME_NANOS;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                for (int i = 0; i < together; i++) {
                    byte[] packet = packet(number++);
                    socket.send(new DatagramPacket(packet, packet.length, to));
                }
            }
        } catch (IOException e) {
            // closed, or nobody listens any more
        }
    }

    /** A square wave of 500 Hz. */
    private static byte[] packet(int number) {
        ByteBuffer packet = ByteBuffer.allocate(12 + SAMPLES);
        packet.putShort((short) 0x8000).putShort((short) number).putInt(number * SAMPLES).putInt(0x7a1c);
        for (int i = 0; i < SAMPLES; i++) {
            packet.put((byte) (i / 8 % 2 == 0 ? 0x90 : 0x10));
        }
        return packet.array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
