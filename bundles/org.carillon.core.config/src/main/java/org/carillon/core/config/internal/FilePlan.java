package org.carillon.core.config.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Ineffective;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;

/**
 * What files do to the layers. Each replaces its layer; a configuration file whose content changed takes away the user's value of each id that it
 * sets, or that it overrides where personal settings are protected. What is not permitted is stored with the rest, where it counts for nothing: it
 * may become permitted when a bundle changes.
 */
final class FilePlan {
    private static final int MAX_ID = 128;
    private static final Pattern SOURCE = Pattern.compile("(.*):([0-9]{1,9})");

    private final State state;
    private final Catalogue catalogue;
    private final List<Change> changes = new ArrayList<>();
    private final List<Rejection> rejected = new ArrayList<>();
    private final List<Rejection> unknown = new ArrayList<>();
    private final Map<String, Layer> causes = new HashMap<>();
    private final Map<Layer, Map<String, Entry>> wanted = new EnumMap<>(Layer.class);
    private final Map<Layer, List<String>> effectless = new EnumMap<>(Layer.class);

    /**
     * @param files
     *            of two for the same layer, the later one outranks the earlier
     * @param kept
     *            ids whose user values no file takes away
     */
    FilePlan(State state, Catalogue catalogue, List<File> files, Set<String> kept) {
        this(state, catalogue);
        files.forEach(this::read);
        if (wanted.containsKey(Layer.USER)) {
            kept.stream().filter(id -> state.get(Layer.USER, id) != null)
                    .forEach(id -> wanted.get(Layer.USER).put(id, state.get(Layer.USER, id)));
        }
        wanted.forEach(this::replace);
        if (!wanted.containsKey(Layer.USER)) {
            boolean overridingOnly = isProtected(state.with(changes));
            wanted.forEach((layer, entries) -> {
                if (layer.isFile() && !sameContent(state.layer(layer), entries)) {
                    takeUserValues(layer, entries, kept, overridingOnly);
                }
            });
        }
    }

    private FilePlan(State state, Catalogue catalogue) {
        this.state = state;
        this.catalogue = catalogue;
    }

    /**
     * What a file changes that is added to its layer: what it does not name stays. What is not permitted is left out, and so is a URL that is the
     * one in force but for its user info, which files are saved without.
     */
    static FilePlan adding(State state, Catalogue catalogue, File file) {
        FilePlan plan = new FilePlan(state, catalogue);
        plan.read(file);
        plan.wanted.forEach((layer, entries) -> {
            plan.effectless.getOrDefault(layer, List.of()).forEach(entries::remove);
            entries.entrySet().removeIf(entry -> plan.isInForce(entry.getKey(), entry.getValue()));
            plan.put(layer, entries);
        });
        return plan;
    }

    /** What of the entries of a layer counts for nothing, as it was reported when its files came, in their order. */
    static Ineffective ineffective(Map<String, Entry> layer, Catalogue catalogue) {
        List<Rejection> rejected = new ArrayList<>();
        List<Rejection> unknown = new ArrayList<>();
        layer.forEach((id, entry) -> {
            Slot slot = catalogue.slot(id);
            if (slot == null) {
                unknown.add(rejection(entry, id, Definition.MASK, catalogue.whyUnknown(id)));
            } else if (!entry.masks() && slot.definition().canonical(entry.value()).isEmpty()) {
                rejected.add(rejection(entry, id, slot.definition().shown(entry.value()), slot.definition().type().permitted()));
            }
        });
        Comparator<Rejection> order = Comparator.comparing(Rejection::file).thenComparing(Rejection::line);
        rejected.sort(order);
        unknown.sort(order);
        return new Ineffective(rejected, unknown);
    }

    private static Rejection rejection(Entry entry, String id, String value, String permitted) {
        Matcher source = SOURCE.matcher(entry.source());
        return source.matches() ? new Rejection(source.group(1), Integer.parseInt(source.group(2)), id, value, permitted)
                : new Rejection(entry.source(), 0, id, value, permitted);
    }

