package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;

/** A thousand random histories of edits in all layers, against the rules over plain maps. */
class HistoriesTest {
    private static final int HISTORIES = 1_000;
    private static final int STEPS = 30;
    private static final String PROTECT = ConfigurationConfig.PROTECT;
    private static final List<Declaration> DECLARED = List.of(
            Declared.singleton("lamp", Declared.number("A", 1, 5, 3), Declared.secret(Declared.number("B", 1, 5, 3)),
                    Declared.flag(PROTECT)),
            Declared.indexed("lamp.account", 2, Declared.number("C{n}", 1, 5, 3)));
    /** Who is heard, from the user down to the OEM; and which of them are files that another file can mask. */
    private static final List<Layer> RANKS = List.of(Layer.USER, Layer.MAC, Layer.DEVICE, Layer.COMMON, Layer.NETWORK, Layer.PRODUCT);
    private static final Set<Layer> FILES = Set.of(Layer.MAC, Layer.DEVICE, Layer.COMMON);
    private static final List<String> IDS = List.of("A", "B", "C1", "C2", PROTECT, "Unknown");

    /** The rules: values, sources and override as lists by id, by layer. */
    private static final class Reference {
        private Map<Layer, Map<String, List<String>>> now = new EnumMap<>(Layer.class);
        private final LinkedList<Map<Layer, Map<String, List<String>>>> past = new LinkedList<>();

        Map<String, List<String>> layer(Layer layer) {
            return now.computeIfAbsent(layer, key -> new TreeMap<>());
        }

        void commit(Runnable edit) {
            Map<Layer, Map<String, List<String>>> before = new EnumMap<>(Layer.class);
            List.of(Layer.USER, Layer.MAC, Layer.DEVICE, Layer.COMMON).forEach(layer -> before.put(layer, new TreeMap<>(layer(layer))));
            edit.run();
            if (!before.entrySet().stream().allMatch(layer -> layer.getValue().equals(layer(layer.getKey())))) {
                past.addFirst(before);
                past.subList(Math.min(20, past.size()), past.size()).clear();
            }
        }

        void apply(Map<Layer, Map<String, List<String>>> files) {
            Map<Layer, Map<String, List<String>>> changed = new EnumMap<>(files);
            changed.entrySet()
                    .removeIf(file -> !FILES.contains(file.getKey()) || meaning(file.getValue()).equals(meaning(layer(file.getKey()))));
            files.forEach((layer, content) -> now.put(layer, new TreeMap<>(content)));
            boolean all = effective(PROTECT, "false").startsWith("false");
            if (!files.containsKey(Layer.USER)) {
                changed.values().forEach(file -> file.forEach((id, entry) -> {
                    if ((all || entry.get(2).equals("true")) && (!isKnown(id) || entry.getFirst() == null || permitted(id, entry))) {
                        layer(Layer.USER).remove(id);
                    }
                }));
            }
        }

        private static List<?> meaning(Map<String, List<String>> content) {
            return content.entrySet().stream()
                    .map(entry -> Arrays.asList(entry.getKey(), entry.getValue().getFirst(), entry.getValue().get(2)))
                    .toList();
        }

        static boolean isKnown(String id) {
            return !id.equals("Unknown");
        }

        static boolean permitted(String id, List<String> entry) {
            return entry.getFirst().matches(id.equals(PROTECT) ? "true|false" : "[1-5]");
        }

        String effective(String id, String standard) {
            String masked = null;
            for (Layer layer : RANKS) {
                List<String> entry = masked != null && FILES.contains(layer) ? null : layer(layer).get(id);
                if (entry != null && entry.getFirst() == null) {
                    masked = entry.get(1);
                } else if (entry != null && permitted(id, entry)) {
                    return entry.getFirst() + " " + layer + " " + entry.get(1);
                }
            }
            return standard + " " + Layer.DEFAULT + " " + (masked == null ? "lamp" : masked);
        }
    }

    private final RecordingLog log = new RecordingLog();

    private int told;

    private Engine open(RecordingDisk disk) throws IOException {
        Engine.Target counting = new Engine.Target() {
            @Override
            public void put(String pid, Map<String, Object> properties) {
                told++;
            }

            @Override
            public void remove(String pid) {
                told++;
            }

            @Override
            public void await() {
                // nobody acts on it
            }
        };
        Journal journal = new Journal(disk, Keys.sealing(), () -> 0, log.logger()::error, 2_000);
        Engine engine = new Engine(journal, counting, (layer, ids) -> {}, () -> true, log.logger());
        engine.declare(Map.of(1L, DECLARED));
        return engine;
    }

