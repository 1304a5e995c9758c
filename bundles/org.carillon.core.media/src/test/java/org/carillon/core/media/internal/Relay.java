package org.carillon.core.media.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between two sessions that does to packets what it is told to. */
final class Relay implements AutoCloseable {
    /** Decides what becomes of a packet: any number of packets instead of it. */
    interface Mischief {
        List<byte[]> instead(byte[] packet, int number);
    }

    private final DatagramChannel near = channel();
    private final DatagramChannel far = channel();
    private final AtomicInteger passed = new AtomicInteger();
    private volatile Mischief there = (packet, number) -> List.of(packet);
    private volatile SocketAddress nearPeer;
    private volatile SocketAddress farPeer;

    Relay() throws IOException {
        Thread.ofPlatform().daemon().name("relay there").start(() -> run(near, far, true));
        Thread.ofPlatform().daemon().name("relay back").start(() -> run(far, near, false));
    }

    private static DatagramChannel channel() throws IOException {
        return DatagramChannel.open().setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static int port(DatagramChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private static String moved(String sdp, int port) {
        return sdp.replaceAll("m=audio \\d+", "m=audio " + port);
    }

    private static SocketAddress announced(String sdp) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(sdp.replaceAll("(?s).*m=audio (\\d+).*", "$1")));
    }

    /** The offerer's description as the answerer is to see it. */
    String there(String sdp) throws IOException {
        nearPeer = announced(sdp);
        return moved(sdp, port(far));
    }

    /** The answerer's description as the offerer is to see it. */
    String back(String sdp) throws IOException {
        farPeer = announced(sdp);
        return moved(sdp, port(near));
    }

    /** What happens to packets from the offerer to the answerer. */
    void there(Mischief mischief) {
        there = mischief;
    }

    private void run(DatagramChannel in, DatagramChannel out, boolean direction) {
        ByteBuffer buffer = ByteBuffer.allocate(2000);
        try {
            while (in.receive(buffer.clear()) != null) {
                byte[] packet = new byte[buffer.flip().remaining()];
                buffer.get(packet);
                SocketAddress to = direction ? farPeer : nearPeer;
                for (byte[] instead : direction ? there.instead(packet, passed.getAndIncrement()) : List.of(packet)) {
                    if (to != null) {
                        out.send(ByteBuffer.wrap(instead), to);
                    }
                }
            }
        } catch (ClosedChannelException e) {
            // the end
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
