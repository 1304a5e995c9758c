package org.carillon.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageWriterTest {
    @TempDir
    private Path directory;
    private Fixture fixture;
    private Path image;
    private Path licences;

    @BeforeEach
    void repository() throws Exception {
        fixture = new Fixture(directory);
        fixture.bundle("org.example", "org.example.emulated", Map.of("Bundle-License", "https://www.apache.org/licenses/LICENSE-2.0.txt"));
        fixture.feature("emulator", "org.example:org.example.emulated@4");
        image = directory.resolve("image");
        licences = Files.writeString(directory.resolve("licences.properties"), "org.eclipse.osgi=EPL-2.0\n");
    }

    private Plugins write(List<Composition> compositions) throws IOException, CompositionException {
        return writer(image).write(compositions, null);
    }

    private ImageWriter writer(Path root) throws CompositionException {
        return new ImageWriter(root, image, "0.1.0", new Licences(licences));
    }

    private static Properties ini(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    @Test
    void listsTheBundlesOfEachModel() throws Exception {
        write(List.of(fixture.compose("m8"), fixture.compose("h3g")));

        Properties ini = ini(image.resolve("models/m8.ini"));
        assertThat(ini).containsEntry("carillon.model", "M8").containsEntry("carillon.firmware", "0.1.0")
                .containsEntry("carillon.features", "base").containsEntry("carillon.swap", "false").containsEntry("osgi.bundles",
                        "plugins/org.carillon.hw.m8_1.0.0.jar,plugins/org.carillon.core.device_1.0.0.jar@2:start");
        assertThat(ini(image.resolve("models/h3g.ini")).getProperty("osgi.bundles")).contains("org.carillon.hw.h3g_1.0.0.jar")
                .doesNotContain("m8");
        assertThat(image.resolve("plugins/org.carillon.hw.m8_1.0.0.jar")).exists();
        assertThat(image.resolve("features/base.json")).content().contains("org.carillon.features.base")
                .contains("\"symbolic-name\": \"org.carillon.core.device\"").contains("\"start-order\": 2");
    }

    @Test
    void borrowsTheBundlesOfTheImageBelow() throws Exception {
        Plugins shared = write(List.of(fixture.compose("m8")));
        Path emulator = directory.resolve("emulator");
        writer(emulator).write(List.of(fixture.compose("m8", "emulator")), shared);

        assertThat(ini(emulator.resolve("models/m8.ini")).getProperty("osgi.bundles"))
                .contains("../image/plugins/org.carillon.core.device_")
                .contains(",plugins/org.example.emulated_1.0.0.jar@4:start");
        assertThat(emulator.resolve("plugins")).isDirectoryContaining("glob:**emulated*").isDirectoryNotContaining("glob:**device*");
        assertThat(image.resolve("plugins")).isDirectoryNotContaining("glob:**emulated*");
    }

    @Test
    void leavesAloneWhatDidNotChangeAndDeletesWhatIsGone() throws Exception {
        write(List.of(fixture.compose("m8", "emulator")));
        FileTime old = FileTime.fromMillis(1_000_000);
        Path kept = image.resolve("plugins/org.carillon.core.device_1.0.0.jar");
        Files.setLastModifiedTime(kept, old);

        write(List.of(fixture.compose("m8")));

        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(old);
        assertThat(image.resolve("plugins")).isDirectoryNotContaining("glob:**emulated*");
        assertThat(image.resolve("features/emulator.json")).doesNotExist();
    }

    @Test
    void takesSignaturesOff() throws Exception {
        Path signed = fixture.file("org.example", "org.example.emulated");
        Manifest manifest = new Manifest();
        manifest.read(new java.io.ByteArrayInputStream("""
                Manifest-Version: 1.0
                Bundle-SymbolicName: org.example.emulated

                Name: a/B.class
                SHA-256-Digest: xxx

                Name: a/C.class
                Kept: yes
                SHA-256-Digest: xxx

                """.getBytes()));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(signed), manifest)) {
            for (String name : List.of("META-INF/ECLIPSE_.SF", "META-INF/ECLIPSE_.RSA", "a/B.class")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes());
            }
        }
        Path plain = Files.write(directory.resolve("plain.jar"), Plugins.unsigned(signed));

        try (JarFile jar = new JarFile(plain.toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName)).containsExactly("META-INF/MANIFEST.MF", "a/B.class");
            assertThat(jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName")).isEqualTo("org.example.emulated");
            assertThat(jar.getManifest().getEntries()).containsOnlyKeys("a/C.class");
            assertThat(jar.getInputStream(jar.getEntry("a/B.class")).readAllBytes()).isEqualTo("a/B.class".getBytes());
        }
    }

    @Test
    void billsWhatIsShipped() throws Exception {
        Composition composition = fixture.compose("m8", "emulator");
        write(List.of(composition));
        Path options = Files.writeString(directory.resolve("jvm.options"), "-Xmx64m\n");
        writer(image).libraries(FrameworkResource.jar().file(), FrameworkResource.jar().file(), options);
        assertThat(image.resolve("lib/jvm.options")).hasContent("-Xmx64m");
        writer(image).billsOfMaterials(List.of(composition), FrameworkResource.jar());

        assertThat(new JsonParser().validate(image.resolve("sbom/m8.cdx.json").toFile())).isEmpty();
        try (InputStream in = Files.newInputStream(image.resolve("sbom/m8.cdx.json"))) {
            JsonObject bill = Json.createReader(in).readObject();
            assertThat(bill.getString("bomFormat")).isEqualTo("CycloneDX");
            assertThat(bill.getJsonObject("metadata").getJsonObject("component").getString("name")).isEqualTo("M8");
            assertThat(bill.getJsonArray("components").getValuesAs(JsonObject.class)).extracting(component -> component.getString("purl"))
                    .contains("pkg:maven/org.example/org.example.emulated@1", "pkg:maven/org.carillon/org.carillon.hw.m8@1")
                    .anyMatch(purl -> purl.startsWith("pkg:maven/org.eclipse.platform/org.eclipse.osgi@3."));
            List<JsonObject> components = bill.getJsonArray("components").getValuesAs(JsonObject.class);
            assertThat(components.getFirst().getJsonArray("hashes").getJsonObject(0).getString("content"))
                    .isEqualTo(sha256(image.resolve("lib/framework.jar")));
            JsonObject published = components.getFirst().getJsonArray("properties").getJsonObject(0);
            assertThat(published.getString("name")).isEqualTo(BillOfMaterials.PUBLISHED);
            assertThat(published.getString("value")).as("digest of the signed jar").isEqualTo(sha256(FrameworkResource.jar().file()))
                    .isNotEqualTo(sha256(image.resolve("lib/framework.jar")));
            assertThat(components).as("what was not signed").last().satisfies(plain -> assertThat(plain).doesNotContainKey("properties"));
            JsonObject emulated = bill.getJsonArray("components").getValuesAs(JsonObject.class).getLast();
            assertThat(emulated.getJsonArray("hashes").getJsonObject(0).getString("content")).hasSize(64);
            assertThat(emulated.getJsonArray("licenses").getJsonObject(0).getJsonObject("license").getString("id")).isEqualTo("Apache-2.0");
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void tellsThirdPartiesNotices() throws Exception {
        writer(image).notices(List.of(fixture.compose("m8", "emulator")), List.of());

        assertThat(image.resolve("THIRD-PARTY.txt")).content().contains("org.example.emulated 1", "Licence: Apache-2.0")
                .doesNotContain("org.carillon.core.device");
    }

    @Test
    void refusesLicencesThatNoImageMayCarry() throws Exception {
        for (String licence : List.of("GPL-2.0", "AGPL-3.0-only", "LGPL-2.1", "http://www.gnu.org/licenses/gpl.txt",
                "\"GNU General Public License\"")) {
            fixture.bundle("org.example", "org.example.emulated", Map.of("Bundle-License", licence));
            Composition composition = fixture.compose("m8", "emulator");
            assertThatThrownBy(() -> writer(image).notices(List.of(composition), List.of())).isInstanceOf(CompositionException.class)
                    .hasMessageContaining("org.example.emulated is under");
        }
    }

    @Test
    void asksForALicenceThatNobodyStates() throws Exception {
        fixture.bundle("org.example", "org.example.emulated", Map.of("Bundle-License", ""));
        Composition composition = fixture.compose("m8", "emulator");
        assertThatThrownBy(() -> writer(image).notices(List.of(composition), List.of()))
                .hasMessage("the licence of org.example.emulated is not known");

        Files.writeString(licences, "org.example.emulated=EPL-2.0\n");
        writer(image).notices(List.of(composition), List.of());
        assertThat(image.resolve("THIRD-PARTY.txt")).content().contains("Licence: EPL-2.0");
    }
}
