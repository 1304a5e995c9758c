package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactoryResetTest {
    private static final List<String> FILES = List.of("config/parameters.journal", "config/parameters.old", "hardware/storage.key",
            "https.pem", "osgi/1/data", "trusted/ca.pem");

    @TempDir
    private Path directory;

    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(directory.resolve(name));
        for (String file : FILES) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), "the owner's");
        }
        return home;
    }

    private static List<String> content(Path home) throws IOException {
        try (Stream<Path> entries = Files.walk(home)) {
            return entries.filter(Files::isRegularFile).map(file -> home.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void withoutTheMarkerNothingIsTouched() throws Exception {
        Path home = home("home");
        Home.take(home).close();
        assertThat(content(home)).containsAll(FILES);
    }

    @Test
    void withTheMarkerNothingIsLeftBehind() throws Exception {
        Path home = home("home");
        Files.createFile(home.resolve(FactoryReset.MARKER));
        Home.take(home).close();
        assertThat(content(home)).containsExactly("lock");
        assertThat(home.resolve("config")).doesNotExist();
    }

    /** Killed behind any of its steps, a reset is ended by the next start. */
    @Test
    void aResetThatWasCutIsEnded() throws Exception {
        int entries = 5;
        for (int cut = 0; cut <= entries; cut++) {
            Path home = home("home-" + cut);
            Files.createFile(home.resolve(FactoryReset.MARKER));
            List<String> erased = new ArrayList<>();
            int last = cut;
            assertThatThrownBy(() -> FactoryReset.finish(home, entry -> {
                if (erased.size() == last) {
                    throw new IOException("killed");
                }
                FactoryReset.erase(entry);
                erased.add(entry.getFileName().toString());
            })).hasMessage("killed");
            assertThat(erased).isEqualTo(List.of("hardware", "config", "https.pem", "osgi", "trusted").subList(0, cut));
            assertThat(content(home)).contains(FactoryReset.MARKER);
            Home.take(home).close();
            assertThat(content(home)).as("cut behind %s", erased).containsExactly("lock");
        }
    }

    @Test
    void aLinkGoesAndWhatItLeadsToStays() throws Exception {
        Path home = home("home");
        Path other = Files.writeString(Files.createDirectory(directory.resolve("other")).resolve("file"), "somebody else's");
        Files.createSymbolicLink(home.resolve("link"), other.getParent());
        Files.createFile(home.resolve(FactoryReset.MARKER));
        Home.take(home).close();
        assertThat(content(home)).containsExactly("lock");
        assertThat(other).hasContent("somebody else's");
    }
}
