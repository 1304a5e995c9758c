package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What really went over the loopback interface, by dumpcap: the witness that belongs to neither side. */
public final class Capture implements AutoCloseable {
    private static final byte[] PROBE = "carillon capture probe".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final Path file;
    private final Program program;

    /** A UDP datagram. */
    public record Datagram(Instant at, int source, int destination, byte[] payload) {}

    /** An RTP packet (RFC 3550 5.1). */
    public record Rtp(Instant at, int payloadType, boolean marker, int sequence, long timestamp, long ssrc, byte[] payload) {
        static Rtp of(Datagram datagram) {
            byte[] bytes = datagram.payload;
            if (bytes.length < 12 || (bytes[0] & 0xc0) != 0x80 || (bytes[1] & 0xff) >= 192 && (bytes[1] & 0xff) <= 223) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int header = 12 + (bytes[0] & 0x0f) * 4;
            byte[] payload = java.util.Arrays.copyOfRange(bytes, Math.min(header, bytes.length), bytes.length);
            return new Rtp(datagram.at, bytes[1] & 0x7f, (bytes[1] & 0x80) != 0, buffer.getShort(2) & 0xffff,
                    buffer.getInt(4) & 0xffffffffL,
                    buffer.getInt(8) & 0xffffffffL, payload);
        }
    }

    private Capture(Workspace workspace) {
        Path directory = workspace.directory("capture");
        file = directory.resolve("loopback-" + System.nanoTime() + ".pcap");
        program = Program.start("dumpcap", directory.resolve("dumpcap.log"),
                List.of(Peers.path("dumpcap"), "-i", "lo", "-P", "-q", "-s", "2000", "-B", "8", "-f", "udp", "-w", file.toString()));
        awaitCapturing();
    }

    /** Starts to listen. */
    public static Capture start(Workspace workspace) {
        Peers.require("dumpcap");
        return workspace.owns(new Capture(workspace));
    }

    private void awaitCapturing() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DatagramPacket probe = new DatagramPacket(PROBE, PROBE.length, InetAddress.getLoopbackAddress(), socket.getLocalPort());
            Await.until("dumpcap captures", Duration.ofSeconds(10), () -> {
                if (!program.isRunning()) {
                    Peers.miss("dumpcap may not capture here: " + program.output().strip());
                }
                socket.send(probe);
                return datagrams().stream().anyMatch(datagram -> datagram.destination == socket.getLocalPort());
            }, program::tail);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it, and makes everything readable. */
    public void stop() {
        program.close();
    }

    /** What it has seen so far. */
    public List<Datagram> datagrams() {
        List<Datagram> datagrams = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]).order(ByteOrder.LITTLE_ENDIAN);
            if (bytes.remaining() < 24) {
                return datagrams;
            }
            boolean nanos = bytes.getInt(0) == 0xa1b23c4d;
            bytes.position(24);
            while (bytes.remaining() >= 16) {
                Instant at = Instant.ofEpochSecond(bytes.getInt(), (long) bytes.getInt() * (nanos ? 1 : 1000));
                int length = bytes.getInt();
                bytes.getInt();
                if (bytes.remaining() < length) {
                    break;
                }
                byte[] frame = new byte[length];
                bytes.get(frame);
                add(datagrams, at, ByteBuffer.wrap(frame));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return datagrams;
    }

    private static void add(List<Datagram> datagrams, Instant at, ByteBuffer frame) {
        try {
            int ip = 14;
            boolean udp = frame.getShort(12) == 0x0800 && frame.get(ip + 9) == 17;
            if (udp) {
                int start = ip + (frame.get(ip) & 0x0f) * 4;
                int length = (frame.getShort(start + 4) & 0xffff) - 8;
                byte[] payload = new byte[length];
                frame.get(start + 8, payload);
                datagrams.add(new Datagram(at, frame.getShort(start) & 0xffff, frame.getShort(start + 2) & 0xffff, payload));
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            // cut off
        }
    }

    /** RTP that was sent to a port, in order of arrival. */
    public List<Rtp> rtpTo(int port) {
        return datagrams().stream().filter(datagram -> datagram.destination == port).map(Rtp::of).filter(rtp -> rtp != null).toList();
    }

    /** The sound of PCMU and PCMA packets that arrived between two moments, one after the other. */
    public static Wav sound(List<Rtp> packets, Instant from, Instant to) {
        List<Rtp> audio = packets.stream().filter(rtp -> !rtp.at.isBefore(from) && rtp.at.isBefore(to))
                .filter(rtp -> rtp.payloadType == 0 || rtp.payloadType == 8).toList();
        short[] samples = new short[audio.stream().mapToInt(rtp -> rtp.payload.length).sum()];
        int position = 0;
        for (Rtp rtp : audio) {
            for (byte code : rtp.payload) {
                samples[position++] = rtp.payloadType == 0 ? G711.ulaw(code) : G711.alaw(code);
            }
        }
        return new Wav(8000, samples);
    }

    @Override
    public void close() {
        program.close();
    }
}