    /** As the files themselves say. */
    private boolean isProtected(State after) {
        Slot slot = catalogue.slot(ConfigurationConfig.PROTECT);
        return slot != null && Effective.of(after, slot).value().equals(String.valueOf(true));
    }

    /** Nothing when the files say what the layers say already. */
    List<Change> changes() {
        return changes;
    }

    List<Rejection> rejected() {
        return rejected;
    }

    List<Rejection> unknown() {
        return unknown;
    }

    /** The layer whose file touched an id; the highest where several do. */
    Map<String, Layer> causes() {
        return causes;
    }

    private boolean isInForce(String id, Entry saved) {
        Slot slot = catalogue.slot(id);
        if (slot == null || saved.masks()) {
            return false;
        }
        String now = Effective.of(state, slot).value();
        String exported = slot.definition().exported(now);
        return !exported.equals(now) && slot.definition().canonical(saved.value()).equals(Optional.of(exported));
    }

    private void read(File file) {
        Layer layer = Layer.of(file.layer());
        Map<String, Entry> entries = wanted.computeIfAbsent(layer, key -> new LinkedHashMap<>());
        Map<String, Integer> lines = new HashMap<>();
        for (Setting setting : file.settings()) {
            String id = setting.id().strip();
            Integer earlier = lines.putIfAbsent(id, setting.line());
            if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(c -> c <= ' ')) {
                reject(file, setting, "an id of 1 to " + MAX_ID + " characters without blanks");
            } else if (earlier != null) {
                reject(file, setting, "each id once; line " + earlier + " sets it and stands");
            } else {
                entries.put(id, new Entry(setting.value(), setting.override(), source(file, setting)));
                judge(file, layer, id, setting);
            }
        }
    }

    private static String source(File file, Setting setting) {
        return setting.line() == 0 ? file.name() : file.name() + ":" + setting.line();
    }

    private void judge(File file, Layer layer, String id, Setting setting) {
        Slot slot = catalogue.slot(id);
        if (slot == null) {
            unknown.add(new Rejection(file.name(), setting.line(), id, Definition.MASK, catalogue.whyUnknown(id)));
        } else if (setting.value() != null && slot.definition().canonical(setting.value()).isEmpty()) {
            reject(file, setting, slot.definition().type().permitted());
            effectless.computeIfAbsent(layer, key -> new ArrayList<>()).add(id);
        }
    }

    private void reject(File file, Setting setting, String permitted) {
        Slot slot = catalogue.slot(setting.id().strip());
        String value = slot == null ? Definition.MASK : slot.definition().shown(String.valueOf(setting.value()));
        rejected.add(new Rejection(file.name(), setting.line(), setting.id().strip(), value, permitted));
    }

    private static boolean sameContent(Map<String, Entry> before, Map<String, Entry> after) {
        return before.keySet().equals(after.keySet())
                && after.entrySet().stream().allMatch(entry -> entry.getValue().saysTheSame(before.get(entry.getKey())));
    }

    private void takeUserValues(Layer layer, Map<String, Entry> entries, Set<String> kept, boolean overridingOnly) {
        List<String> without = effectless.getOrDefault(layer, List.of());
        entries.forEach((id, entry) -> {
            if (state.get(Layer.USER, id) != null && !kept.contains(id) && !without.contains(id) && (entry.override() || !overridingOnly)) {
                changes.add(new Change(Layer.USER, id, null));
            }
        });
    }

    private void replace(Layer layer, Map<String, Entry> entries) {
        Map<String, Entry> before = state.layer(layer);
        before.keySet().stream().filter(id -> !entries.containsKey(id)).forEach(id -> {
            changes.add(new Change(layer, id, null));
            causes.put(id, layer);
        });
        put(layer, entries);
    }

    private void put(Layer layer, Map<String, Entry> entries) {
        entries.forEach((id, entry) -> {
            if (!entry.equals(state.get(layer, id))) {
                changes.add(new Change(layer, id, entry));
            }
            causes.put(id, layer);
        });
    }
}
