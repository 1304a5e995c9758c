package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Phones from an image that lacks something: the launcher is started on a copy of an image's lists. */
public class IncompletePhoneTest {
    private static final Path TARGET = Repository.ROOT.resolve("product/target");
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @Rule
    public final Workspace workspace = new Workspace();

    private Path emulator;

    @Before
    public void image() throws IOException {
        emulator = workspace.directory("emulator");
        Files.createSymbolicLink(emulator.resolveSibling("image"), TARGET.resolve("image"));
        for (String directory : List.of("plugins", "features")) {
            Files.createSymbolicLink(emulator.resolve(directory), TARGET.resolve("emulator").resolve(directory));
        }
    }

    private Program without(String bundle) throws IOException {
        String model = Files.readString(TARGET.resolve("emulator/models/m8.ini"));
        String rest = model.replaceAll("(?m)^.*/org\\.carillon\\." + bundle + "_.*,\\\\\\R", "");
        assertThat(rest.lines().count()).isEqualTo(model.lines().count() - 1);
        Files.writeString(workspace.directory("emulator/models").resolve("m8.ini"), rest);
        Path lib = TARGET.resolve("image/lib");
        return workspace.owns(Program.start("phone", workspace.directory().resolve("log"), Map.of(),
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Dcarillon.image=" + emulator, "-cp",
                        lib.resolve("launcher.jar") + ":" + lib.resolve("framework.jar"), "org.carillon.launcher.Main", "run", "--sip-port",
                        "0", "--home", workspace.directory("home").toString())));
    }

    @Test
    public void aPhoneWithoutAPartOfThePlatformIsNotReady() throws IOException {
        Program program = without("core.media");

        assertThat(program.exitCode(LIMIT)).isEqualTo(1);
        assertThat(program.output()).contains("phone: not ready: core.media is absent: it is not installed").doesNotContain("\"ready\"");
    }

    @Test
    public void aPhoneWithoutAFeatureIsReadyAndSaysWhatItLacks() throws IOException {
        Program program = without("feature\\.dnd");

        Await.until("the ready line", LIMIT, () -> program.output().contains("{\"ready\":true"), program::tail);
        assertThat(program.output()).contains("feature.dnd is absent: it is not installed");
        assertThat(new Ctl(workspace.directory("home")).run("why", "dnd")).isEqualTo(List.of("feature.dnd is absent: it is not installed"));
    }
}
