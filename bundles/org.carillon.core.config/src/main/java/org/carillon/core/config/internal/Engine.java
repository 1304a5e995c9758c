package org.carillon.core.config.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Ineffective;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.osgi.service.log.Logger;

/**
 * Layers, catalogue and projection together: every change is judged, committed and projected in one piece, under one lock, which is not held
 * while the components are waited for. Safe for use by any thread.
 */
final class Engine {
    /** Takes the configurations. Called under the lock, but for {@link #await}. */
    interface Target {
        /** Creates or replaces the configuration of a PID: Boolean, Integer, Long, String or List of Strings by name. */
        void put(String pid, Map<String, Object> properties);

        void remove(String pid);

        /** Returns when what was put is seen by the components. */
        void await();
    }

    /** Property of an instance: its index. */
    private static final String INDEX = "index";

    /**
     * A parameter as it stands.
     *
     * @param pending
     *            true when the value works from the next boot on
     */
    record View(Slot slot, Effective effective, boolean pending) {}

    /**
     * A transaction with the states around it.
     */
    record Step(Past past, State before, State after) {}

    private record Snapshot(State state, Catalogue catalogue) {}

    private final Object lock = new Object();
    private final Journal journal;
    private final Target target;
    private final BiConsumer<String, List<String>> listener;
    private final BooleanSupplier running;
    private final Logger log;
    private final Map<String, Map<String, Object>> projected = new ConcurrentHashMap<>();
    private final Map<String, String> atBoot = new ConcurrentHashMap<>();
    private final Map<Long, Set<String>> pidsOfBundle = new HashMap<>();
    private volatile Snapshot now;
    private boolean booted;

    /**
     * @param listener
     *            is told which effective values changed by a change of which layer, after the components have seen it
     * @param running
     *            tells when the boot is over
     */
    Engine(Journal journal, Target target, BiConsumer<String, List<String>> listener, BooleanSupplier running, Logger log) {
        this.journal = journal;
        this.target = target;
        this.listener = listener;
        this.running = running;
        this.log = log;
        this.now = new Snapshot(journal.state(), Catalogue.EMPTY);
    }

    /** What the running bundles declare. */
    Catalogue catalogue() {
        return now.catalogue();
    }

    /** Bundles run, or are about to: their parameters take effect. Declarations that are as before do nothing. */
    void declare(Map<Long, List<Declaration>> bundles) {
        synchronized (lock) {
            rememberBoot();
            Catalogue before = now.catalogue();
            Catalogue catalogue = before.with(bundles);
            if (catalogue == before) {
                return;
            }
            now = new Snapshot(now.state(), catalogue);
            catalogue.clashes().stream().filter(clash -> !before.clashes().contains(clash)).forEach(log::error);
            protect(bundles.values().stream().flatMap(List::stream).toList());
            bundles.forEach(this::declared);
        }
    }

    private void protect(List<Declaration> declarations) {
        Catalogue catalogue = now.catalogue();
        List<String> secrets = declarations.stream().filter(declaration -> declaration.definitions().stream().anyMatch(Definition::secret))
                .flatMap(Declaration::pids).flatMap(pid -> catalogue.slots(pid).stream()).filter(slot -> slot.definition().secret())
                .map(Slot::id).toList();
        try {
            journal.protect(catalogue::isOpen, secrets);
        } catch (IOException e) {
            log.error("secrets are still legible in the configuration store, which cannot be rewritten: {}", e.getMessage());
        }
    }

    private void declared(long bundle, List<Declaration> declarations) {
        Set<String> pids = new LinkedHashSet<>();
        declarations.forEach(declaration -> declaration.pids().forEach(pids::add));
        project(pids, this::ignored);
        Set<String> before = pidsOfBundle.put(bundle, pids);
        if (before != null) {
            before.stream().filter(pid -> now.catalogue().slots(pid).isEmpty()).forEach(this::remove);
        }
    }

