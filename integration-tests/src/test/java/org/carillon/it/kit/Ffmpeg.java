package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * ffmpeg at the other end of a call's RTP: codecs and packets that nobody here wrote. One process listens by a description of what comes and
 * records it, another one talks; a socket of the test's joins the two to one address, as a phone expects.
 */
public final class Ffmpeg implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RTP_HEADER = 12;
    private static final int PTIME = 20;
    private static final int MAX_PACKET = 1_400;

    /**
     * A codec.
     *
     * @param encoding
     *            as in SDP, with rates
     * @param encoder
     *            ffmpeg's name
     * @param kilobits
     *            per second
     * @param rate
     *            samples per second
     */
    public record Codec(int payloadType, String encoding, String encoder, int kilobits, int rate) {}

    private final Codec codec;
    private final Path directory;
    private final DatagramSocket socket;
    private final int listenPort = Ports.free();
    private final List<Program> programs = new ArrayList<>();
    private Program listener;
    private volatile SocketAddress phone;

    private Ffmpeg(Workspace workspace, Codec codec) {
        this.codec = codec;
        directory = workspace.directory("ffmpeg-" + System.nanoTime());
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread relay = new Thread(this::relay, "ffmpeg-relay");
        relay.setDaemon(true);
        relay.start();
    }

    /** Where a phone may send that codec to. */
    public static Ffmpeg in(Workspace workspace, Codec codec) {
        Peers.require("ffmpeg");
        return workspace.owns(new Ffmpeg(workspace, codec));
    }

    /** What to answer to the phone's offer. */
    public String sdp() {
        return sdp(socket.getLocalPort());
    }

    private String sdp(int port) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port + " RTP/AVP " + codec.payloadType
                + "\r\na=rtpmap:" + codec.payloadType + " " + codec.encoding + "\r\na=ptime:" + PTIME + "\r\n";
    }

    /** Starts to record so many seconds of what comes, and returns when it listens. */
    public void listen(double seconds) {
        Path description = directory.resolve("in.sdp");
        Kamailio.write(description, sdp(listenPort));
        listener = start("hears", "-protocol_whitelist", "file,udp,rtp", "-i", description.toString(), "-ac", "1", "-t",
                Double.toString(seconds), "-y", recording().toString());
        Await.until("ffmpeg listens", PATIENCE, () -> Ports.isTaken(listenPort), listener::tail);
    }

    /** Says a tone to the phone's port, until it is closed. */
    public void talk(int hz, int port) {
        phone = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        start("says", "-re", "-f", "lavfi", "-i", "sine=frequency=" + hz + ":sample_rate=" + codec.rate + ",volume=2", "-c:a",
                codec.encoder, "-b:a", codec.kilobits + "k", "-payload_type", Integer.toString(codec.payloadType), "-f", "rtp",
                "rtp://127.0.0.1:" + socket.getLocalPort() + "?pkt_size=" + packetSize());
    }

    /** Opus is not divided, and one of its packets may be longer than another. */
    private int packetSize() {
        return codec.encoder.equals("libopus") ? MAX_PACKET : RTP_HEADER + PTIME * codec.kilobits / 8;
    }

    private Program start(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Peers.path("ffmpeg"), "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        Program program = Program.start("ffmpeg " + name, directory.resolve(name + ".log"), command);
        programs.add(program);
        return program;
    }

    private Path recording() {
        return directory.resolve("heard.wav");
    }

    /** What was recorded; waits until it is complete. */
    public Wav heard() {
        listener.exitCode(PATIENCE);
        return Wav.read(recording());
    }

    private void relay() {
        SocketAddress listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), listenPort);
        DatagramPacket packet = new DatagramPacket(new byte[MAX_PACKET], MAX_PACKET);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MAX_PACKET);
                socket.receive(packet);
                SocketAddress known = phone;
                if (known != null) {
                    packet.setSocketAddress(packet.getSocketAddress().equals(known) ? listener : known);
                    socket.send(packet);
                }
            } catch (IOException e) {
                // closed, or nobody listens yet
            }
        }
    }

    @Override
    public void close() {
        programs.forEach(Program::close);
        socket.close();
    }
}
