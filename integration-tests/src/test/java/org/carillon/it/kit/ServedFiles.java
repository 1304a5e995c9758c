package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** What nginx serves. Each content gets a time of its own: nginx knows in whole seconds whether a file was modified. */
final class ServedFiles {
    private final Path directory;
    private Instant modified = Instant.now().minus(Duration.ofHours(1));

    ServedFiles(Path directory) {
        this.directory = directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    void put(String name, byte[] content) {
        try {
            Files.write(path(name), content);
            modified = modified.plusSeconds(1);
            Files.setLastModifiedTime(path(name), FileTime.from(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
