package org.carillon.core.provisioning.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads files by TFTP (RFC 1350), in blocks as large as an Ethernet frame where the server knows the option (RFC 2347, 2348, 2349). Packets of
 * another host or port than the one that answered first are no part of the transfer. There is no conditional request: each is a download.
 */
final class TftpTransfer implements Transfer {
    private static final int PORT = 69;
    private static final int BLOCK = 512;
    private static final int LARGE_BLOCK = 1428;
    private static final int LEAST_BLOCK = 8;
    private static final int RRQ = 1;
    private static final int DATA = 3;
    private static final int ACK = 4;
    private static final int ERROR = 5;
    private static final int OACK = 6;
    private static final int NOT_FOUND = 1;
    private static final int DISK_FULL = 3;
    private static final int ILLEGAL = 4;
    private static final int UNKNOWN_PORT = 5;
    private static final int OPTIONS_REFUSED = 8;
    private static final Duration RESEND = Duration.ofSeconds(1);
    private static final int LONGEST_TEXT = 80;

    private final LongSupplier nanoTime;
    private final Duration connect;
    private final Duration attempt;

    /**
     * @param connect
     *            how long the first answer may take
     * @param attempt
     *            how long a file may take
     */
    TftpTransfer(LongSupplier nanoTime, Duration connect, Duration attempt) {
        this.nanoTime = nanoTime;
        this.connect = connect;
        this.attempt = attempt;
    }

