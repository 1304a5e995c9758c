package org.carillon.sim.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes wrong messages of right ones, for parsers that must stand them: the same ones each time for the same seed. Not thread-safe. */
public final class Mutator {
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_PIECE = 64;
    private static final int MOST_COPIES = 40;
    private static final List<String> NUMBERS = List.of("0", "-1", "1", "007", "127", "128", "255", "256", "32768", "65535", "65536",
            "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775808", "99999999999999999999999999", "1e9", "0x10",
            "1.5", "");
    private static final List<String> PIECES = List.of("\r\n", "\r\n\r\n", "\n", "\r", "\r\n ", "\0", ":", ";", ";;", ",", ",,", "\"",
            "\\\"",
            "<", ">", "<>", "@", "=", "/", "%", "%00", "%zz", "[", "]", "[::1]", "*", "?", "&", " ", "\t", "\u00ff\u00fe", "\u00c3\u00a9",
            "$(x)", "{}", "()", "SIP/2.0", "v=0", "m=", "a=");

    private final Random random;
    private final int longest;
    private byte[] data = {};
    private int length;

    /**
     * @param longest
     *            most bytes of a message
     */
    public Mutator(long seed, int longest) {
        random = new Random(seed);
        this.longest = longest;
    }

    /** For other choices that should come out the same each time. */
    public Random random() {
        return random;
    }

    /** One of these with one to six changes; now and then as it is, or nothing but noise. */
    public byte[] next(List<byte[]> samples) {
        int kind = random.nextInt(50);
        if (kind == 0) {
            return noise(Math.min(longest, random.nextInt(1, 200)));
        }
        data = samples.get(random.nextInt(samples.size())).clone();
        length = data.length;
        for (int i = kind == 1 ? 0 : random.nextInt(1, MOST_CHANGES + 1); i > 0; i--) {
            change(samples);
        }
        return Arrays.copyOf(data, Math.min(length, longest));
    }

    /** Random bytes. */
    public byte[] noise(int size) {
        var bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void change(List<byte[]> samples) {
        int at = random.nextInt(length + 1);
        switch (random.nextInt(11)) {
            case 0 -> set(at, random.nextInt(256));
            case 1 -> set(at, at < length ? data[at] ^ 1 << random.nextInt(8) : 0);
            case 2 -> replace(at, 0, noise(random.nextInt(1, 16)));
            case 3 -> replace(at, piece(at), new byte[0]);
            case 4 -> repeat(at, piece(at));
            case 5 -> splice(at, samples.get(random.nextInt(samples.size())));
            case 6 -> number(at);
            case 7 -> replace(at, 0, bytes(PIECES.get(random.nextInt(PIECES.size()))));
            case 8 -> line(at);
            case 9 -> replace(at, Math.min(2, length - at), new byte[]{(byte) -random.nextInt(2), (byte) random.nextInt(256)});
            default -> length = random.nextInt(4) == 0 ? at : length;
        }
    }

    private int piece(int at) {
        return Math.min(length - at, random.nextInt(1, LONGEST_PIECE));
    }

    private void set(int at, int value) {
        if (at < length) {
            data[at] = (byte) value;
        }
    }

    private void repeat(int at, int size) {
        var piece = Arrays.copyOfRange(data, at, at + size);
        for (int i = random.nextInt(8) == 0 ? MOST_COPIES : 1; i > 0; i--) {
            replace(at, 0, piece);
        }
    }

    private void splice(int at, byte[] other) {
        int from = random.nextInt(other.length + 1);
        replace(at, piece(at), Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(1, LONGEST_PIECE))));
    }

    /** Puts another number in the place of the next one. */
    private void number(int at) {
        int from = at;
        while (from < length && !Character.isDigit(data[from])) {
            from++;
        }
        int to = from;
        while (to < length && Character.isDigit(data[to])) {
            to++;
        }
        replace(from, to - from, bytes(NUMBERS.get(random.nextInt(NUMBERS.size()))));
    }

    /** Takes the line out, or says it twice, at once or further down. */
    private void line(int at) {
        int from = at;
        while (from > 0 && data[from - 1] != '\n') {
            from--;
        }
        int to = at;
        while (to < length && data[to] != '\n') {
            to++;
        }
        to = Math.min(length, to + 1);
        var line = Arrays.copyOfRange(data, from, to);
        switch (random.nextInt(3)) {
            case 0 -> replace(from, to - from, new byte[0]);
            case 1 -> replace(from, 0, line);
            default -> replace(random.nextInt(length + 1), 0, line);
        }
    }

    private void replace(int at, int gone, byte[] by) {
        int rest = length - at - gone;
        if (at + by.length + rest > 2 * longest) {
            return;
        }
        var changed = new byte[at + by.length + rest];
        System.arraycopy(data, 0, changed, 0, at);
        System.arraycopy(by, 0, changed, at, by.length);
        System.arraycopy(data, at + gone, changed, at + by.length, rest);
        data = changed;
        length = changed.length;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
