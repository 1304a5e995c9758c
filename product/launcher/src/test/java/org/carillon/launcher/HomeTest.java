package org.carillon.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path directory;

    @Test
    void isForTheOwnerAlone() throws Exception {
        Path path = directory.resolve("deep/home");
        try (Home home = Home.take(path)) {
            assertThat(home.directory()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent()))).isEqualTo("rwx------");
        }
    }

    @Test
    void isTakenOnceAtATime() throws Exception {
        Path path = directory.resolve("home");
        try (Home home = Home.take(path)) {
            assertThatThrownBy(() -> Home.take(home.directory())).isInstanceOf(LaunchException.class)
                    .hasMessage("home " + path + " is in use by another phone");
        }
        Home.take(path).close();
    }

    @Test
    void saysWhyItCannotBeRead() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> Home.take(file)).hasMessage("home " + file + " is unreadable: " + file + " is no directory");
        assertThatThrownBy(() -> Home.take(file.resolve("below"))).isInstanceOf(LaunchException.class).hasMessageContaining("unreadable");
        assertThatThrownBy(() -> Home.take(directory.resolve("x".repeat(100)))).hasMessageContaining("too long");
    }

    @Test
    void standsUnderTheUsersHomeByDefault() {
        assertThat(Home.standard("M7s Pro", "3C28A6200088"))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".carillon", "M7sPro-3C28A6200088"));
    }
}
