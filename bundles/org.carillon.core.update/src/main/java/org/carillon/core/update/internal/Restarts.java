package org.carillon.core.update.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Compares what runs outside some bundles before and after something was done to them: a bundle that was restarted has new components, a
 * component that was activated again has a new service, or other services that it uses.
 */
final class Restarts {
    private static final String STATIC = "static";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Set<Bundle> inside;
    private final State before;

    /**
     * @param component
     *            name, with the PID of its configuration where there is one
     */
    private record Key(String bundle, String component) {}

    /**
     * @param ids
     *            of components and of their services
     * @param used
     *            services that an active component was built with, by component and reference
     */
    private record State(Map<Key, Set<Long>> ids, Map<Key, Set<Long>> used) {}

    Restarts(BundleContext context, ServiceComponentRuntime runtime, Collection<Bundle> inside) {
        this.context = context;
        this.runtime = runtime;
        this.inside = new HashSet<>(inside);
        before = outside();
    }

    /** Names of the bundles with a component that is another one now, or gone. */
    List<String> names() {
        State after = outside();
        Set<String> names = new TreeSet<>();
        before.ids.forEach((key, ids) -> {
            if (!ids.equals(after.ids.get(key))) {
                names.add(Names.ofBundle(key.bundle()));
            }
        });
        before.used.forEach((key, services) -> {
            if (!services.equals(after.used.getOrDefault(key, services))) {
                names.add(Names.ofBundle(key.bundle()));
            }
        });
        return new ArrayList<>(names);
    }

    private State outside() {
        State state = new State(new HashMap<>(), new HashMap<>());
        for (Bundle bundle : context.getBundles()) {
            ServiceReference<?>[] services = inside.contains(bundle) ? null : bundle.getRegisteredServices();
            if (services != null) {
                Arrays.stream(services).filter(service -> service.getProperty(ComponentConstants.COMPONENT_NAME) != null)
                        .forEach(service -> ids(state.ids, bundle, service.getProperty(ComponentConstants.COMPONENT_NAME) + " "
                                + service.getProperty(Constants.SERVICE_PID)).add((Long) service.getProperty(Constants.SERVICE_ID)));
            }
        }
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            Bundle bundle = context.getBundle(description.bundle.id);
            if (bundle != null && !inside.contains(bundle)) {
                runtime.getComponentConfigurationDTOs(description).forEach(configuration -> add(state, bundle, configuration));
            }
        }
        return state;
    }

    private static void add(State state, Bundle bundle, ComponentConfigurationDTO configuration) {
        String name = "component " + configuration.description.name + " " + configuration.properties.get(Constants.SERVICE_PID);
        boolean active = configuration.state == ComponentConfigurationDTO.ACTIVE;
        if (active || configuration.state == ComponentConfigurationDTO.SATISFIED) {
            ids(state.ids, bundle, name).add(configuration.id);
        }
        if (active) {
            // without a service of its own it keeps its number when it is activated again
            Set<String> fixed = Arrays.stream(configuration.description.references).filter(reference -> reference.policy.equals(STATIC))
                    .map(reference -> reference.name).collect(Collectors.toSet());
            Arrays.stream(configuration.satisfiedReferences).filter(reference -> fixed.contains(reference.name))
                    .forEach(reference -> Arrays.stream(reference.boundServices).map(service -> service.id)
                            .forEach(ids(state.used, bundle, name + " " + reference.name)::add));
        }
    }

    private static Set<Long> ids(Map<Key, Set<Long>> all, Bundle bundle, String component) {
        return all.computeIfAbsent(new Key(bundle.getSymbolicName(), component), key -> new HashSet<>());
    }
}
