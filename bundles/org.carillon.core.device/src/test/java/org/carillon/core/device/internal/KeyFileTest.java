package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.log.LogLevel;

class KeyFileTest {
    @TempDir
    Path home;
    private final RecordingLog log = new RecordingLog();

    private KeyFile key() {
        return new KeyFile(new FakePhone(home), log.logger());
    }

    private Path file() {
        return home.resolve("hardware/storage.key");
    }

    @Test
    void isMadeWhenItIsAskedForAndStaysTheSame() throws Exception {
        KeyFile first = key();
        assertThat(home).isEmptyDirectory();
        byte[] bytes = first.get().getEncoded();
        assertThat(bytes).hasSize(32);
        assertThat(first.get()).isSameAs(first.get());
        assertThat(key().get().getEncoded()).isEqualTo(bytes);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent()))).isEqualTo("rwx------");
        assertThat(file().getParent()).isDirectoryNotContaining("glob:**.new");
        assertThat(log.messages(LogLevel.ERROR)).isEmpty();
    }

    @Test
    void everyPhoneHasAnother() throws Exception {
        byte[] bytes = key().get().getEncoded();
        Files.delete(file());
        assertThat(key().get().getEncoded()).isNotEqualTo(bytes);
    }

    @Test
    void whatIsNoKeyIsReplacedAndTold() throws Exception {
        Files.createDirectories(file().getParent());
        Files.write(file(), new byte[5]);
        assertThat(key().get().getEncoded()).hasSize(32);
        assertThat(log.messages(LogLevel.ERROR)).singleElement().asString().contains("storage.key holds no key of 32 bytes");
    }

    @Test
    void whatCannotBeReadIsTold() throws Exception {
        Files.createDirectories(file());
        assertThatThrownBy(() -> key().get()).isInstanceOf(IOException.class);
    }
}
