package org.carillon.releng.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.carillon.releng.checks.fixture.Components;
import org.carillon.releng.checks.fixture.Processing;
import org.carillon.releng.checks.fixture.StaticState;
import org.carillon.releng.checks.fixture.Threading;
import org.carillon.releng.checks.fixture.Unmarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laws of the architecture over every bundle as built, and each over a fixture that breaks it. */
class LawsTest {
    private static List<BuiltBundle> bundles;
    private static ImportLaws imports;

    @TempDir
    Path directory;

    @BeforeAll
    static void read() {
        bundles = Reactor.bundles();
        imports = new ImportLaws(Reactor.table("target-platform/allowed.txt"));
    }

    private List<BuiltBundle> broken(String name, Map<String, String> headers, Class<?>... classes) throws Exception {
        return Fixtures.bundle(directory, name, headers, classes);
    }

    @Test
    void everyBundleOfTheReactorIsExamined() {
        List<String> modules = Reactor.lines(Reactor.ROOT.resolve("bundles/pom.xml")).stream().filter(line -> line.contains("<module>"))
                .map(line -> line.replaceAll("</?module>", "").strip()).toList();
        assertThat(modules).isNotEmpty();
        assertThat(bundles).allSatisfy(bundle -> assertThat(bundle.classes()).as(bundle.name()).isNotEmpty());
        assertThat(bundles).extracting(BuiltBundle::name).containsExactlyInAnyOrderElementsOf(modules);
        assertThat(Reactor.fragments()).hasSize(7);
        assertThat(bundles.stream().filter(bundle -> bundle.isLayer("feature"))).isNotEmpty();
    }

    @Test
    void law1FeaturesAndCoreImportContractsOnly() throws Exception {
        assertThat(imports.implementationImports(bundles)).isEmpty();
        Map<String, String> headers = Map.of("Import-Package",
                "org.carillon.core.config.internal,org.carillon.feature.dnd.internal,java.util,org.osgi.framework");
        assertThat(imports.implementationImports(broken("org.carillon.feature.fixture", headers, Threading.class))).containsExactly(
                "org.carillon.feature.fixture imports org.carillon.core.config.internal",
                "org.carillon.feature.fixture imports org.carillon.feature.dnd.internal");
    }

    @Test
    void law1ThirdPartyPackagesAreGrantedByName() throws Exception {
        List<BuiltBundle> fixture = broken("org.carillon.feature.fixture", Map.of("Import-Package", "com.unboundid.ldap.sdk"),
                Threading.class);
        assertThat(new ImportLaws(Map.of()).implementationImports(fixture)).hasSize(1);
        assertThat(new ImportLaws(Map.of("org.carillon.feature.fixture", List.of("com.unboundid.ldap"))).implementationImports(fixture))
                .isEmpty();
        assertThat(new ImportLaws(Map.of("org.carillon.feature.other", List.of("com.unboundid.ldap"))).implementationImports(fixture))
                .hasSize(1);
    }

    @Test
    void law2ApiBundlesDependOnNothing() throws Exception {
        assertThat(imports.apiImports(bundles)).isEmpty();
        List<BuiltBundle> fixture = broken("org.carillon.api.fixture",
                Map.of("Import-Package", "org.osgi.service.cm,org.carillon.api.fixture", "Export-Package",
                        "org.carillon.releng.checks.fixture"),
                Unmarked.class);
        assertThat(imports.apiImports(fixture)).containsExactlyInAnyOrder("org.carillon.api.fixture imports org.osgi.service.cm",
                "org.carillon.api.fixture exports org.carillon.releng.checks.fixture without a version",
                "cycle org.carillon.api.fixture -> org.carillon.api.fixture");
    }

    @Test
    void law2InterfacesSayWhoImplementsThem() throws Exception {
        assertThat(CodeLaws.markedInterfaces(bundles)).isEmpty();
        assertThat(CodeLaws.markedInterfaces(broken("org.carillon.api.fixture", Map.of(), Unmarked.class)))
                .containsExactly(Unmarked.class.getName() + " is neither ProviderType nor ConsumerType");
    }

    @Test
    void law3OnlyContractsAreExportedAndOwnersAreAlone() throws Exception {
        assertThat(imports.exportsAndOwners(bundles)).isEmpty();
        List<BuiltBundle> fixture = broken("org.carillon.core.fixture",
                Map.of("Import-Package", "javax.sip.message,jakarta.servlet", "Export-Package", "org.carillon.releng.checks.fixture"),
                Threading.class);
        assertThat(imports.exportsAndOwners(fixture)).containsExactlyInAnyOrder(
                "org.carillon.core.fixture exports org.carillon.releng.checks.fixture",
                "org.carillon.core.fixture sees SIP by javax.sip.message",
                "org.carillon.core.fixture sees servlets by jakarta.servlet",
                "org.carillon.core.fixture holds org.carillon.releng.checks.fixture");
    }

