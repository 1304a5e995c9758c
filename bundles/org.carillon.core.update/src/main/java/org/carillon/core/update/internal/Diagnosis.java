package org.carillon.core.update.internal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.api.ctl.CommandException;
import org.carillon.core.update.internal.Snapshot.BundleFacts;
import org.carillon.core.update.internal.Snapshot.BundleState;
import org.carillon.core.update.internal.Snapshot.ComponentFacts;
import org.carillon.core.update.internal.Snapshot.FeatureFacts;
import org.carillon.core.update.internal.Snapshot.UnmetReference;
import org.carillon.core.update.internal.Snapshot.UnmetRequirement;

/** Finds out why something is not active, as a chain of causes in words: each sentence is explained by those that follow it. */
final class Diagnosis {
    private static final int DEEPEST = 12;

    private final Snapshot snapshot;

    Diagnosis(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * @param name
     *            of a bundle or a feature
     * @throws CommandException
     *             when there is nothing of that name
     */
    List<String> why(String name) {
        Optional<BundleFacts> bundle = snapshot.bundles().stream().filter(facts -> Names.matches(facts.name(), name)).findFirst();
        if (bundle.isPresent()) {
            return explain(List.of(bundle.get().name()), Names.ofBundle(bundle.get().name()));
        }
        Optional<FeatureFacts> feature = snapshot.features().stream().filter(facts -> facts.name().equals(name)).findFirst();
        if (feature.isPresent()) {
            return explain(feature.get().bundles(), "feature " + name);
        }
        for (FeatureFacts other : snapshot.others()) {
            if (other.name().equals(name)) {
                return List.of("feature " + name + " is absent: this product does not have it");
            }
            if (other.bundles().stream().anyMatch(symbolicName -> Names.matches(symbolicName, name))) {
                return List.of(name + " is absent: it comes with feature " + other.name() + ", which this product does not have");
            }
        }
        throw new CommandException("there is no bundle or feature " + name + "; features lists what there is");
    }

    /** One sentence for each bundle that is not what it should be when the phone runs, without deeper causes. */
    List<String> waiting() {
        Stream<String> installed = snapshot.bundles().stream().map(BundleFacts::name);
        Stream<String> shipped = snapshot.features().stream().flatMap(feature -> feature.bundles().stream());
        return Stream.concat(installed, shipped).distinct().flatMap(bundle -> waiting(bundle).stream()).toList();
    }

    /** The same for one bundle, by its symbolic name. */
    List<String> waiting(String symbolicName) {
        Set<String> sentences = new LinkedHashSet<>();
        direct(symbolicName, sentences, new LinkedHashSet<>());
        return List.copyOf(sentences);
    }

    private List<String> explain(List<String> symbolicNames, String subject) {
        Set<String> sentences = new LinkedHashSet<>();
        for (String symbolicName : symbolicNames) {
            explain(symbolicName, sentences, new LinkedHashSet<>());
        }
        return sentences.isEmpty() ? List.of(subject + " is active") : List.copyOf(sentences);
    }

    private void explain(String symbolicName, Set<String> sentences, Set<String> path) {
        if (!path.add(symbolicName) || path.size() > DEEPEST) {
            return;
        }
        Set<String> causes = new LinkedHashSet<>();
        direct(symbolicName, sentences, causes);
        for (String cause : causes) {
            if (path.contains(cause)) {
                sentences.add(Names.ofBundle(symbolicName) + " and " + Names.ofBundle(cause) + " wait for each other");
            }
            explain(cause, sentences, path);
        }
        path.remove(symbolicName);
    }

    /**
     * @param sentences
     *            takes what is wrong with this bundle
     * @param causes
     *            takes the bundles whose fault that is
     */
    private void direct(String symbolicName, Set<String> sentences, Set<String> causes) {
        String name = Names.ofBundle(symbolicName);
        Optional<BundleFacts> found = snapshot.bundle(symbolicName);
        if (found.isEmpty()) {
            sentences.add(name + " is absent: it is not installed");
            return;
        }
        switch (found.get().state()) {
            case STOPPED -> sentences.add(name + " is stopped");
            case STARTING -> sentences.add(name + " is still starting");
            case UNRESOLVED -> found.get().unmet().forEach(unmet -> unresolved(name, unmet, sentences, causes));
            case ATTACHED, ACTIVE -> snapshot.componentsOf(symbolicName).stream().filter(ComponentFacts::isWaiting)
                    .forEach(component -> component(name, component, sentences, causes));
        }
    }

    private static void unresolved(String name, UnmetRequirement unmet, Set<String> sentences, Set<String> causes) {
        sentences.add(name + " is not resolved: it requires " + unmet.words() + ", "
                + (unmet.providers().isEmpty() ? "which nothing in this phone provides" : "which comes from " + list(unmet.providers())));
        causes.addAll(unmet.providers());
    }

    private void component(String name, ComponentFacts component, Set<String> sentences, Set<String> causes) {
        switch (component.state()) {
            case FAILED -> sentences.add(name + " failed: " + simple(component.name()) + " threw " + component.failure());
            case NO_CONFIGURATION -> sentences.add(name + " waits for a configuration: " + String.join(", ", component.pids()));
            case NO_SERVICE -> component.unmet().forEach(reference -> service(name, component, reference, sentences, causes));
            case SATISFIED -> throw new IllegalArgumentException(component.name());
        }
    }

    private void service(String name, ComponentFacts component, UnmetReference reference, Set<String> sentences, Set<String> causes) {
        String missing = "reference " + reference.name() + ": no service " + reference.type()
                + (reference.target().isEmpty() ? "" : " with " + reference.target());
        List<String> providers = providers(reference.type()).distinct().toList();
        List<String> idle = providers.stream().filter(this::isIdle).toList();
        if (idle.contains(component.bundle())) {
            return; // what that other component of the same bundle waits for is said by itself
        }
        if (!idle.isEmpty()) {
            sentences.add(name + " waits for " + list(idle) + ": " + missing);
            causes.addAll(idle);
        } else if (providers.isEmpty()) {
            sentences.add(name + " waits: " + missing + ", and nothing in this phone provides it");
        } else {
            sentences.add(name + " waits: " + missing + ", though " + list(providers) + " can provide it");
        }
    }

    /** Symbolic names of the bundles that say, in their components or their manifest, that they provide a service. */
    private Stream<String> providers(String type) {
        return Stream.concat(
                snapshot.components().stream().filter(component -> component.services().contains(type)).map(ComponentFacts::bundle),
                snapshot.bundles().stream().filter(bundle -> bundle.services().contains(type)).map(BundleFacts::name));
    }

    private boolean isIdle(String symbolicName) {
        return snapshot.bundle(symbolicName).filter(bundle -> bundle.state() == BundleState.ACTIVE).isEmpty()
                || snapshot.componentsOf(symbolicName).stream().anyMatch(ComponentFacts::isWaiting);
    }

    private static String list(List<String> symbolicNames) {
        return symbolicNames.stream().map(Names::ofBundle).collect(Collectors.joining(" or "));
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
