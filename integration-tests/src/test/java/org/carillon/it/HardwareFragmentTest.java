package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Program;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** A model that nobody here has heard of: another hardware fragment changes the catalogue and what the phone accepts, and nothing else is edited. */
public class HardwareFragmentTest {
    private static final String CAPABILITY = "Provide-Capability";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Rule
    public final Workspace workspace = new Workspace();

    @Test
    public void aFragmentWithFiveAccountsAndSevenKeysIsEnough() throws IOException {
        Path image = image();

        Map<String, Object> instances = catalogue(image);
        assertThat(instances).containsEntry("Account{account}DndEnable", 5).containsEntry("Account{account}Label", 5)
                .containsEntry("ProgramKey{key}Type", 7);

        Path home = workspace.directory("home");
        Program phone = workspace.owns(start(image, "run", "--home", home.toString(), "--sip-port", "0", "--rtp-ports", "0"));
        assertThat(phone.process().inputReader(StandardCharsets.UTF_8).readLine()).startsWith("{\"ready\":true");
        Ctl ctl = new Ctl(home);
        assertThat(Json.text(ctl.run("set", "Account5DndEnable", "true"), "value")).isEqualTo("true");
        assertThat(Json.text(ctl.run("set", "ProgramKey7Type", "3"), "value")).isEqualTo("3");
        assertThatThrownBy(() -> ctl.run("set", "Account6DndEnable", "true")).isInstanceOf(Ctl.Refused.class)
                .hasMessageContaining("1 to 5");
        assertThatThrownBy(() -> ctl.run("set", "ProgramKey8Type", "3")).isInstanceOf(Ctl.Refused.class).hasMessageContaining("1 to 7");
        assertThatThrownBy(() -> ctl.run("set", "ProgramKey1Account", "6")).isInstanceOf(Ctl.Refused.class).hasMessageContaining("5");
    }

    private Map<String, Object> catalogue(Path image) throws IOException {
        Program program = workspace.owns(start(image, "parameters"));
        String text = new String(program.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.exitCode(LIMIT)).as(program.output()).isZero();
        return Json.list(Json.parse(text)).stream().filter(parameter -> Json.text(parameter, "id").contains("{"))
                .collect(Collectors.toMap(parameter -> Json.text(parameter, "id"), parameter -> Json.list(parameter, "instances").size()));
    }

    private Program start(Path image, String... words) throws IOException {
        Path lib = Repository.ROOT.resolve("product/target/image/lib");
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), "-Dcarillon.image=" + image, "-cp",
                        lib.resolve("launcher.jar") + ":" + lib.resolve("framework.jar"), "org.carillon.launcher.Main"));
        command.addAll(Arrays.asList(words));
        return Program.startPiped(words[0], workspace.directory().resolve(words[0] + ".log"), Map.of(), command);
    }

    /** The M8's image with another fragment in it. */
    private Path image() throws IOException {
        Path emulator = workspace.directory("product/emulator/models").getParent();
        Files.createSymbolicLink(emulator.resolveSibling("image"), Repository.ROOT.resolve("product/target/image"));
        Files.createSymbolicLink(emulator.resolve("plugins"), Repository.ROOT.resolve("product/target/emulator/plugins"));
        Path fragment = fragment(emulator.resolve("fixture.jar"));
        String model = Files.readString(Repository.ROOT.resolve("product/target/emulator/models/m8.ini"));
        String changed = model.replaceFirst("osgi\\.bundles=[^,]*,", "osgi.bundles=" + emulator.relativize(fragment) + ",");
        assertThat(changed).isNotEqualTo(model);
        Files.writeString(emulator.resolve("models/m8.ini"), changed);
        return emulator;
    }

    private static Path fragment(Path target) throws IOException {
        Path plugins = Repository.ROOT.resolve("product/target/image/plugins");
        try (var found = Files.newDirectoryStream(plugins, "org.carillon.hw.m8_*.jar");
                JarFile original = new JarFile(found.iterator().next().toFile())) {
            Manifest manifest = new Manifest(original.getManifest());
            String facts = manifest.getMainAttributes().getValue(CAPABILITY);
            manifest.getMainAttributes().putValue(CAPABILITY,
                    facts.replaceFirst("accounts:Long=\\d+", "accounts:Long=5").replaceFirst("programKeys:Long=\\d+",
                            "programKeys:Long=7"));
            try (OutputStream out = Files.newOutputStream(target); JarOutputStream jar = new JarOutputStream(out, manifest)) {
                jar.finish();
            }
        }
        return target;
    }
}
