package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** What can be read in the home of a phone, by whoever has got hold of it. */
public class StoredSecretsTest {
    private static final String SECRET = "Oktober-4711";

    @Rule
    public final Workspace workspace = new Workspace();

    private PhoneProcess.Builder phone() {
        return PhoneProcess.in(workspace).home(workspace.directory().resolve("home")).audio("null").quiet();
    }

    /** Names of the files that hold a text. */
    private List<String> holders(String text) throws IOException {
        Path home = workspace.directory().resolve("home");
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).filter(file -> read(file).contains(text))
                    .map(file -> home.relativize(file).toString())
                    .sorted().toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void noSecretIsLegibleWhateverWayItCame() throws IOException {
        PhoneProcess phone = phone().setting("Account1Password", SECRET + "-file").setting("NobodyKnowsThis", SECRET + "-unknown")
                .setting("DeviceProvisionServerUrl", "http://joe:" + SECRET + "-url@127.0.0.1:9/").setting("Account1Label", "Reception")
                .option("--set", "Account2Password=" + SECRET + "-start").start();
        phone.set("DeviceProvisionBackupServerUrl", "joe:" + SECRET + "-bare@127.0.0.1:9/");
        phone.set("Account3Password", SECRET + "-set");
        phone.set("Account3Password", SECRET + "-again");
        phone.ctl("undo");
        assertThat(phone.ctl("history").toString()).contains("Account3Password", "***@127.0.0.1:9/").doesNotContain(SECRET);
        assertThat(phone.get("DeviceProvisionBackupServerUrl")).isEqualTo("***@127.0.0.1:9/");
        assertThat(phone.ctl("export").toString()).contains("\"127.0.0.1:9/\"", "\"http://127.0.0.1:9/\"").doesNotContain(SECRET);
        assertThat(holders(SECRET)).isEmpty();
        assertThat(holders("Reception")).as("what is no secret").isNotEmpty();
        phone.kill();
        assertThat(holders(SECRET)).isEmpty();

        PhoneProcess again = phone().start();
        for (String id : List.of("Account1Password", "Account2Password", "Account3Password")) {
            assertThat(Json.text(again.ctl("get", id), "layer")).as(id).isEqualTo(id.startsWith("Account1") ? "common" : "user");
        }
        assertThat(again.program().output()).doesNotContain("cannot be read");
        again.terminate();
        assertThat(holders(SECRET)).isEmpty();
    }

    @Test
    public void aLostKeyTakesTheSecretsAlongAndNothingElse() throws IOException {
        PhoneProcess phone = phone().start();
        phone.set("Account1Password", SECRET);
        phone.set("Account1Label", "Reception");
        phone.terminate();
        Path key = workspace.directory().resolve("home/hardware/storage.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        Files.delete(key);

        PhoneProcess without = phone().start();
        assertThat(Json.text(without.ctl("get", "Account1Password"), "layer")).isEqualTo("default");
        assertThat(without.get("Account1Label")).isEqualTo("Reception");
        assertThat(without.program().output()).containsOnlyOnce("values cannot be read and count as never set");
        without.set("Account1Password", SECRET);
        without.terminate();

        PhoneProcess again = phone().start();
        assertThat(Json.text(again.ctl("get", "Account1Password"), "layer")).isEqualTo("user");
        assertThat(again.program().output()).doesNotContain("cannot be read");
        again.terminate();
    }

    @Test
    public void undoBringsBackWhatWasThereAlsoAfterARestart() {
        PhoneProcess phone = phone().account(1, "joe", SECRET, 9).setting("Account1Label", "Reception").start();
        phone.set("Account1Label", "Mine");
        phone.set("FeatureDndEnable", true);
        Object history = phone.ctl("history");
        assertThat(Json.text(history, 0, "cause")).isEqualTo("ctl");
        assertThat(Json.text(history, 0, "changes", 0, "id")).isEqualTo("FeatureDndEnable");
        assertThat(Json.text(history, 2, "cause")).isEqualTo("config.xml");
        phone.terminate();

        PhoneProcess again = phone().start();
        assertThat(Json.text(again.line(1), "label")).isEqualTo("Mine");
        again.ctl("undo", "2");
        assertThat(Json.text(again.line(1), "label")).as("as the line sees it").isEqualTo("Reception");
        assertThat(Json.text(again.ctl("get", "Account1Label"), "layer")).isEqualTo("common");
        assertThat(Json.text(again.ctl("get", "Account1Label"), "source")).isEqualTo("config.xml:8");
        assertThat(again.get("FeatureDndEnable")).isEqualTo("false");
        again.ctl("undo");
        assertThat(again.get("Account1Label")).as("the undo is undone").isEqualTo("Mine");
        assertThat(again.get("FeatureDndEnable")).isEqualTo("true");
        again.terminate();
    }
}
