package org.carillon.it.contract;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** What runs outside one bundle, each as a sentence that is another one as soon as it was restarted, activated again or registered again. */
final class Surroundings {
    private final BundleContext context;
    private final Bundle inside;
    private final ServiceComponentRuntime runtime;

    Surroundings(BundleContext context, Bundle inside) {
        this.context = context;
        this.inside = inside;
        runtime = context.getService(context.getServiceReference(ServiceComponentRuntime.class));
    }

    /** Bundles, services and components. */
    Set<String> facts() {
        Set<String> facts = new LinkedHashSet<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle != inside) {
                // the framework takes every bundle's change for one of its own
                facts.add("bundle " + bundle.getSymbolicName() + " in state " + bundle.getState()
                        + (bundle.getBundleId() == 0 ? "" : ", changed at " + bundle.getLastModified()));
                ServiceReference<?>[] services = bundle.getRegisteredServices();
                Stream.of(services == null ? new ServiceReference<?>[0] : services).forEach(service -> facts.add(service(bundle, service)));
            }
        }
        runtime.getComponentDescriptionDTOs().stream().filter(component -> component.bundle.id != inside.getBundleId())
                .forEach(component -> facts.addAll(satisfied(component)));
        return facts;
    }

    /** What is satisfied inside. */
    Set<String> componentsInside() {
        return runtime.getComponentDescriptionDTOs(inside).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream()).filter(Surroundings::isSatisfied)
                .map(configuration -> configuration.description.name + " " + configuration.properties.get(Constants.SERVICE_PID))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String service(Bundle bundle, ServiceReference<?> service) {
        return "service " + service.getProperty(Constants.SERVICE_ID) + " of " + bundle.getSymbolicName() + ": "
                + Arrays.toString((String[]) service.getProperty(Constants.OBJECTCLASS));
    }

    private Set<String> satisfied(ComponentDescriptionDTO component) {
        Set<String> facts = new LinkedHashSet<>();
        for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(component)) {
            if (isSatisfied(configuration)) {
                String name = "component " + component.name + " number " + configuration.id + " of " + component.bundle.symbolicName;
                facts.add(name);
                if (configuration.state == ComponentConfigurationDTO.ACTIVE) {
                    facts.add(name + ", active");
                }
                // a component whose static reference is bound to something else was activated again, service or not
                Set<String> fixed = Arrays.stream(component.references).filter(reference -> "static".equals(reference.policy))
                        .map(reference -> reference.name).collect(Collectors.toSet());
                Arrays.stream(configuration.satisfiedReferences).filter(reference -> fixed.contains(reference.name))
                        .forEach(reference -> facts.add(name + ", " + reference.name + " bound to "
                                + Arrays.stream(reference.boundServices).map(service -> service.id).sorted().toList()));
            }
        }
        return facts;
    }

    private static boolean isSatisfied(ComponentConfigurationDTO configuration) {
        return configuration.state == ComponentConfigurationDTO.ACTIVE || configuration.state == ComponentConfigurationDTO.SATISFIED;
    }
}
