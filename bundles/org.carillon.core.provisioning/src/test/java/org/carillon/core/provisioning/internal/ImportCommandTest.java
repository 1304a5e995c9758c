package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
    private static final Rejection REJECTION = new Rejection("saved.xml", 2, "Level", "9", "an integer from 1 to 5");

    @TempDir
    Path directory;
    private final List<String> restored = new ArrayList<>();
    private final ImportCommand command = new ImportCommand(new Backups() {
        @Override
        public List<Setting> save(Extent extent) {
            throw new AssertionError("nobody asks for that");
        }

        @Override
        public Outcome restore(String name, List<Setting> settings) {
            restored.add(name + " " + settings.stream().map(setting -> setting.id() + "=" + setting.value()).toList());
            return new Outcome(List.of("Text"), List.of(REJECTION), List.of(), true);
        }
    });

    private Object run(String content) throws IOException {
        return command.run("import", List.of(Files.writeString(directory.resolve("saved.xml"), content).toString()), line -> {});
    }

    @Test
    void whatTheFileSaysIsRestoredAndReported() throws IOException {
        Object answer = run("""
                <settings>
                  <setting id="Text" value="mine"/><setting id="Level" value="9"/><setting id="Text" value="twice"/>
                </settings>
                """);
        assertThat(restored).containsExactly("saved.xml [Text=mine, Level=9]");
        assertThat(answer).isInstanceOfSatisfying(Import.class, done -> {
            assertThat(done.settings()).isEqualTo(2);
            assertThat(done.changed()).containsExactly("Text");
            assertThat(done.reboot()).isTrue();
            assertThat(done.rejected()).hasSize(2).contains(REJECTION);
        });
    }

    @Test
    void aFileThatCannotBeUsedChangesNothing() throws IOException {
        assertThatThrownBy(() -> run("<settings><setting id=\"Text\" value=\"mine\"/>")).isInstanceOf(CommandException.class)
                .hasMessageContaining("nothing was imported").hasMessageContaining("saved.xml").hasMessageContaining("well-formed");
        assertThatThrownBy(() -> run("<!DOCTYPE settings [<!ENTITY a \"b\">]><settings/>")).hasMessageContaining("not permitted");
        assertThatThrownBy(() -> run("")).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> run("<html/>")).hasMessageContaining("expected <settings>");
        assertThatThrownBy(() -> command.run("import", List.of(directory.resolve("gone.xml").toString()), line -> {}))
                .isInstanceOf(CommandException.class).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> command.run("import", List.of(directory.toString()), line -> {})).isInstanceOf(CommandException.class);
        assertThatThrownBy(() -> command.run("import", List.of(), line -> {})).hasMessage("usage: import FILE");
        assertThat(restored).isEmpty();
    }

    @Test
    void anEndlessFileIsRefused() throws IOException {
        Path file = directory.resolve("endless.xml");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }
        assertThatThrownBy(() -> command.run("import", List.of(file.toString()), line -> {})).hasMessageContaining("larger than 8 MiB");
    }
}
