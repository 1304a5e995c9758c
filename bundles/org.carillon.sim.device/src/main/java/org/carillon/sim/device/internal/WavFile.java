package org.carillon.sim.device.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A WAV file of 16-bit mono PCM that is read round and round. One thread's. */
final class WavFile implements AutoCloseable, Resampler.Source {
    static final Set<Integer> RATES = Set.of(8000, 16000, 48000);
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int PCM = 1;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private int rate;
    private long start;
    private long end;
    private long position;

    private WavFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws IOException
     *             when the file cannot be read or is of another kind; the message says what was expected
     */
    static WavFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            WavFile file = new WavFile(channel);
            file.readHeader();
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        ByteBuffer riff = read(0, 12);
        check(riff.getInt(0) == RIFF && riff.getInt(8) == WAVE, "no WAV file");
        long at = 12;
        while (end == 0) {
            ByteBuffer chunk = read(at, 8);
            long length = Integer.toUnsignedLong(chunk.getInt(4));
            if (chunk.getInt(0) == FORMAT) {
                readFormat(read(at + 8, 16));
            } else if (chunk.getInt(0) == DATA) {
                start = at + 8;
                // a length of 0 or -1 was left by who wrote to a pipe or was killed
                long rest = channel.size() - start;
                end = start + (length == 0 || length > rest ? rest : length) / 2 * 2;
            }
            at += 8 + length + (length & 1);
        }
        check(rate != 0, "no format before the data");
        check(end > start, "no sample in it");
        position = start;
    }

    private void readFormat(ByteBuffer format) throws IOException {
        check(format.getShort(0) == PCM && format.getShort(2) == 1 && format.getShort(14) == 16 && RATES.contains(format.getInt(4)),
                "expected 16-bit mono PCM of 8, 16 or 48 kHz");
        rate = format.getInt(4);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            check(channel.read(bytes, at + bytes.position()) > 0, "it ends too early");
        }
        return bytes.flip();
    }

    private static void check(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }

    int rate() {
        return rate;
    }

    @Override
    public short next() throws IOException {
        if (!buffer.hasRemaining()) {
            position = position == end ? start : position;
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
            while (buffer.hasRemaining()) {
                check(channel.read(buffer, position + buffer.position()) > 0, "it became shorter");
            }
            position += buffer.flip().remaining();
        }
        return buffer.getShort();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
