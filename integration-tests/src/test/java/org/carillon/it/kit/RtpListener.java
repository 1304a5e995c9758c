package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Where a phone may send RTP to: keeps what comes to a port of 127.0.0.1, and says nothing. */
public final class RtpListener implements AutoCloseable {
    private final DatagramSocket socket;
    private final List<Capture.Rtp> packets = new CopyOnWriteArrayList<>();

    public RtpListener() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread reader = new Thread(this::read, "rtp-listener");
        reader.setDaemon(true);
        reader.start();
    }

    /** A description of it, with formats such as {@code 0 101} and whole lines of attributes. */
    public String sdp(String formats, String attributes) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + socket.getLocalPort() + " RTP/AVP "
                + formats + "\r\n" + attributes;
    }

    /** The packets so far. */
    public List<Capture.Rtp> packets() {
        return List.copyOf(packets);
    }

    /** The sound of the PCMU and PCMA packets so far. */
    public Wav sound() {
        return Capture.sound(packets, Instant.MIN, Instant.MAX);
    }

    private void read() {
        byte[] buffer = new byte[2_000];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Capture.Rtp rtp = Capture.Rtp.of(new Capture.Datagram(Instant.now(), packet.getPort(), socket.getLocalPort(),
                        Arrays.copyOf(buffer, packet.getLength())));
                if (rtp != null) {
                    packets.add(rtp);
                }
            } catch (IOException e) {
                // closed
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