    private void ignored(Effective.Ignored ignored) {
        Definition definition = ignored.slot().definition();
        String message = "%s = %s of layer %s (%s) is not permitted and counts for nothing; permitted: %s".formatted(ignored.slot().id(),
                definition.shown(ignored.entry().value()), ignored.layer().printed(), ignored.entry().source(),
                definition.type().permitted());
        if (ignored.entry().source().equals(StartSettings.SOURCE)) {
            log.error(message);
        } else {
            log.warn(message);
        }
    }

    /**
     * A bundle is about to stop: its parameters are unknown until it runs again, and its configurations wait for it. Returns when no change is
     * on the way to its components any more.
     */
    void withdraw(long bundle) {
        synchronized (lock) {
            if (now.catalogue().of(bundle).isEmpty()) {
                return;
            }
            drop(bundle);
        }
        target.await();
    }

    private void drop(long bundle) {
        now = new Snapshot(now.state(), now.catalogue().with(bundle, List.of()));
    }

    /** A bundle is gone: its configurations go, its values stay. */
    void forget(long bundle) {
        synchronized (lock) {
            drop(bundle);
            Set<String> pids = pidsOfBundle.remove(bundle);
            if (pids != null) {
                pids.stream().filter(pid -> now.catalogue().slots(pid).isEmpty()).forEach(this::remove);
            }
        }
    }

    private void remove(String pid) {
        projected.remove(pid);
        target.remove(pid);
    }

    /** The key types changed, so that other values are permitted than before. */
    void keyTypesChanged() {
        synchronized (lock) {
            project(now.catalogue().slots().stream().filter(slot -> slot.definition().type().format().equals(KeyTypes.FORMAT))
                    .map(Slot::pid)
                    .distinct().toList(), ignored -> {});
        }
    }

    /** Once the boot is over, what asks for a reboot waits for one. */
    private void rememberBoot() {
        if (!booted && running.getAsBoolean()) {
            booted = true;
            now.catalogue().slots().stream().filter(slot -> slot.definition().reboot())
                    .forEach(slot -> atBoot.putIfAbsent(slot.id(), Effective.of(now.state(), slot).value()));
        }
    }

    private void project(Collection<String> pids, Consumer<Effective.Ignored> report) {
        for (String pid : pids) {
            List<Slot> slots = now.catalogue().slots(pid);
            Map<String, Object> properties = new TreeMap<>();
            slots.forEach(slot -> properties.put(slot.definition().attribute(), slot.definition().property(atWork(slot, report))));
            if (!slots.isEmpty() && slots.getFirst().instance() != null) {
                String index = slots.getFirst().instance();
                properties.put(INDEX, index.matches("[0-9]{1,9}") ? (Object) Integer.valueOf(index) : index);
            }
            if (!slots.isEmpty() && !properties.equals(projected.put(pid, Map.copyOf(properties)))) {
                target.put(pid, properties);
            }
        }
    }

    /** The value that the component has: of what asks for a reboot, the one that it had when the boot was over. */
    private String atWork(Slot slot, Consumer<Effective.Ignored> report) {
        Effective effective = Effective.of(now.state(), slot, report);
        if (!booted || !slot.definition().reboot()) {
            return effective.value();
        }
        String boot = atBoot.computeIfAbsent(slot.id(), id -> effective.value());
        return slot.definition().canonical(boot).orElse(slot.definition().defaultText());
    }

    /** The configuration of a PID, as it was projected; null when there is none. */
    Map<String, Object> properties(String pid) {
        return projected.get(pid);
    }

    /**
     * @throws ParameterException
     *             when no running bundle declares it
     */
    View get(String id) {
        Snapshot snapshot = now;
        return view(snapshot, slot(snapshot, id));
    }

    /** All parameters, by id. */
    Collection<View> views() {
        return views(now.catalogue());
    }

    /** All parameters of a catalogue that may know more than the running bundles declare, by id. */
    Collection<View> views(Catalogue catalogue) {
        Snapshot snapshot = now;
        Map<String, View> views = new TreeMap<>();
        catalogue.slots().forEach(slot -> views.put(slot.id(), view(snapshot, slot)));
        return views.values();
    }

