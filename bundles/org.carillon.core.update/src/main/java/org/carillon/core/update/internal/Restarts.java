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
 * component that was activated again has a new service.
 */
final class Restarts {
    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final Set<Bundle> inside;
    private final Map<Key, Set<Long>> before;

    /**
     * @param component
     *            name, with the PID of its configuration where there is one
     */
    private record Key(String bundle, String component) {}

    Restarts(BundleContext context, ServiceComponentRuntime runtime, Collection<Bundle> inside) {
        this.context = context;
        this.runtime = runtime;
        this.inside = new HashSet<>(inside);
        before = outside();
    }

    /** Names of the bundles with a component that is another one now, or gone. */
    List<String> names() {
        Map<Key, Set<Long>> after = outside();
        Set<String> names = new TreeSet<>();
        before.forEach((key, ids) -> {
            if (!ids.equals(after.get(key))) {
                names.add(Names.ofBundle(key.bundle()));
            }
        });
        return new ArrayList<>(names);
    }

    private Map<Key, Set<Long>> outside() {
        Map<Key, Set<Long>> ids = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            ServiceReference<?>[] services = inside.contains(bundle) ? null : bundle.getRegisteredServices();
            if (services != null) {
                Arrays.stream(services).filter(service -> service.getProperty(ComponentConstants.COMPONENT_NAME) != null)
                        .forEach(service -> add(ids, bundle, service.getProperty(ComponentConstants.COMPONENT_NAME) + " "
                                + service.getProperty(Constants.SERVICE_PID), (Long) service.getProperty(Constants.SERVICE_ID)));
            }
        }
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            Bundle bundle = context.getBundle(description.bundle.id);
            if (bundle != null && !inside.contains(bundle)) {
                for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                    boolean satisfied = configuration.state == ComponentConfigurationDTO.ACTIVE
                            || configuration.state == ComponentConfigurationDTO.SATISFIED;
                    if (satisfied) {
                        add(ids, bundle, "component " + description.name + " " + configuration.properties.get(Constants.SERVICE_PID),
                                configuration.id);
                    }
                }
            }
        }
        return ids;
    }

    private static void add(Map<Key, Set<Long>> ids, Bundle bundle, String component, long id) {
        ids.computeIfAbsent(new Key(bundle.getSymbolicName(), component), key -> new HashSet<>()).add(id);
    }
}
