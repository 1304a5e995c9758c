package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** Phones from images that are not ours: one lacks something, one has a hardware that nobody has seen. The launcher runs a changed list. */
public class OtherImagesTest {
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
        return phone(rest, "run", "--sip-port", "0", "--https-port", "0", "--http-port", "0", "--home",
                workspace.directory("home").toString());
    }

    /** Starts the launcher on an M8 whose list this is. */
    private Program phone(String model, String... words) throws IOException {
        Files.writeString(workspace.directory("emulator/models").resolve("m8.ini"), model);
        Path lib = TARGET.resolve("image/lib");
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Dcarillon.image=" + emulator,
                        "-cp", lib.resolve("launcher.jar") + ":" + lib.resolve("framework.jar"), "org.carillon.launcher.Main"));
        command.addAll(List.of(words));
        return workspace.owns(Program.start("phone", workspace.directory().resolve(words[0]), Map.of(), command));
    }

    /** The M8's fragment under another name, with other facts. */
    private Path hardware(String symbolicName, Map<String, String> facts) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(TARGET.resolve("image/plugins"), "org.carillon.hw.m8_*.jar");
                JarFile jar = new JarFile(found.iterator().next().toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
            String capability = manifest.getMainAttributes().getValue("Provide-Capability");
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                String changed = capability.replaceFirst(";" + fact.getKey() + "(:\\w+)?=[^;]*",
                        ";" + fact.getKey() + "$1=" + fact.getValue());
                assertThat(changed).isNotEqualTo(capability);
                capability = changed;
            }
            manifest.getMainAttributes().putValue("Provide-Capability", capability);
            Path file = workspace.directory().resolve("hardware.jar");
            new JarOutputStream(Files.newOutputStream(file), manifest).close();
            return file;
        }
    }

    /** The facts stand in one file: a fragment with other numbers is all that another model needs. */
    @Test
    public void anotherHardwareChangesTheCatalogueAndWhatIsAccepted() throws IOException {
        Path fragment = hardware("org.example.hw.x1", Map.of("model", "X1", "accounts", "5", "programKeys", "7", "maxCalls", "3"));
        String model = Files.readString(TARGET.resolve("emulator/models/m8.ini")).replace("carillon.model=M8", "carillon.model=X1")
                .replaceFirst("[^=,\\s]*org\\.carillon\\.hw\\.m8_[^,\\s]*", fragment.toString());
        Program program = phone(model, "run", "--sip-port", "0", "--https-port", "0", "--http-port", "0", "--home",
                workspace.directory("home").toString());
        Await.until("the ready line", LIMIT, () -> program.output().contains("{\"ready\":true,\"model\":\"X1\""), program::tail);
        Ctl ctl = new Ctl(workspace.directory("home"));

        ctl.run("set", "Account5UserName", "five");
        ctl.run("set", "ProgramKey7Type", "3");
        assertThat(Json.text(ctl.run("get", "Account5UserName"), "value")).isEqualTo("five");
        assertThatThrownBy(() -> ctl.run("set", "Account6UserName", "six")).isInstanceOf(Ctl.Refused.class);
        assertThatThrownBy(() -> ctl.run("set", "ProgramKey8Type", "3")).isInstanceOf(Ctl.Refused.class);
        assertThatThrownBy(() -> ctl.run("set", "SIPMaxCall", "4")).isInstanceOf(Ctl.Refused.class);
        ctl.run("set", "SIPMaxCall", "3");

        Program parameters = phone(model, "parameters", "--model", "M8");
        assertThat(parameters.exitCode(LIMIT)).isZero();
        List<?> catalogue = (List<?>) Json
                .parse(parameters.output().lines().filter(line -> line.startsWith("[")).findFirst().orElseThrow());
        assertThat(catalogue).filteredOn(entry -> Json.text(entry, "id").equals("Account{account}UserName")).singleElement()
                .extracting(entry -> Json.list(entry, "instances").size()).isEqualTo(5);
        assertThat(catalogue).filteredOn(entry -> Json.text(entry, "id").equals("ProgramKey{key}Type")).singleElement()
                .extracting(entry -> Json.list(entry, "instances").size()).isEqualTo(7);
    }

    @Test
    public void aPhoneWithoutAPartOfThePlatformIsNotReady() throws IOException {
        Program program = without("core.media");

        assertThat(program.exitCode(LIMIT)).isEqualTo(1);
        assertThat(program.output()).contains("phone: not ready: ", "core.media is absent: it is not installed")
                .doesNotContain("\"ready\"");
    }

    @Test
    public void aPhoneWithoutAFeatureIsReadyAndSaysWhatItLacks() throws IOException {
        Program program = without("feature\\.dnd");

        Await.until("the ready line", LIMIT, () -> program.output().contains("{\"ready\":true"), program::tail);
        assertThat(program.output()).contains("feature.dnd is absent: it is not installed");
        assertThat(new Ctl(workspace.directory("home")).run("why", "dnd")).isEqualTo(List.of("feature.dnd is absent: it is not installed"));
    }
}