    /** Ids whose value works from the next boot on, in order. */
    List<String> pending() {
        Snapshot snapshot = now;
        return atBoot.keySet().stream().map(snapshot.catalogue()::slot).filter(slot -> slot != null && view(snapshot, slot).pending())
                .map(Slot::id).sorted().toList();
    }

    private View view(Snapshot snapshot, Slot slot) {
        Effective effective = Effective.of(snapshot.state(), slot);
        String boot = atBoot.get(slot.id());
        return new View(slot, effective, slot.definition().reboot() && boot != null && !boot.equals(effective.value()));
    }

    private static Slot slot(Snapshot snapshot, String id) {
        Slot slot = snapshot.catalogue().slot(id.strip());
        if (slot == null) {
            throw new ParameterException(id.strip(), id.strip() + ": " + snapshot.catalogue().whyUnknown(id.strip()));
        }
        return slot;
    }

    /**
     * Sets user values, all or none.
     *
     * @param source
     *            who does it
     * @throws ParameterException
     *             when an id is unknown or a value is not permitted
     */
    void set(Map<String, String> values, String source) {
        List<String> changed;
        synchronized (lock) {
            List<Change> changes = new ArrayList<>();
            values.forEach((id, value) -> {
                Slot slot = slot(now, id);
                String canonical = slot.definition().canonical(value)
                        .orElseThrow(() -> new ParameterException(slot.id(), slot.id() + " = " + slot.definition().shown(value)
                                + " is not permitted; permitted: " + slot.definition().type().permitted()));
                change(changes, slot.id(), new Entry(canonical, false, source));
            });
            changed = commit(source, changes);
        }
        tell(Map.of(Layer.USER, changed));
    }

    /** Sets user values before anybody declares them; they are judged when somebody does. */
    void setUnjudged(Map<String, String> values, String source) {
        List<String> changed;
        synchronized (lock) {
            List<Change> changes = new ArrayList<>();
            values.forEach((id, value) -> change(changes, id.strip(), new Entry(value, false, source)));
            changed = commit(source, changes);
        }
        tell(Map.of(Layer.USER, changed));
    }

    private void change(List<Change> changes, String id, Entry entry) {
        if (!entry.equals(now.state().get(Layer.USER, id))) {
            changes.add(new Change(Layer.USER, id, entry));
        }
    }

    /** Tells the content of a layer from any other it may have had; the same after a restart. */
    String fingerprint(Layer layer) {
        return Integer.toHexString(now.state().layer(layer).hashCode());
    }

    Ineffective ineffective(Layer layer) {
        Snapshot snapshot = now;
        return FilePlan.ineffective(snapshot.state().layer(layer), snapshot.catalogue());
    }

    /** True when the user layer holds a value for an id, be it declared or not. */
    boolean isKept(String id) {
        return now.state().get(Layer.USER, id.strip()) != null;
    }

    /** What the user layer holds of what is declared, by id, without secrets and without the user info of URLs. */
    List<Setting> userSettings() {
        Snapshot snapshot = now;
        List<Setting> settings = new ArrayList<>();
        new TreeMap<>(snapshot.state().layer(Layer.USER)).forEach((id, entry) -> {
            Slot slot = snapshot.catalogue().slot(id);
            if (slot != null && !slot.definition().secret()) {
                String value = entry.masks() ? null : slot.definition().exported(entry.value());
                settings.add(new Setting(settings.size() + 1, id, value, false));
            }
        });
        return settings;
    }

    /**
     * Takes user values back.
     *
     * @param source
     *            who does it
     */
    void unset(Collection<String> ids, String source) {
        List<String> changed;
        synchronized (lock) {
            changed = commit(source, ids.stream().map(String::strip).filter(id -> now.state().get(Layer.USER, id) != null)
                    .map(id -> new Change(Layer.USER, id, null)).toList());
        }
        tell(Map.of(Layer.USER, changed));
    }

