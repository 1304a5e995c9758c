package org.carillon.api.media;

import java.util.List;

/** A signal that the phone makes by itself, played part after part, again and again. */
public record Tone(List<Part> parts) {
    public Tone {
        parts = List.copyOf(parts);
        if (parts.stream().mapToInt(Part::millis).sum() <= 0) {
            throw new IllegalArgumentException("a tone lasts 1 ms at least");
        }
    }

    /**
     * Sound of one or two sines, or silence.
     *
     * @param first
     *            hertz, below 8000; 0 for silence
     * @param second
     *            hertz, below 8000; 0 for none
     * @param millis
     *            how long, not negative
     */
    public record Part(int first, int second, int millis) {}
}
