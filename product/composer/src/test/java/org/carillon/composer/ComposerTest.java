package org.carillon.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {
    @TempDir
    private Path directory;
    private Fixture fixture;

    @BeforeEach
    void repository() throws Exception {
        fixture = new Fixture(directory);
    }

    @Test
    void takesTheFlaggedFeaturesInOrderOfStart() throws Exception {
        fixture.bundle("org.example", "org.example.late", Map.of());
        fixture.bundle("org.example", "org.example.early", Map.of());
        fixture.featureText("more", "{\"id\": \"org.example:org.example.late:1\", \"start-order\": 4}, "
                + "{\"id\": \"org.example:org.example.early:1\", \"start-order\": 1}", """
                        {"framework-launching-properties": {"kind": "optional", "json": {"a.property": "value"}},
                         "carillon-endpoints": {"kind": "optional", "text": ["sip"]}}""");
        fixture.feature("unwanted", "org.example:org.example.gone@1");

        Composition composition = fixture.compose("m8", "more");

        assertThat(composition.model()).isEqualTo("M8");
        assertThat(composition.bundles()).extracting(item -> item.jar().symbolicName() + "@" + item.level()).containsExactly(
                "org.carillon.hw.m8@0", "org.example.early@1", "org.carillon.core.device@2", "org.example.late@4");
        assertThat(composition.properties()).isEqualTo(Map.of("a.property", "value"));
        assertThat(composition.endpoints()).containsExactly("sip");
        assertThat(composition.features()).extracting(FeatureFile::shortName).containsExactly("base", "more");
    }

    @Test
    void namesTheHardwareThatIsMissing() throws Exception {
        fixture.bundle("org.example", "org.example.feature.wifi",
                Map.of("Require-Capability", "org.carillon.hardware;filter:='(wifi=*)'"));
        fixture.feature("wifi", "org.example:org.example.feature.wifi@4");

        fixture.compose("m8", "wifi");
        assertThatThrownBy(() -> fixture.compose("h3g", "wifi")).isInstanceOf(CompositionException.class).hasMessage("product h3g: "
                + "org.example.feature.wifi requires org.carillon.hardware (wifi=*), which nothing in this product provides");
    }

    @Test
    void takesHardwareThatItHasNeverSeen() throws Exception {
        fixture.hardware("x1", "model='X1';accounts:Long=5;programKeys:Long=7");
        fixture.bundle("org.example", "org.example.feature.few",
                Map.of("Require-Capability", "org.carillon.hardware;filter:='(&(accounts<=5)(programKeys=7))'"));
        fixture.feature("few", "org.example:org.example.feature.few@4");

        assertThat(fixture.compose("x1", "few").model()).isEqualTo("X1");
        assertThatThrownBy(() -> fixture.compose("m8", "few")).hasMessageContaining("(accounts<=5)");
    }

    @Test
    void namesThePackageTheServiceAndTheExtenderThatAreMissing() throws Exception {
        fixture.bundle("org.example", "org.example.a", Map.of("Import-Package", "org.example.nowhere;version='[1,2)'"));
        fixture.bundle("org.example", "org.example.b", Map.of("Require-Capability", """
                osgi.service;filter:='(objectClass=org.example.Nothing)';effective:=active,\
                osgi.extender;filter:='(osgi.extender=osgi.component)',\
                osgi.service;filter:='(objectClass=org.example.Optional)';effective:=active;resolution:=optional,\
                org.example.meta;filter:='(a=b)';effective:=meta"""));
        fixture.feature("broken", "org.example:org.example.a@1", "org.example:org.example.b@1");

        assertThatThrownBy(() -> fixture.compose("m8", "broken")).isInstanceOf(CompositionException.class)
                .hasMessageContaining("product m8: org.example.a requires osgi.wiring.package (&(osgi.wiring.package=org.example.nowhere)")
                .hasMessageContaining("product m8: org.example.b requires osgi.service (objectClass=org.example.Nothing)")
                .hasMessageContaining("product m8: org.example.b requires osgi.extender (osgi.extender=osgi.component)")
                .hasMessageNotContaining("Optional").hasMessageNotContaining("meta");
    }

    @Test
    void countsWhatFrameworkJdkAndLauncherProvide() throws Exception {
        fixture.bundle("org.example", "org.example.a", Map.of("Import-Package", "org.osgi.framework,javax.net.ssl,org.xml.sax",
                "Require-Capability", """
                        osgi.ee;filter:='(&(osgi.ee=JavaSE)(version=25))',\
                        osgi.service;filter:='(objectClass=java.util.function.IntConsumer)';effective:=active,\
                        osgi.service;filter:='(objectClass=org.osgi.service.log.LoggerFactory)';effective:=active,\
                        osgi.service;filter:='(objectClass=org.example.Phone)';effective:=active"""));
        fixture.feature("fine", "org.example:org.example.a@1");

        assertThat(fixture.compose("m8", "fine").bundles()).hasSize(3);
    }

    @Test
    void refusesAFrameworkThatIsTooOld() throws Exception {
        fixture.bundle("org.example", "org.example.a", Map.of("Require-Capability", "osgi.ee;filter:='(&(osgi.ee=JavaSE)(version=99))'"));
        fixture.feature("future", "org.example:org.example.a@1");

        assertThatThrownBy(() -> fixture.compose("m8", "future")).hasMessageContaining("org.example.a requires osgi.ee");
    }

    @Test
    void refusesWhatEachRequirementAloneWouldAllow() throws Exception {
        fixture.bundle("org.example", "org.example.one", Map.of("Bundle-ManifestVersion", "2", "Provide-Capability",
                "osgi.wiring.bundle.dummy;a=b", "-exportcontents", "org.example.p;version=1", "-includeresource",
                "org/example/p/x;literal='x'"));
        fixture.bundle("org.example", "org.example.two", Map.of("-exportcontents", "org.example.p;version=2,org.example.q;version=1",
                "-includeresource", "org/example/p/x;literal='x',org/example/q/x;literal='x'"));
        fixture.bundle("org.example", "org.example.user",
                Map.of("Import-Package", "org.example.p;version='[1,2)',org.example.q;version='[1,2)'"));
        fixture.feature("uses", "org.example:org.example.one@1", "org.example:org.example.two@1", "org.example:org.example.user@1");

        Composition without = fixture.compose("m8", "uses");
        assertThat(without.bundles()).hasSize(5);

        fixture.bundle("org.example", "org.example.two",
                Map.of("-exportcontents", "org.example.p;version=2,org.example.q;version=1;uses:='org.example.p'", "-includeresource",
                        "org/example/p/x;literal='x',org/example/q/x;literal='x'"));
        assertThatThrownBy(() -> fixture.compose("m8", "uses")).isInstanceOf(CompositionException.class).hasMessageContaining("product m8")
                .hasMessageContaining("org.example.p");
    }

    @Test
    void namesWhatAProductFileGetsWrong() throws Exception {
        assertThatThrownBy(() -> fixture.compose("m8", "nothing")).hasMessage("product m8: there is no feature nothing, known are [base]");
        assertThatThrownBy(() -> fixture.compose("x9")).hasMessage("product x9: there is no hardware fragment org.carillon.hw.x9");

        Path file = Files.writeString(directory.resolve("odd.json"), "{\"hardware\": \"x\", \"features\": {\"base\": \"yes\"}}");
        assertThatThrownBy(() -> Product.read(file)).hasMessage("product odd: base is \"yes\", permitted are true and false");
        Files.writeString(file, "{\"hardware\": \"x\", \"feature\": {}}");
        assertThatThrownBy(() -> Product.read(file)).hasMessageContaining("unknown key feature");
        Files.writeString(file, "{\"hardware\": \"x\"}");
        assertThatThrownBy(() -> Product.read(file)).isInstanceOf(CompositionException.class);
        Files.writeString(file, "{");
        assertThatThrownBy(() -> Product.read(file)).isInstanceOf(CompositionException.class);
    }

    @Test
    void namesWhatAFeatureGetsWrong() throws Exception {
        fixture.feature("a", "org.example:org.example.gone@1");
        assertThatThrownBy(() -> fixture.compose("m8", "a"))
                .hasMessage("feature a names org.example:org.example.gone:1, which is not among the dependencies of its pom");

        fixture.feature("a", "org.carillon:org.carillon.core.device@1");
        assertThatThrownBy(() -> fixture.compose("m8", "a"))
                .hasMessage("product m8: bundle org.carillon.core.device is in two features, base and a");

        fixture.bundle("org.example", "org.example.b", Map.of());
        fixture.feature("a", "org.example:org.example.b");
        assertThatThrownBy(() -> fixture.compose("m8", "a")).hasMessage("feature a: bundle org.example:org.example.b:1 has no start-order");
    }

    @Test
    void leavesOutWhatIsSwitchedOff() throws Exception {
        fixture.bundle("org.example", "org.example.b", Map.of());
        fixture.feature("a", "org.example:org.example.b@1");
        Path file = Files.writeString(directory.resolve("m8.json"),
                "{\"hardware\": \"org.carillon.hw.m8\", \"features\": {\"base\": true, \"a\": false}, \"swap\": true}");
        Product product = Product.read(file);

        assertThat(product.shipped()).containsExactly("base");
        assertThat(product.swap()).isTrue();
        assertThat(fixture.composer().compose(product).bundles()).hasSize(2);
        assertThat(fixture.composer().compose(product.emulated("a")).features()).hasSize(2);
        assertThat(List.of(product.emulated("a").swap(), new Product("x", "y", Map.of(), false).emulated("a").swap())).containsOnly(true);
    }
}
