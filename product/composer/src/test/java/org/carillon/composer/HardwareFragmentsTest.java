package org.carillon.composer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.resource.Capability;

/** The facts themselves stand in the fragments and nowhere else; here is what all of them must have in common. */
class HardwareFragmentsTest {
    /** Facts that a model may do without: absent means that the hardware is. */
    private static final Set<String> OPTIONAL = Set.of("bluetoothName", "moduleType", "wallpaper.formats", "wallpaper.height",
            "wallpaper.maxMiB", "wallpaper.width", "wifi");
    private static final Set<String> NUMBERS_ABOVE_ZERO = Set.of("accounts", "conferenceParties", "lineKeys", "lineKeys.height",
            "lineKeys.top", "maxCalls", "programKeys",
            "screen.height", "screen.width", "softkeys");

    private final Map<String, Map<String, Object>> models = models();

    private static Map<String, Map<String, Object>> models() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.contains("org.carillon.hw."))
                .map(Path::of).map(HardwareFragmentsTest::facts)
                .collect(Collectors.toMap(facts -> facts.get("model").toString(), facts -> facts));
    }

    private static Map<String, Object> facts(Path path) {
        try {
            Path manifest = path.resolve("META-INF/MANIFEST.MF");
            List<Capability> facts = (manifest.toFile().exists() ? Jar.resource(manifest) : Jar.resource(path))
                    .getCapabilities("org.carillon.hardware");
            assertThat(facts).as("one capability in %s", path).hasSize(1);
            return facts.getFirst().getAttributes();
        } catch (CompositionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void areSeven() {
        assertThat(models).containsOnlyKeys("H3G", "H6", "M3s", "M5s", "M7s", "M7s Pro", "M8");
    }

    @Test
    void haveTheSameFactsOfTheSameTypes() {
        Map<String, Class<?>> types = new HashMap<>();
        models.values().forEach(facts -> facts.forEach((name, value) -> types.merge(name, type(value), (one, other) -> {
            assertThat(other).as("type of %s", name).isEqualTo(one);
            return one;
        })));
        models.forEach((model, facts) -> {
            Set<String> missing = new TreeSet<>(types.keySet());
            missing.removeAll(facts.keySet());
            assertThat(OPTIONAL).as("what %s has no fact of", model).containsAll(missing);
        });
        assertThat(types).containsKeys(OPTIONAL.toArray(String[]::new));
    }

    private static Class<?> type(Object value) {
        return "true".equals(value) || "false".equals(value) ? Boolean.class : value instanceof List ? List.class : value.getClass();
    }

    @Test
    void areInThemselvesConsistent() {
        models.forEach((model, facts) -> {
            NUMBERS_ABOVE_ZERO.forEach(name -> assertThat((Long) facts.get(name)).as("%s of %s", name, model).isPositive());
            assertThat((Long) facts.get("modules") > 0).as("modules of %s", model).isEqualTo((Long) facts.get("keysPerModule") > 0)
                    .isEqualTo(facts.containsKey("moduleType"));
            assertThat(facts.containsKey("bluetoothName")).as("Bluetooth of %s", model).isEqualTo("true".equals(facts.get("bluetooth")));
            assertThat(facts.keySet().stream().filter(name -> name.startsWith("wallpaper.")).count()).as("wallpaper of %s", model).isIn(0L,
                    4L);
            assertThat((List<?>) facts.get("hardKeys")).as("hard keys of %s", model).doesNotHaveDuplicates().hasSizeGreaterThan(10);
            assertThat(facts.get("wifi")).as("Wi-Fi of %s", model).isIn(null, "dongle", "builtin");
        });
    }
}
