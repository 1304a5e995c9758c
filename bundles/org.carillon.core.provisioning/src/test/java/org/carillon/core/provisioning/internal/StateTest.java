package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.core.provisioning.internal.Transfer.Validators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    private static final Validators KNOWN = new Validators("\"1\"", "");

    @TempDir
    Path home;

    @Test
    void asksConditionallyOnlyForTheLayerThatTheServerFilled() throws IOException {
        State state = new State(home);
        state.put(Layer.COMMON, "http://a/config.xml", KNOWN, "beef");
        state.save();

        State again = new State(home);
        assertThat(again.of(Layer.COMMON, "http://a/config.xml", "beef")).isEqualTo(KNOWN);
        assertThat(again.of(Layer.COMMON, "http://a/config.xml", "lost")).isEqualTo(Validators.NONE);
        assertThat(again.of(Layer.COMMON, "http://b/config.xml", "beef")).isEqualTo(Validators.NONE);
        assertThat(again.of(Layer.MAC, "http://a/config.xml", "beef")).isEqualTo(Validators.NONE);
    }

    @Test
    void writesNothingThatStandsThere() throws IOException {
        State state = new State(home);
        state.save();
        assertThat(home).isEmptyDirectory();
        state.put(Layer.COMMON, "http://a/config.xml", KNOWN, "beef");
        state.save();
        Path file = home.resolve("provisioning.properties");
        Files.writeString(file, "untouched");
        state.put(Layer.COMMON, "http://a/config.xml", KNOWN, "beef");
        state.save();
        assertThat(file).hasContent("untouched");
    }
}
