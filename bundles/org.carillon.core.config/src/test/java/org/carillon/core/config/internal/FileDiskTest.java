package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    @TempDir
    Path home;

    @Test
    void onlyTheOwnerMayLook() throws Exception {
        Path directory = home.resolve("a/config");
        try (FileDisk disk = new FileDisk(directory)) {
            disk.append("one", new byte[]{1});
            disk.force("one");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("one")))).isEqualTo("rw-------");
    }

    @Test
    void aRenamedFileIsWrittenOn() throws Exception {
        try (FileDisk disk = new FileDisk(home)) {
            disk.append("new", new byte[]{1});
            disk.append("old", new byte[]{9});
            disk.rename("new", "old");
            disk.append("old", new byte[]{2});
            disk.append("new", new byte[]{3});
            disk.force("old");
            disk.forceDirectory();
            assertThat(disk.list()).containsExactly("new", "old");
            assertThat(disk.read("old")).containsExactly(1, 2);
            assertThat(disk.read("new")).containsExactly(3);
            disk.delete("new");
            assertThat(disk.list()).containsExactly("old");
        }
    }

    @Test
    void anInterruptDoesNoHarm() throws Exception {
        try (FileDisk disk = new FileDisk(home)) {
            Journal journal = new Journal(disk, Keys.sealing(), () -> 0, message -> {});
            Thread.currentThread().interrupt();
            journal.commit("test", List.of(new Change(Layer.USER, "Lamp", new Entry("1", false, "ctl"))));
            assertThat(Thread.interrupted()).isTrue();
            journal.commit("test", List.of(new Change(Layer.USER, "Lamp", new Entry("2", false, "ctl"))));
        }
        try (FileDisk disk = new FileDisk(home)) {
            assertThat(new Journal(disk, Keys.sealing(), () -> 0, message -> {}).state().get(Layer.USER, "Lamp").value()).isEqualTo("2");
        }
    }
}
