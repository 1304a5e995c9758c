package org.carillon.it.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * 16-bit mono samples.
 *
 * @param rate
 *            samples per second
 */
public record Wav(int rate, short[] samples) {
    private static final int HEADER = 44;

    /** A sine of that frequency. */
    public static Wav tone(int hz, double seconds, int rate) {
        short[] samples = new short[(int) (seconds * rate)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8000 * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return new Wav(rate, samples);
    }

    /** Reads a file, also one whose writer has not closed it: everything after the start of its data chunk. Two channels are mixed. */
    public static Wav read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int rate = 8000;
            int channels = 1;
            int position = 12;
            while (position + 8 <= bytes.limit()) {
                int id = bytes.getInt(position);
                int size = bytes.getInt(position + 4);
                if (id == 0x20746d66) { // "fmt "
                    channels = bytes.getShort(position + 10);
                    require(bytes.getShort(position + 8) == 1 && channels >= 1 && channels <= 2 && bytes.getShort(position + 22) == 16,
                            file);
                    rate = bytes.getInt(position + 12);
                } else if (id == 0x61746164) { // "data"
                    return new Wav(rate,
                            mixed(bytes.position(position + 8).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer(), channels));
                }
                position += 8 + size + (size & 1);
            }
            return new Wav(rate, new short[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Length of a file whose header has no more than it must. */
    static double seconds(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER)).order(ByteOrder.LITTLE_ENDIAN);
            return header.limit() < HEADER ? 0 : (Files.size(file) - HEADER) / (2.0 * header.getShort(22)) / header.getInt(24);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static short[] mixed(ShortBuffer data, int channels) {
        short[] samples = new short[data.remaining() / channels];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += data.get();
            }
            samples[i] = (short) (sum / channels);
        }
        return samples;
    }

    private static void require(boolean condition, Path file) {
        if (!condition) {
            throw new AssertionError(file + " is no 16-bit PCM of one or two channels");
        }
    }

    /** Writes it at once, so that no reader ever sees a part. */
    public void write(Path file) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x46464952).putInt(HEADER - 8 + samples.length * 2).putInt(0x45564157);
        bytes.putInt(0x20746d66).putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2).putShort((short) 2)
                .putShort((short) 16);
        bytes.putInt(0x61746164).putInt(samples.length * 2);
        for (short sample : samples) {
            bytes.putShort(sample);
        }
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, bytes.array());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double seconds() {
        return (double) samples.length / rate;
    }

    /** The part between two moments in seconds. */
    public Wav between(double from, double to) {
        int start = Math.min(samples.length, (int) (from * rate));
        int end = Math.min(samples.length, (int) (to * rate));
        return new Wav(rate, java.util.Arrays.copyOfRange(samples, start, Math.max(start, end)));
    }
}
