package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.junit.jupiter.api.Test;

class EffectiveTest {
    private static final Catalogue CATALOGUE = Declared.catalogue(
            Declared.singleton("lamp", Declared.number("A", 1, 5, 3), Declared.number("B", 1, 5, 3)),
            Declared.indexed("lamp.account", 3, Declared.number("C{n}", 1, 5, 3)));

    private static State state(Change... changes) {
        return State.EMPTY.with(List.of(changes));
    }

    private static Change put(Layer layer, String value) {
        return new Change(layer, "A", new Entry(value, false, layer.printed()));
    }

    private static Effective of(State state) {
        return Effective.of(state, CATALOGUE.slot("A"));
    }

    @Test
    void aHigherLayerOutranksALowerOne() {
        List<Change> changes = new ArrayList<>();
        assertThat(of(State.EMPTY)).isEqualTo(new Effective("3", Layer.DEFAULT, "lamp"));
        int value = 0;
        for (Layer layer : Layer.DESCENDING.reversed()) {
            String text = String.valueOf(value++ % 5 + 1);
            changes.add(put(layer, text));
            assertThat(of(state(changes.toArray(Change[]::new)))).isEqualTo(new Effective(text, layer, layer.printed()));
        }
    }

    @Test
    void aMaskHidesTheFilesBelowAndNothingElse() {
        State masked = state(put(Layer.COMMON, "1"), put(Layer.DEVICE, "2"), put(Layer.MAC, null));
        assertThat(of(masked)).isEqualTo(new Effective("3", Layer.DEFAULT, "mac"));
        assertThat(of(masked.with(List.of(put(Layer.NETWORK, "4"))))).isEqualTo(new Effective("4", Layer.NETWORK, "network"));
        assertThat(of(masked.with(List.of(put(Layer.USER, "5"))))).isEqualTo(new Effective("5", Layer.USER, "user"));
        assertThat(of(state(put(Layer.COMMON, null), put(Layer.MAC, "2")))).isEqualTo(new Effective("2", Layer.MAC, "mac"));
    }

    @Test
    void aValueThatIsNotPermittedIsAsIfItWasNotThere() {
        List<Effective.Ignored> ignored = new ArrayList<>();
        State state = state(put(Layer.COMMON, "1"), put(Layer.MAC, "6"), put(Layer.USER, "x"));
        assertThat(Effective.of(state, CATALOGUE.slot("A"), ignored::add)).isEqualTo(new Effective("1", Layer.COMMON, "common"));
        assertThat(ignored).extracting(Effective.Ignored::layer).containsExactly(Layer.USER, Layer.MAC);
    }

    /** The rules in a few lines, over plain maps. */
    private static final class Reference {
        private final Map<Layer, Map<String, String[]>> layers = new EnumMap<>(Layer.class);

        private Map<String, String[]> layer(Layer layer) {
            return layers.computeIfAbsent(layer, key -> new TreeMap<>());
        }

        void user(String id, String value) {
            if (value == null) {
                layer(Layer.USER).remove(id);
            } else {
                layer(Layer.USER).put(id, new String[]{value, "ctl"});
            }
        }

        void file(Layer layer, Map<String, String[]> content) {
            Map<String, String> before = new TreeMap<>();
            layer(layer).forEach((id, entry) -> before.put(id, String.valueOf(entry[0])));
            Map<String, String> after = new TreeMap<>();
            content.forEach((id, entry) -> after.put(id, String.valueOf(entry[0])));
            if (layer.isFile() && !before.equals(after)) {
                content.forEach((id, entry) -> {
                    if (entry[0] == null || permitted(entry[0])) {
                        layer(Layer.USER).remove(id);
                    }
                });
            }
            layers.put(layer, new TreeMap<>(content));
        }

        private static boolean permitted(String value) {
            return value.matches("[1-5]");
        }

        String effective(String id) {
            boolean masked = false;
            String source = "lamp";
            for (Layer layer : List.of(Layer.USER, Layer.MAC, Layer.DEVICE, Layer.COMMON, Layer.NETWORK)) {
                String[] entry = masked && layer.isFile() ? null : layer(layer).get(id);
                if (entry != null && entry[0] == null) {
                    masked = true;
                    source = entry[1];
                } else if (entry != null && permitted(entry[0])) {
                    return entry[0] + " " + layer + " " + entry[1];
                }
            }
            return "3 " + Layer.DEFAULT + " " + source;
        }
    }

    @Test
    void thousandHistoriesAgreeWithTheReference() {
        List<String> ids = List.of("A", "B", "C1", "C2", "C3", "Unknown");
        List<String> values = List.of("1", "2", "3", "4", "5", "6");
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            Reference reference = new Reference();
            State state = State.EMPTY;
            for (int step = 0; step < 30; step++) {
                String id = ids.get(random.nextInt(ids.size()));
                if (random.nextInt(3) > 0) {
                    String value = random.nextInt(3) == 0 ? null : values.get(random.nextInt(values.size()));
                    reference.user(id, value);
                    state = state.with(List.of(new Change(Layer.USER, id, value == null ? null : new Entry(value, false, "ctl"))));
                } else {
                    ConfigurationFiles.Layer layer = ConfigurationFiles.Layer.values()[random.nextInt(5)];
                    Map<String, String[]> content = new TreeMap<>();
                    List<Setting> settings = new ArrayList<>();
                    for (int line = 1; line <= random.nextInt(5); line++) {
                        String set = ids.get(random.nextInt(ids.size()));
                        String value = random.nextInt(4) == 0 ? null : values.get(random.nextInt(values.size()));
                        settings.add(new Setting(line, set, value, false));
                        content.putIfAbsent(set, new String[]{value, "f" + step + ":" + line});
                    }
                    List<File> files = List.of(new File(layer, "f" + step, settings));
                    reference.file(Layer.of(layer), content);
                    state = state.with(new FilePlan(state, CATALOGUE, files, java.util.Set.of()).changes());
                    assertThat(new FilePlan(state, CATALOGUE, files, java.util.Set.of()).changes()).as("a second time").isEmpty();
                }
                for (String checked : ids.subList(0, 5)) {
                    Effective effective = Effective.of(state, CATALOGUE.slot(checked));
                    assertThat(effective.value() + " " + effective.layer() + " " + effective.source())
                            .as("seed %d step %d id %s", seed, step, checked)
                            .isEqualTo(reference.effective(checked));
                }
            }
        }
    }
}
