package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.carillon.core.provisioning.internal.Transfer.Result;
import org.carillon.core.provisioning.internal.Transfer.Validators;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that real ones are not: they refuse options, lose packets, never end, send nonsense. */
@Timeout(30)
class TftpTransferTest {
    private static final byte[] OPTIONS_REFUSED = error(8, "no options");

    private final byte[] file = new byte[5_000];
    private final List<String> received = new CopyOnWriteArrayList<>();
    private DatagramSocket server;
    private volatile SocketAddress client;

    /** Starts a server that answers each packet by what it is told to send. */
    private URI serve(BiConsumer<ByteBuffer, Answer> behaviour) throws IOException {
        new Random(1).nextBytes(file);
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        DatagramSocket own = server;
        Thread.ofVirtual().start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            while (!own.isClosed()) {
                try {
                    packet.setLength(2_000);
                    own.receive(packet);
                    client = packet.getSocketAddress();
                    ByteBuffer message = ByteBuffer.wrap(Arrays.copyOf(packet.getData(), packet.getLength()));
                    received.add(message.getShort(0) + " " + (message.limit() >= 4 ? message.getShort(2) : 0));
                    behaviour.accept(message, bytes -> {
                        try {
                            own.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                } catch (SocketException e) {
                    return;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        return URI.create("tftp://127.0.0.1:" + server.getLocalPort() + "/dir/config.xml");
    }

    @FunctionalInterface
    private interface Answer {
        void send(byte[] bytes);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static Result get(URI uri, int maxBytes) {
        return new TftpTransfer(System::nanoTime, Duration.ofSeconds(1), Duration.ofSeconds(2)).get(uri, Validators.NONE, maxBytes);
    }

    private static byte[] packet(int kind, int number, byte[] rest) {
        return ByteBuffer.allocate(4 + rest.length).putShort((short) kind).putShort((short) number).put(rest).array();
    }

    private static byte[] error(int code, String text) {
        return packet(5, code, (text + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] oack(String options) {
        byte[] text = options.replace(' ', '\0').concat("\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length).putShort((short) 6).put(text).array();
    }

    private byte[] block(int number, int size) {
        int from = Math.min(file.length, (number - 1) * size);
        return packet(3, number, Arrays.copyOfRange(file, from, Math.min(file.length, from + size)));
    }

    private static boolean isRequest(ByteBuffer message) {
        return message.getShort(0) == 1;
    }

    private static boolean isAck(ByteBuffer message) {
        return message.getShort(0) == 4;
    }

    @Test
    void aServerThatKnowsOptionsSendsLargeBlocks() throws IOException {
        URI uri = serve((message, answer) -> {
            if (isRequest(message)) {
                assertThat(new String(message.array(), 2, message.limit() - 2, StandardCharsets.US_ASCII))
                        .isEqualTo("dir/config.xml\0octet\0blksize\0" + "1428\0tsize\0" + "0\0");
                answer.send(oack("blksize 1024 tsize 5000"));
            } else if (isAck(message)) {
                answer.send(block(message.getShort(2) + 1, 1024));
            }
        });
        assertThat(get(uri, 5_000).content()).isEqualTo(file);
        assertThat(received).containsExactly("1 25705", "4 0", "4 1", "4 2", "4 3", "4 4", "4 5");
    }

    @Test
    void oneThatIgnoresOptionsSendsSmallOnes() throws IOException {
        URI uri = serve((message, answer) -> answer.send(block(isRequest(message) ? 1 : message.getShort(2) + 1, 512)));
        assertThat(get(uri, 5_000).content()).isEqualTo(file);
    }

    @Test
    void oneThatRefusesOptionsIsAskedWithout() throws IOException {
        URI uri = serve((message, answer) -> {
            boolean options = isRequest(message) && new String(message.array(), StandardCharsets.US_ASCII).contains("blksize");
            answer.send(options ? OPTIONS_REFUSED : block(isRequest(message) ? 1 : message.getShort(2) + 1, 512));
        });
        assertThat(get(uri, 5_000).content()).isEqualTo(file);
    }

    @Test
    void whatIsLostIsAskedForAgain() throws IOException {
        URI uri = serve((message, answer) -> {
            if (!isRequest(message) && message.getShort(2) == 3 && received.stream().filter("4 3"::equals).count() == 1) {
                return;
            }
            int next = isRequest(message) ? 1 : message.getShort(2) + 1;
            answer.send(block(next, 512));
            answer.send(block(next, 512));
        });
        assertThat(get(uri, 5_000).content()).isEqualTo(file);
    }

    @Test
    void strangersArePartOfNoTransfer() throws IOException {
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            byte[] forged = new byte[512];
            URI uri = serve((message, answer) -> {
                int next = isRequest(message) ? 1 : message.getShort(2) + 1;
                if (next == 4) {
                    send(stranger, packet(3, next, forged));
                }
                answer.send(block(next, 512));
            });
            assertThat(get(uri, 5_000).content()).isEqualTo(file);
            stranger.setSoTimeout(5_000);
            DatagramPacket refusal = new DatagramPacket(new byte[100], 100);
            stranger.receive(refusal);
            assertThat(ByteBuffer.wrap(refusal.getData()).getInt()).as("error 5").isEqualTo(0x00050005);
        }
    }

    private void send(DatagramSocket from, byte[] bytes) {
        try {
            from.send(new DatagramPacket(bytes, bytes.length, client));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void missingFilesAndRefusalsAreTold() throws IOException {
        URI uri = serve((message, answer) -> answer.send(error(1, "File not found")));
        assertThat(get(uri, 5_000).status()).isEqualTo(404);
        stop();
        assertThat(get(serve((message, answer) -> answer.send(error(2, "Access\nviolation"))), 5_000).error())
                .isEqualTo("TFTP error 2: Accessviolation");
    }

    @Test
    void anEndlessFileIsBoundedInSizeAndTime() throws IOException {
        byte[] full = new byte[512];
        URI endless = serve((message, answer) -> answer.send(packet(3, isRequest(message) ? 1 : message.getShort(2) + 1, full)));
        assertThat(get(endless, 5_000).error()).startsWith("larger than");
        stop();
        URI announced = serve((message, answer) -> answer.send(oack("tsize 100000000")));
        assertThat(get(announced, 5_000).error()).startsWith("larger than");
        stop();
        URI slow = serve((message, answer) -> {
            if (isRequest(message)) {
                answer.send(packet(3, 1, full));
            }
        });
        assertThat(get(slow, 5_000).error()).isEqualTo("not finished within 2 s");
    }

    @Test
    void silenceIsGivenUpInTime() throws IOException {
        long begun = System.nanoTime();
        assertThat(get(serve((message, answer) -> {}), 5_000).error()).isEqualTo("no answer from 127.0.0.1 within 1 s");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void nonsenseEndsIt() throws IOException {
        for (byte[] nonsense : List.of(packet(9, 1, new byte[3]), packet(3, 1, new byte[600]), oack("blksize 70000"), oack("blksize -1"))) {
            assertThat(get(serve((message, answer) -> answer.send(nonsense)), 5_000).content()).isNull();
            stop();
        }
        assertThat(get(serve((message, answer) -> answer.send(new byte[]{0})), 5_000).error()).contains("no answer");
    }
}
