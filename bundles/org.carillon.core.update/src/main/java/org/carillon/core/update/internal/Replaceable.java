package org.carillon.core.update.internal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.carillon.api.ctl.CommandException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Knows which bundles cannot be stopped while the phone runs: those that a swap itself stands on, by service or by class. */
final class Replaceable {
    private static final Set<String> ROOTS = Set.of("org.apache.felix.scr", "org.apache.felix.configadmin", "org.carillon.core.config",
            "org.carillon.core.ctl", "org.carillon.core.update");

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    Replaceable(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    /**
     * @throws CommandException
     *             saying why not
     */
    void check(Bundle bundle) {
        String name = Names.ofBundle(bundle.getSymbolicName());
        Set<Bundle> foundation = foundation();
        if (foundation.contains(bundle)) {
            throw new CommandException(name + " cannot be stopped while the phone runs: the phone stands on it; a reboot replaces it");
        }
        List<String> users = dependents(bundle).stream().filter(foundation::contains).map(Bundle::getSymbolicName).map(Names::ofBundle)
                .sorted().toList();
        if (!users.isEmpty()) {
            throw new CommandException(name + " cannot be stopped while the phone runs: its classes are used by " + String.join(", ", users)
                    + "; a reboot replaces it");
        }
    }

    /** The bundles that carry out commands, and those whose services they cannot do without. */
    private Set<Bundle> foundation() {
        Set<Bundle> found = new HashSet<>();
        Deque<Bundle> open = new ArrayDeque<>(
                Arrays.stream(context.getBundles()).filter(bundle -> ROOTS.contains(bundle.getSymbolicName())).toList());
        open.add(context.getBundle(Constants.SYSTEM_BUNDLE_ID));
        while (!open.isEmpty()) {
            Bundle bundle = open.remove();
            if (bundle != null && found.add(bundle)) {
                runtime.getComponentDescriptionDTOs(bundle).forEach(description -> open.addAll(needed(description)));
            }
        }
        return found;
    }

    private List<Bundle> needed(ComponentDescriptionDTO description) {
        Set<String> mandatory = Arrays.stream(description.references).filter(reference -> reference.cardinality.startsWith("1"))
                .map(reference -> reference.name).collect(Collectors.toSet());
        return runtime.getComponentConfigurationDTOs(description).stream()
                .filter(configuration -> configuration.satisfiedReferences != null)
                .flatMap(configuration -> Arrays.stream(configuration.satisfiedReferences))
                .filter(reference -> mandatory.contains(reference.name) && reference.boundServices != null)
                .flatMap(reference -> Arrays.stream(reference.boundServices)).map(service -> context.getBundle(service.bundle)).toList();
    }

    /** Bundles that would have to restart with this one, because they use its classes. */
    static Set<Bundle> dependents(Bundle bundle) {
        Set<Bundle> found = new HashSet<>();
        collect(bundle, found);
        found.remove(bundle);
        return found;
    }

    private static void collect(Bundle bundle, Set<Bundle> found) {
        BundleWiring wiring = bundle.adapt(BundleWiring.class);
        if (found.add(bundle) && wiring != null) {
            for (BundleWire wire : wiring.getProvidedWires(null)) {
                collect(wire.getRequirer().getBundle(), found);
            }
        }
    }

    /** The bundle that people mean by a name. */
    Bundle named(String name) {
        for (Bundle bundle : context.getBundles()) {
            if (Names.matches(bundle.getSymbolicName(), name)) {
                return bundle;
            }
        }
        throw new CommandException("there is no bundle " + name + "; features lists what there is");
    }

    /** All of them, none twice. */
    List<Bundle> checked(Collection<Bundle> bundles) {
        bundles.forEach(this::check);
        return bundles.stream().distinct().toList();
    }
}