    @Test
    void everyHistoryAgreesWithTheReference() throws IOException {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Reference reference = new Reference();
            RecordingDisk disk = new RecordingDisk(product(reference, random));
            Engine engine = open(disk);
            for (int step = 0; step < STEPS; step++) {
                edit(engine, reference, random, step, disk);
                if (random.nextInt(10) == 0) {
                    disk = new RecordingDisk(disk.files());
                    engine = open(disk);
                }
                assertThat(engine.history()).as("seed %d step %d", seed, step).hasSize(reference.past.size());
                for (String id : IDS.subList(0, 5)) {
                    Effective effective = engine.get(id).effective();
                    assertThat(effective.value() + " " + effective.layer() + " " + effective.source())
                            .as("seed %d step %d id %s", seed, step, id)
                            .isEqualTo(reference.effective(id, id.equals(PROTECT) ? "false" : "3"));
                }
            }
        }
    }

    /** What the product says never changes while it runs. */
    private Map<String, byte[]> product(Reference reference, Random random) throws IOException {
        RecordingDisk disk = new RecordingDisk();
        List<Change> changes = new ArrayList<>();
        for (String id : IDS) {
            if (random.nextInt(4) == 0) {
                String value = value(random, id);
                changes.add(new Change(Layer.PRODUCT, id, new Entry(value, false, "oem")));
                reference.layer(Layer.PRODUCT).put(id, List.of(value, "oem", "false"));
            }
        }
        new Journal(disk, Keys.sealing(), () -> 0, log.logger()::error).commit("product", changes);
        return disk.files();
    }

    private static String value(Random random, String id) {
        return id.equals(PROTECT) ? List.of("true", "false", "perhaps").get(random.nextInt(3)) : String.valueOf(random.nextInt(6) + 1);
    }

    private void edit(Engine engine, Reference reference, Random random, int step, RecordingDisk disk) {
        String id = IDS.get(random.nextInt(5));
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                String value = id.equals(PROTECT) ? String.valueOf(random.nextBoolean()) : String.valueOf(random.nextInt(5) + 1);
                engine.set(Map.of(id, value), "ctl");
                reference.commit(() -> reference.layer(Layer.USER).put(id, List.of(value, "ctl", "false")));
            }
            case 2 -> {
                engine.unset(List.of(id), "ctl");
                reference.commit(() -> reference.layer(Layer.USER).remove(id));
            }
            case 3 -> {
                if (!reference.past.isEmpty()) {
                    int count = random.nextInt(reference.past.size()) + 1;
                    engine.undo(count);
                    Map<Layer, Map<String, List<String>>> target = reference.past.get(count - 1);
                    reference.commit(() -> target.forEach((layer, content) -> reference.now.put(layer, new TreeMap<>(content))));
                }
            }
            case 4 -> {
                Map<String, List<String>> content = new LinkedHashMap<>();
                engine.add(file(ConfigurationFiles.Layer.USER, "s" + step, random, content));
                content.entrySet().removeIf(entry -> Reference.isKnown(entry.getKey()) && entry.getValue().getFirst() != null
                        && !Reference.permitted(entry.getKey(), entry.getValue()));
                reference.commit(() -> reference.layer(Layer.USER).putAll(content));
            }
            default -> apply(engine, reference, random, step, disk);
        }
    }

    private void apply(Engine engine, Reference reference, Random random, int step, RecordingDisk disk) {
        List<ConfigurationFiles.Layer> layers = new ArrayList<>(List.of(ConfigurationFiles.Layer.values()));
        Collections.shuffle(layers, random);
        List<File> files = new ArrayList<>();
        Map<Layer, Map<String, List<String>>> contents = new EnumMap<>(Layer.class);
        for (ConfigurationFiles.Layer layer : layers.subList(0, random.nextInt(2) + 1)) {
            Map<String, List<String>> content = new LinkedHashMap<>();
            files.add(file(layer, layer + "" + step, random, content));
            contents.put(Layer.valueOf(layer.name()), content);
        }
        engine.apply(files, Set.of(), false);
        reference.commit(() -> reference.apply(contents));
        int operations = disk.operations();
        int before = told;
        assertThat(engine.apply(files, Set.of(), false).changed()).as("a second time").isEmpty();
        assertThat(disk.operations()).as("nothing is written").isEqualTo(operations);
        assertThat(told).as("nobody is told").isEqualTo(before);
    }

    private static File file(ConfigurationFiles.Layer layer, String name, Random random, Map<String, List<String>> content) {
        List<Setting> settings = new ArrayList<>();
        for (int line = 1; line <= random.nextInt(6); line++) {
            String id = IDS.get(random.nextInt(IDS.size()));
            String value = random.nextInt(4) == 0 ? null : value(random, id);
            boolean override = random.nextInt(3) == 0;
            settings.add(new Setting(line, id, value, override));
            content.putIfAbsent(id, Arrays.asList(value, name + ":" + line, String.valueOf(override)));
        }
        return new File(layer, name, settings);
    }
}