    /**
     * Replaces the layers of files.
     *
     * @param kept
     *            ids whose user values no file takes away
     * @param dryRun
     *            true only says what would change
     */
    Outcome apply(List<File> files, Set<String> kept, boolean dryRun) {
        return apply(() -> new FilePlan(now.state(), now.catalogue(), files, kept), names(files), dryRun);
    }

    /** Adds a file's settings to its layer. */
    Outcome add(File file) {
        return apply(() -> FilePlan.adding(now.state(), now.catalogue(), file), file.name(), false);
    }

    private Outcome apply(Supplier<FilePlan> planner, String cause, boolean dryRun) {
        FilePlan plan;
        List<String> changed;
        boolean reboot;
        synchronized (lock) {
            plan = planner.get();
            changed = dryRun ? changed(now.state().with(plan.changes()), plan.changes()) : commit(cause, plan.changes());
            reboot = changed.stream().anyMatch(id -> now.catalogue().slot(id).definition().reboot());
        }
        if (!dryRun) {
            tell(changed, plan.causes());
        }
        return new Outcome(changed, plan.rejected(), plan.unknown(), reboot);
    }

    private static String names(List<File> files) {
        return files.stream().map(File::name).collect(Collectors.joining(" "));
    }

    /** What was committed last and can be taken back, the last one first. */
    List<Step> history() {
        synchronized (lock) {
            List<Step> steps = new ArrayList<>();
            State after = now.state();
            for (Past past : journal.pasts()) {
                State before = after.with(past.back());
                steps.add(new Step(past, before, after));
                after = before;
            }
            return steps;
        }
    }

    /**
     * Takes the last transactions back in one, which can be taken back as well. What networks tell and products bring stays.
     *
     * @param count
     *            how many, from 1
     * @return ids whose effective value changed
     * @throws IllegalArgumentException
     *             when not so many are known
     */
    List<String> undo(int count) {
        List<String> changed;
        Map<String, Layer> causes = new HashMap<>();
        synchronized (lock) {
            List<Step> steps = history();
            if (count < 1 || count > steps.size()) {
                throw new IllegalArgumentException(count + " changes cannot be undone, " + steps.size() + " are known");
            }
            List<Change> changes = now.state().changesTo(steps.get(count - 1).before());
            changes.forEach(change -> causes.merge(change.id(), change.layer(), (one, other) -> one.compareTo(other) > 0 ? one : other));
            changed = commit("undo " + count, changes);
        }
        tell(changed, causes);
        return changed;
    }

    /** Returns the ids whose effective value changed. */
    private List<String> commit(String cause, List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        rememberBoot();
        State next = now.state().with(changes);
        List<String> changed = changed(next, changes);
        try {
            journal.commit(cause, changes);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing was changed, the configuration store cannot write: " + e.getMessage(), e);
        }
        now = new Snapshot(next, now.catalogue());
        project(changed.stream().map(id -> now.catalogue().slot(id).pid()).distinct().toList(), ignored -> {});
        return changed;
    }

    private List<String> changed(State next, List<Change> changes) {
        Map<String, Slot> touched = new LinkedHashMap<>();
        changes.forEach(change -> Optional.ofNullable(now.catalogue().slot(change.id())).ifPresent(slot -> touched.put(slot.id(), slot)));
        return touched.values().stream().filter(slot -> !Effective.of(next, slot).value().equals(Effective.of(now.state(), slot).value()))
                .map(Slot::id).sorted().toList();
    }

    private void tell(List<String> changed, Map<String, Layer> causes) {
        Map<Layer, List<String>> byLayer = new EnumMap<>(Layer.class);
        changed.forEach(id -> byLayer.computeIfAbsent(causes.get(id), layer -> new ArrayList<>()).add(id));
        tell(byLayer);
    }

    private void tell(Map<Layer, List<String>> changed) {
        target.await();
        changed.forEach((layer, ids) -> {
            if (!ids.isEmpty()) {
                listener.accept(layer.printed(), ids);
            }
        });
    }
}
