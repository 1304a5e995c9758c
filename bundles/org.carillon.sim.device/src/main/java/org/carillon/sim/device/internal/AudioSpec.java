package org.carillon.sim.device.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What {@code --audio} may say. */
sealed interface AudioSpec {
    String PERMITTED = "null, panel, tone:HZ with 20 to 20000 Hz, or wav:IN.wav:OUT.wav with either side empty";

    /** Silence. */
    record Null() implements AudioSpec {}

    /** A tone. */
    record Sine(double hertz) implements AudioSpec {}

    /** Files; null for none. */
    record Wav(Path in, Path out) implements AudioSpec {}

    /**
     * @throws IllegalArgumentException
     *             when the text is none of those permitted; the message says why
     */
    static AudioSpec parse(String text) {
        String[] words = text.split(":", -1);
        return switch (words[0]) {
            case "null" -> {
                check(words.length == 1, "null takes nothing");
                yield new Null();
            }
            case "tone" -> {
                check(words.length == 2 && words[1].matches("\\d{2,5}(\\.\\d{1,6})?"), "no frequency");
                double hertz = Double.parseDouble(words[1]);
                check(hertz >= 20 && hertz <= 20_000, "not an audible frequency");
                yield new Sine(hertz);
            }
            case "wav" -> {
                check(words.length == 3, "two file names with a colon between");
                yield new Wav(path(words[1]), path(words[2]));
            }
            // the panel brings a device of its own, of a higher ranking
            case "panel" -> {
                check(words.length == 1, "panel takes nothing");
                yield new Null();
            }
            case "device" -> throw new IllegalArgumentException("not available in this build");
            default -> throw new IllegalArgumentException("unknown");
        };
    }

    private static Path path(String text) {
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no file name: " + e.getReason(), e);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
