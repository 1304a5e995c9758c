package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** {@code features}, {@code why}, {@code stop}, {@code start} and {@code swap} on a running phone. */
public class SwapCommandsTest {
    @Rule
    public final Workspace workspace = new Workspace();

    private PhoneProcess phone;

    @Before
    public void start() {
        phone = PhoneProcess.in(workspace).start();
    }

    private static String plugin(String name) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(Repository.ROOT.resolve("product/target/image/plugins"),
                "org.carillon." + name + "_*.jar")) {
            return found.iterator().next().toString();
        }
    }

    /** A bundle with these headers and nothing in it. */
    private String bundle(String symbolicName, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        for (int i = 0; i < headers.length; i += 2) {
            attributes.putValue(headers[i], headers[i + 1]);
        }
        Path file = Files.createTempFile(workspace.directory(), "bundle", ".jar");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
        return file.toString();
    }

    private String refusal(String... words) {
        try {
            return "not refused: " + phone.ctl(words);
        } catch (Ctl.Refused e) {
            return e.getMessage();
        }
    }

    @Test
    public void featuresListsWhatIsShippedAndItsState() {
        List<?> features = (List<?>) phone.ctl("features");

        assertThat(features).extracting(feature -> Json.text(feature, "name")).contains("base", "telephony", "provisioning", "dnd",
                "emulator");
        assertThat(features).flatExtracting(feature -> Json.list(feature, "bundles")).extracting(bundle -> Json.text(bundle, "state"))
                .containsOnly("active");
        phone.ctl("stop", "dnd");
        Object dnd = ((List<?>) phone.ctl("features")).stream().filter(feature -> Json.text(feature, "name").equals("dnd")).findFirst()
                .orElseThrow();
        assertThat(Json.text(dnd, "bundles", 0, "name")).isEqualTo("feature.dnd");
        assertThat(Json.text(dnd, "bundles", 0, "state")).isEqualTo("stopped");
    }

    @Test
    public void whyFollowsTheChainOfCauses() {
        assertThat(phone.ctl("why", "feature.dnd")).isEqualTo(List.of("feature.dnd is active"));
        assertThat(phone.ctl("why", "dnd")).isEqualTo(List.of("feature dnd is active"));

        phone.ctl("stop", "core.digest");

        assertThat(phone.ctl("why", "core.digest")).isEqualTo(List.of("core.digest is stopped"));
        assertThat(phone.ctl("why", "provisioning")).isEqualTo(List.of("core.provisioning waits for core.digest: reference digests: "
                + "no service org.carillon.api.digest.DigestAuthentication", "core.digest is stopped"));
        phone.ctl("start", "core.digest");
        assertThat(phone.ctl("why", "provisioning")).isEqualTo(List.of("feature provisioning is active"));
        assertThat(refusal("why", "nothing")).isEqualTo("there is no bundle or feature nothing; features lists what there is");
    }

    @Test
    public void aFeatureIsStoppedStartedAndSwappedWithoutTouchingAnythingElse() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(Json.list(phone.ctl("stop", "dnd"), "restarted")).isEmpty();
            assertThat(Json.list(phone.ctl("start", "dnd"), "restarted")).isEmpty();
            Object swap = phone.ctl("swap", plugin("feature.dnd"));
            assertThat(Json.list(swap, "restarted")).isEmpty();
            assertThat(Json.number(swap, "millis")).isLessThan(3_000);
        }
        assertThat(phone.ctl("why", "dnd")).isEqualTo(List.of("feature dnd is active"));
    }

    @Test
    public void whatDoesNotWorkIsTakenBack() throws IOException {
        assertThat(refusal("swap", bundle("org.carillon.feature.dnd", "Import-Package", "org.example.nowhere")))
                .startsWith("the new content of feature.dnd does not work: ").contains("org.example.nowhere")
                .endsWith("; the former content runs again");
        assertThat(phone.ctl("why", "feature.dnd")).isEqualTo(List.of("feature.dnd is active"));

        phone.ctl("swap", plugin("feature.dnd"));
        assertThat(refusal("swap", bundle("org.carillon.feature.dnd", "Require-Capability", "org.example;filter:=\"(a=b)\"")))
                .endsWith("; the former content runs again");
        assertThat(phone.ctl("why", "feature.dnd")).isEqualTo(List.of("feature.dnd is active"));
    }

    @Test
    public void whatThePhoneStandsOnIsRefused() throws IOException {
        for (String name : List.of("org.eclipse.osgi", "org.apache.felix.scr", "org.apache.felix.configadmin", "core.config", "core.ctl",
                "core.scope", "core.device", "core.update")) {
            assertThat(refusal("stop", name)).as(name).contains("cannot be stopped while the phone runs")
                    .contains("the phone stands on it");
        }
        assertThat(refusal("swap", plugin("core.ctl"))).contains("the phone stands on it");
        assertThat(refusal("stop", "api.ctl")).contains("its classes are used by").contains("core.ctl");
        assertThat(refusal("swap", plugin("core.ctl") + ".gone")).contains("is no jar");
        assertThat(refusal("swap", bundle("org.example.unknown"))).contains("there is no bundle org.example.unknown");
        assertThatThrownBy(() -> phone.ctl("swap")).isInstanceOf(Ctl.Refused.class).hasMessageContaining("path of one jar");
    }

    @Test
    public void aRebootStartsWhatWasStoppedByHand() {
        phone.ctl("stop", "dnd");
        phone.ctl("reboot");
        phone.awaitReady();

        assertThat(phone.ctl("why", "dnd")).isEqualTo(List.of("feature dnd is active"));
    }
}
