package org.carillon.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampTest {
    @TempDir
    private Path image;
    private Path cache;
    private Path jar;

    @BeforeEach
    void image() throws IOException {
        cache = image.resolve("phone.aot");
        jar = Files.writeString(Files.createDirectories(image.resolve("plugins")).resolve("one.jar"), "one");
    }

    @Test
    void isTheSameWhileNothingChanges() throws IOException {
        String before = Stamp.of(image, cache);
        Files.writeString(cache, "trained");
        assertThat(Stamp.of(image, cache)).isEqualTo(before).contains(System.getProperty("java.home")).endsWith("\n");
    }

    @Test
    void changesWithContentAndNames() throws IOException {
        String before = Stamp.of(image, cache);
        Files.writeString(jar, "two");
        String changed = Stamp.of(image, cache);
        assertThat(changed).isNotEqualTo(before);
        Files.move(jar, jar.resolveSibling("two.jar"));
        assertThat(Stamp.of(image, cache)).isNotEqualTo(changed);
    }
}
