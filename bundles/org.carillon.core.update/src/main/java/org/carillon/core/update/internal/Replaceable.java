package org.carillon.core.update.internal;

import java.util.Collection;
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

/** Knows which bundles cannot be stopped while the phone runs: those that a swap itself stands on. */
final class Replaceable {
    private static final Set<String> FOUNDATION = Set.of("org.apache.felix.scr", "org.apache.felix.configadmin", "org.carillon.core.config",
            "org.carillon.core.ctl", "org.carillon.core.scope", "org.carillon.core.update");

    private final BundleContext context;

    Replaceable(BundleContext context) {
        this.context = context;
    }

    /**
     * @throws CommandException
     *             saying why not
     */
    void check(Bundle bundle) {
        String name = Names.ofBundle(bundle.getSymbolicName());
        if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID || FOUNDATION.contains(bundle.getSymbolicName())) {
            throw new CommandException(name + " cannot be stopped while the phone runs: the phone stands on it; a reboot replaces it");
        }
        String users = dependents(bundle).stream().map(Bundle::getSymbolicName).filter(FOUNDATION::contains).map(Names::ofBundle).sorted()
                .collect(Collectors.joining(", "));
        if (!users.isEmpty()) {
            throw new CommandException(
                    name + " cannot be stopped while the phone runs: " + users + " " + (users.contains(",") ? "use" : "uses")
                            + " its classes; a reboot replaces it");
        }
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
