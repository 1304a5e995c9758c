package org.carillon.releng.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ParametersTest {
    static final List<String> MODELS = Catalogue.MODELS;
    /** By model, what it declares. */
    private static final Map<String, Map<String, Map<String, Object>>> DECLARED = new HashMap<>();

    @BeforeAll
    static void askThePhones() throws Exception {
        for (String model : MODELS) {
            DECLARED.put(model, Catalogue.declared(model));
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void agreesWithTheManual(String model) throws Exception {
        Map<String, Map<String, Object>> manual = Catalogue.manual();
        Map<String, List<String>> deviations = Reactor.table("docs/manual-deviations.txt");
        Map<String, Map<String, Object>> declared = DECLARED.get(model);
        assertThat(declared).isNotEmpty();
        Map<String, List<String>> disagreements = new HashMap<>();
        declared.forEach((id, parameter) -> {
            assertThat(manual).as("the manual's parameters").containsKey(id);
            List<String> differences = Comparison.differences(parameter, manual.get(id), model);
            if (!differences.isEmpty() && !deviations.containsKey(id)) {
                disagreements.put(id, differences);
            }
        });
        assertThat(disagreements).isEmpty();
    }

    @Test
    void aDisagreementIsFound() throws Exception {
        Map<String, Object> manual = Catalogue.manual().get("FeatureDndRefuseCode");
        Map<String, Object> declared = Map.of("id", "FeatureDndRefuseCode", "default", "603", "values", List.of("404", "486"), "secret",
                true);
        assertThat(Comparison.differences(declared, manual, "M8")).extracting(line -> line.replaceFirst(":.*", "")).containsExactly(
                "default", "secret",
                "values");
    }

    @Test
    void everyDeviationNamesADecision() throws Exception {
        Reactor.table("docs/manual-deviations.txt")
                .forEach((id, adrs) -> assertThat(adrs)
                        .allSatisfy(adr -> assertThat(Reactor.ROOT.resolve("docs/adr").resolve(adr)).as(id).exists()));
    }

    /**
     * Tests note each parameter that they set through a configuration file and whose effect they saw, a file for each test class; see
     * ParameterEffects in integration-tests. What a class that is gone once noted does not count.
     */
    @Test
    void everyParameterHasAnEffectThatATestSaw() throws Exception {
        Set<String> missing = new TreeSet<>();
        DECLARED.values().forEach(parameters -> missing.addAll(parameters.keySet()));
        missing.removeAll(noted(Reactor.ROOT.resolve("integration-tests/target")));
        assertThat(missing).as("parameters without a test that saw their effect").isEmpty();
    }

    private static Set<String> noted(Path target) throws IOException {
        Set<String> noted = new TreeSet<>();
        Path folder = target.resolve("parameter-effects");
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> notes = Files.newDirectoryStream(folder, "*.txt")) {
                for (Path note : notes) {
                    String test = note.getFileName().toString().replaceFirst("\\.txt$", "");
                    if (Files.exists(target.resolve("test-classes/" + test.replace('.', '/') + ".class"))) {
                        noted.addAll(Files.readAllLines(note));
                    }
                }
            }
        }
        return noted;
    }
}
