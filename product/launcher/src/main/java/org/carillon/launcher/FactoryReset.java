package org.carillon.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends a factory reset before anything reads the home: whoever asks for one leaves a marker, which goes last. A home without the marker is
 * as it was, one with it is empty after the next start, whatever happens in between.
 */
final class FactoryReset {
    /** Name of the marker, which the bundle core.device writes. */
    static final String MARKER = "reset";
    /** Where the key to all secrets is kept: it goes first. */
    private static final String HARDWARE = "hardware";
    private static final String LOCK = "lock";

    /** Deletes a file, a link, or a directory with all that is in it. */
    interface Eraser {
        void erase(Path entry) throws IOException;
    }

    private FactoryReset() {}

    /** Empties the home if it is marked, but for the lock that this process holds. */
    static void finish(Path home) throws IOException {
        finish(home, FactoryReset::erase);
    }

    static void finish(Path home, Eraser eraser) throws IOException {
        Path marker = home.resolve(MARKER);
        if (!Files.exists(marker)) {
            return;
        }
        for (Path entry : entries(home)) {
            eraser.erase(entry);
        }
        force(home);
        eraser.erase(marker);
        force(home);
    }

    private static List<Path> entries(Path home) throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            return entries.filter(entry -> !List.of(MARKER, LOCK).contains(entry.getFileName().toString()))
                    .sorted(Comparator.comparing((Path entry) -> !entry.endsWith(HARDWARE)).thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    static void erase(Path entry) throws IOException {
        Trees.delete(entry);
        Files.deleteIfExists(entry);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