    @Test
    void law3NativeCodeAndProcessesHaveTheirPlace() throws Exception {
        assertThat(CodeLaws.nativeCode(bundles)).isEmpty();
        assertThat(CodeLaws.nativeCode(broken("org.carillon.feature.fixture", Map.of(), Processing.class))).isNotEmpty()
                .allMatch(violation -> violation.contains("java.lang.ProcessBuilder"));
    }

    @Test
    void law4HeadersAreDeclarative() throws Exception {
        assertThat(ImportLaws.forbiddenHeaders(bundles)).isEmpty();
        Map<String, String> headers = Map.of("Bundle-Activator", "org.carillon.Activator", "-fixupmessages.activator",
                "Bundle-Activator*,*Activator*", "Require-Bundle", "org.eclipse.osgi",
                "DynamicImport-Package",
                "*", "Import-Package", "org.osgi.framework;resolution:=optional");
        assertThat(ImportLaws.forbiddenHeaders(broken("org.carillon.feature.fixture", headers, Threading.class))).hasSize(4);
    }

    @Test
    void law4ThreadsComeFromScopes() throws Exception {
        assertThat(CodeLaws.threads(bundles)).isEmpty();
        assertThat(CodeLaws.threads(broken("org.carillon.feature.fixture", Map.of(), Threading.class)))
                .containsExactly(Threading.class.getName() + ".start() uses java.lang.Thread.<init>");
    }

    @Test
    void law4NothingStaticChanges() throws Exception {
        assertThat(CodeLaws.staticState(bundles)).isEmpty();
        assertThat(CodeLaws.staticState(broken("org.carillon.feature.fixture", Map.of(), StaticState.class))).containsExactlyInAnyOrder(
                StaticState.class.getName() + ".SEEN is static and can change",
                StaticState.class.getName() + ".count is static and can change");
    }

    @Test
    void law5ReferencesAreNamedAndDoNotRebuildTheirComponent() throws Exception {
        assertThat(ComponentLaws.namedReferences(bundles)).isEmpty();
        assertThat(ComponentLaws.references(bundles)).isEmpty();
        assertThat(ComponentLaws.configuration(bundles)).isEmpty();
        assertThat(ComponentLaws.cycles(bundles)).isEmpty();
        List<BuiltBundle> fixture = broken("org.carillon.feature.fixture", Map.of(), Components.class);
        assertThat(ComponentLaws.namedReferences(fixture)).singleElement().asString().contains("Unnamed").contains("without a name");
        assertThat(ComponentLaws.references(fixture)).singleElement().asString().contains("StaticList reference settings");
        assertThat(ComponentLaws.configuration(fixture)).singleElement().asString().contains("Unconfigured wakes up before");
        assertThat(ComponentLaws.cycles(fixture)).isNotEmpty().allMatch(cycle -> cycle.contains("Chicken") && cycle.contains("Egg"));
    }

    @Test
    void law6AParameterHasOneHomeAndOneDefault() throws Exception {
        assertThat(ParameterLaws.oneHome(bundles)).isEmpty();
        assertThat(ParameterLaws.oneDefault(bundles)).isEmpty();
        assertThat(ParameterLaws.privateSecrets(bundles)).isEmpty();
        assertThat(ParameterLaws.knownFacts(bundles, Reactor.fragments())).isEmpty();
        List<BuiltBundle> fixture = broken("org.carillon.feature.fixture", Map.of(), Components.class);
        assertThat(ParameterLaws.oneHome(fixture)).singleElement().asString().startsWith("FixtureEnable is declared by");
        assertThat(ParameterLaws.oneDefault(fixture)).containsExactlyInAnyOrder("FixtureMaximum has two defaults: 5 and a hardware fact",
                "org.carillon.feature.fixture has the attribute hidden without @Parameter");
        assertThat(ParameterLaws.privateSecrets(fixture)).containsExactly("FixturePassword would become a public service property");
        assertThat(ParameterLaws.knownFacts(fixture, Reactor.fragments())).hasSize(7)
                .allMatch(violation -> violation.contains("noSuchFact"));
    }

    @Test
    void law7FeaturesAreSmall() {
        Map<String, List<String>> waivers = Reactor.table("releng/waivers.txt");
        List<Path> features = Reactor.modules("bundles").stream()
                .filter(module -> module.getFileName().toString().startsWith("org.carillon.feature."))
                .toList();
        assertThat(features).isNotEmpty();
        assertThat(SizeLaw.violations(features, waivers)).isEmpty();
        Path large = Reactor.ROOT.resolve("bundles/org.carillon.core.sip");
        assertThat(SizeLaw.violations(List.of(large), Map.of())).singleElement().asString().contains("org.carillon.core.sip has");
        assertThat(SizeLaw.violations(List.of(large), Map.of("org.carillon.core.sip", List.of("9999-none.md")))).singleElement().asString()
                .contains("does not exist");
        assertThat(Set.copyOf(waivers.keySet())).isSubsetOf(features.stream().map(module -> module.getFileName().toString()).toList());
    }
}
