package org.carillon.core.media.internal.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opus packets in an Ogg stream (RFC 3533, RFC 7845), as far as ffmpeg and tests need it: one packet in a page. */
final class Ogg {
    private static final int SERIAL = 1;
    private static final int POLYNOMIAL = 0x04c11db7;
    private static final int HEADERS = 2;

    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private int sequence;

    private Ogg() {}

    /**
     * @param samples
     *            of 48 kHz in each packet
     */
    static byte[] write(List<byte[]> packets, int samples) {
        Ogg ogg = new Ogg();
        ogg.page(ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN).put(ascii("OpusHead")).put((byte) 1).put((byte) 1)
                .putShort((short) 0)
                .putInt(48_000).putShort((short) 0).put((byte) 0).array(), 0, 2);
        ogg.page(ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN).put(ascii("OpusTags")).putInt(1).put((byte) 'x').putInt(0).array(),
                0,
                0);
        for (int i = 0; i < packets.size(); i++) {
            ogg.page(packets.get(i), (i + 1L) * samples, i == packets.size() - 1 ? 4 : 0);
        }
        return ogg.pages.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void page(byte[] packet, long position, int flags) {
        int segments = packet.length / 255 + 1;
        ByteBuffer page = ByteBuffer.allocate(27 + segments + packet.length).order(ByteOrder.LITTLE_ENDIAN);
        page.put(ascii("OggS")).put((byte) 0).put((byte) flags).putLong(position).putInt(SERIAL).putInt(sequence++).putInt(0)
                .put((byte) segments);
        for (int i = 0; i < segments; i++) {
            page.put((byte) Math.min(255, packet.length - 255 * i));
        }
        page.put(packet).putInt(22, checksum(page.array()));
        pages.writeBytes(page.array());
    }

    private static int checksum(byte[] page) {
        int sum = 0;
        for (byte octet : page) {
            sum ^= (octet & 0xff) << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum << 1 ^ (sum < 0 ? POLYNOMIAL : 0);
            }
        }
        return sum;
    }

    /** The audio packets of a stream. */
    static List<byte[]> read(byte[] stream) {
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        for (int at = 0; at < stream.length;) {
            int segments = stream[at + 26] & 0xff;
            int content = at + 27 + segments;
            for (int i = 0; i < segments; i++) {
                int length = stream[at + 27 + i] & 0xff;
                packet.writeBytes(Arrays.copyOfRange(stream, content, content + length));
                content += length;
                if (length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            at = content;
        }
        return packets.subList(HEADERS, packets.size());
    }
}
