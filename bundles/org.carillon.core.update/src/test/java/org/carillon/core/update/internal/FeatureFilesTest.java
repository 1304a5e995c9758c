package org.carillon.core.update.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.carillon.core.update.internal.Snapshot.FeatureFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFilesTest {
    @TempDir
    private Path image;

    @BeforeEach
    void directory() throws Exception {
        Files.createDirectory(image.resolve("features"));
    }

    private void feature(String name, String symbolicName) throws Exception {
        Files.writeString(image.resolve("features").resolve(name + ".json"), """
                {"feature-resource-version": "1.0", "id": "org.carillon:org.carillon.features.%s:0.1.0",
                 "bundles": [{"id": "org.example:x:1", "start-order": 1, "symbolic-name": "%s"}]}""".formatted(name, symbolicName));
    }

    @Test
    void keepsTheProductsOrder() throws Exception {
        feature("a", "org.example.a");
        feature("b", "org.example.b");
        feature("c", "org.example.c");

        FeatureFiles files = new FeatureFiles(image, "c,a");

        assertThat(files.shipped()).extracting(FeatureFacts::name).containsExactly("c", "a");
        assertThat(files.others()).containsExactly(new FeatureFacts("b", "0.1.0", List.of("org.example.b")));
    }

    @Test
    void namesTheBrokenFile() throws Exception {
        Files.writeString(image.resolve("features/odd.json"), "{}");
        assertThatThrownBy(() -> new FeatureFiles(image, "")).hasMessageContaining("odd.json");
    }

    @Test
    void doesWithoutAnImage() {
        assertThat(new FeatureFiles(image.resolve("nowhere"), "").shipped()).isEmpty();
    }
}