    @Override
    public Result get(URI uri, Validators known, int maxBytes) {
        try (DatagramSocket socket = new DatagramSocket()) {
            InetAddress server = InetAddress.getByName(uri.getHost());
            return new Reading(socket, server, uri, maxBytes).run();
        } catch (UnknownHostException e) {
            return Result.failed(0, "no address for " + uri.getHost());
        } catch (SocketTimeoutException e) {
            return Result.failed(0, e.getMessage());
        } catch (Refusal e) {
            return Result.failed(e.status, e.getMessage());
        } catch (IOException e) {
            return Result.failed(0, "TFTP: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        // each file has a socket of its own
    }

    /** The server or the phone ends the transfer. */
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** One file. */
    private final class Reading {
        private final DatagramSocket socket;
        private final InetAddress server;
        private final URI uri;
        private final int maxBytes;
        private final long begun = nanoTime.getAsLong();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final DatagramPacket packet = new DatagramPacket(new byte[4 + LARGE_BLOCK], 4 + LARGE_BLOCK);
        private int port;
        private int blockSize = BLOCK;
        private int block;
        private byte[] sent;

        Reading(DatagramSocket socket, InetAddress server, URI uri, int maxBytes) {
            this.socket = socket;
            this.server = server;
            this.uri = uri;
            this.maxBytes = maxBytes;
        }

        Result run() throws IOException {
            send(request(true));
            while (!took(receive())) {
                // until the last block
            }
            return new Result(200, content.toByteArray(), Validators.NONE, "");
        }

        private byte[] request(boolean options) {
            String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
            String text = path + "\0octet\0" + (options ? "blksize\0" + LARGE_BLOCK + "\0tsize\0" + "0\0" : "");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(2 + bytes.length).putShort((short) RRQ).put(bytes).array();
        }

        private void send(byte[] bytes) throws IOException {
            sent = bytes;
            int to = port != 0 ? port : uri.getPort() > 0 ? uri.getPort() : PORT;
            socket.send(new DatagramPacket(bytes, bytes.length, server, to));
        }

        /** The next packet of this transfer; what was sent last is sent again meanwhile. */
        private ByteBuffer receive() throws IOException {
            while (true) {
                Duration left = left();
                socket.setSoTimeout((int) Math.max(1, Math.min(left.toMillis(), RESEND.toMillis())));
                try {
                    packet.setLength(4 + LARGE_BLOCK);
                    socket.receive(packet);
                    if (isOurs()) {
                        return ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                    }
                } catch (SocketTimeoutException e) {
                    left();
                    send(sent);
                }
            }
        }

        private Duration left() throws SocketTimeoutException {
            Duration gone = Duration.ofNanos(nanoTime.getAsLong() - begun);
            if (port == 0 && gone.compareTo(connect) >= 0) {
                throw new SocketTimeoutException("no answer from " + uri.getHost() + " within " + connect.toSeconds() + " s");
            }
            if (gone.compareTo(attempt) >= 0) {
                throw new SocketTimeoutException("not finished within " + attempt.toSeconds() + " s");
            }
            return (port == 0 && connect.compareTo(attempt) < 0 ? connect : attempt).minus(gone);
        }

        private boolean isOurs() throws IOException {
            if (!packet.getAddress().equals(server) || packet.getLength() < 4) {
                return false;
            }
            if (port != 0 && packet.getPort() != port) {
                byte[] refusal = error(UNKNOWN_PORT, "unknown transfer");
                socket.send(new DatagramPacket(refusal, refusal.length, packet.getSocketAddress()));
                return false;
            }
            return true;
        }

        /** True when that was the last block. */
        private boolean took(ByteBuffer message) throws IOException {
            int kind = message.getShort();
            if (kind == ERROR) {
                refused(message);
                return false;
            }
            port = packet.getPort();
            if (kind == OACK && block == 0) {
                agree(message);
                send(ack());
                return false;
            }
            if (kind != DATA) {
                throw end(ILLEGAL, "the server sent what is no part of a download");
            }
            return took(message.getShort() & 0xffff, message);
        }

        private boolean took(int number, ByteBuffer data) throws IOException {
            if (number != (block + 1 & 0xffff)) {
                if (number == block) {
                    send(ack());
                }
                return false;
            }
            int length = data.remaining();
            if (length > blockSize) {
                throw end(ILLEGAL, "the server sent a block of " + length + " bytes; " + blockSize + " were agreed");
            }
            if (content.size() + length > maxBytes) {
                throw end(DISK_FULL, Downloader.tooLarge(maxBytes));
            }
            content.write(data.array(), data.position(), length);
            block = number;
            send(ack());
            return length < blockSize;
        }

        private void agree(ByteBuffer message) throws IOException {
            String[] words = text(message).split("\0");
            for (int i = 0; i + 1 < words.length; i += 2) {
                long value = words[i + 1].matches("\\d{1,18}") ? Long.parseLong(words[i + 1]) : -1;
                if (words[i].equalsIgnoreCase("tsize") && value > maxBytes) {
                    throw end(DISK_FULL, Downloader.tooLarge(maxBytes));
                }
                if (words[i].equalsIgnoreCase("blksize")) {
                    if (value < LEAST_BLOCK || value > LARGE_BLOCK) {
                        throw end(OPTIONS_REFUSED,
                                "the server wants blocks of " + value + " bytes; at most " + LARGE_BLOCK + " were offered");
                    }
                    blockSize = (int) value;
                }
            }
        }

        /** Asks without options where the server refuses them. */
        private void refused(ByteBuffer message) throws IOException {
            int code = message.getShort();
            if (code == OPTIONS_REFUSED && port == 0) {
                send(request(false));
                return;
            }
            String text = text(message).replaceAll("[^\\x20-\\x7e]", "");
            throw new Refusal(code == NOT_FOUND ? 404 : 500,
                    "TFTP error " + code + ": " + text.substring(0, Math.min(LONGEST_TEXT, text.length())));
        }

        private byte[] ack() {
            return ByteBuffer.allocate(4).putShort((short) ACK).putShort((short) block).array();
        }

        private Refusal end(int code, String why) throws IOException {
            send(error(code, why));
            return new Refusal(500, why);
        }

        private static byte[] error(int code, String text) {
            byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(4 + bytes.length).putShort((short) ERROR).putShort((short) code).put(bytes).array();
        }

        private static String text(ByteBuffer message) {
            return StandardCharsets.UTF_8.decode(message).toString();
        }
    }
}
