package org.carillon.core.media.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** Another phone, packet by packet. */
final class RawPeer implements AutoCloseable {
    final DatagramSocket rtp = pair();
    final DatagramSocket rtcp;
    int ssrc = 0x5eed;
    int sequence = 100;
    int timestamp = 8000;

    RawPeer() throws IOException {
        rtcp = new DatagramSocket(rtp.getLocalPort() + 1, InetAddress.getLoopbackAddress());
    }

    private static DatagramSocket pair() throws IOException {
        while (true) {
            DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            if ((socket.getLocalPort() & 1) == 0) {
                return socket;
            }
            socket.close();
        }
    }

    String sdp(String attributes) {
        return "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + rtp.getLocalPort()
                + " RTP/AVP 0 101\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\n" + attributes;
    }

    static int port(String sdp) {
        return Integer.parseInt(sdp.replaceAll("(?s).*m=audio (\\d+).*", "$1"));
    }

    /** The next packet of a tone-like signal. */
    byte[] packet(int payloadType, int octet) {
        ByteBuffer packet = ByteBuffer.allocate(172);
        packet.put((byte) 0x80).put((byte) payloadType).putShort((short) sequence++).putInt(timestamp).putInt(ssrc);
        timestamp += 160;
        while (packet.hasRemaining()) {
            packet.put((byte) octet);
        }
        return packet.array();
    }

    void send(byte[] packet, int port) throws IOException {
        rtp.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
    }

    /** What comes within that time, or null. */
    ByteBuffer receive(DatagramSocket socket, int millis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        }
        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    }

    /** Throws away what came so far. */
    void discard() throws IOException {
        while (receive(rtp, 1) != null) {
            // old
        }
    }

    @Override
    public void close() {
        rtp.close();
        rtcp.close();
    }
}
