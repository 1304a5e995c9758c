package org.carillon.core.update.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.core.update.internal.Snapshot.BundleFacts;
import org.carillon.core.update.internal.Snapshot.BundleState;
import org.carillon.core.update.internal.Snapshot.ComponentFacts;
import org.carillon.core.update.internal.Snapshot.ComponentState;
import org.carillon.core.update.internal.Snapshot.UnmetReference;
import org.carillon.core.update.internal.Snapshot.UnmetRequirement;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;

/** Takes snapshots of the framework, its components and the image's features. */
@Component(service = Observer.class)
public final class Observer {
    private static final String CAUSE = "Caused by: ";

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final MetaTypeService metatype;
    private FeatureFiles features;

    @Activate
    public Observer(BundleContext context, @Reference(name = "runtime") ServiceComponentRuntime runtime,
            @Reference(name = "metatype") MetaTypeService metatype) {
        this.context = context;
        this.runtime = runtime;
        this.metatype = metatype;
    }

    /** Read when somebody asks: a start has better things to do. */
    private synchronized FeatureFiles features() {
        if (features == null) {
            String image = context.getProperty("carillon.image");
            String names = context.getProperty("carillon.features");
            features = new FeatureFiles(Path.of(image == null ? "" : image), names == null ? "" : names);
        }
        return features;
    }

    Snapshot snapshot() {
        List<BundleFacts> bundles = Arrays.stream(context.getBundles()).map(this::facts).toList();
        List<ComponentFacts> components = runtime.getComponentDescriptionDTOs().stream().filter(runtime::isComponentEnabled)
                .map(this::facts)
                .toList();
        return new Snapshot(bundles, components, features().shipped(), features().others());
    }

    /** The components of one bundle only. */
    List<ComponentFacts> componentsOf(Bundle bundle) {
        return runtime.getComponentDescriptionDTOs(bundle).stream().filter(runtime::isComponentEnabled).map(this::facts).toList();
    }

    private BundleFacts facts(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        boolean fragment = revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
        BundleState state = switch (bundle.getState()) {
            case Bundle.ACTIVE -> BundleState.ACTIVE;
            case Bundle.STARTING -> BundleState.STARTING;
            case Bundle.RESOLVED, Bundle.STOPPING -> fragment ? BundleState.ATTACHED : BundleState.STOPPED;
            default -> BundleState.UNRESOLVED;
        };
        Set<String> services = new LinkedHashSet<>();
        List<UnmetRequirement> unmet = new ArrayList<>();
        if (revision != null) {
            for (BundleCapability capability : revision.getDeclaredCapabilities("osgi.service")) {
                if (capability.getAttributes().get("objectClass") instanceof Collection<?> types) {
                    types.forEach(type -> services.add(type.toString()));
                }
            }
            if (state == BundleState.UNRESOLVED) {
                unmet.addAll(unmet(revision));
            }
        }
        return new BundleFacts(bundle.getSymbolicName(), bundle.getVersion().toString(), state, services, unmet);
    }

    private List<UnmetRequirement> unmet(BundleRevision revision) {
        List<UnmetRequirement> unmet = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            boolean mandatory = !Constants.RESOLUTION_OPTIONAL.equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                    && Constants.EFFECTIVE_RESOLVE.equals(
                            requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE));
            List<Bundle> providers = mandatory ? providers(requirement).filter(provider -> provider != revision.getBundle()).toList()
                    : List.of();
            if (mandatory && providers.stream().noneMatch(Observer::isResolved)) {
                String filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
                unmet.add(new UnmetRequirement(requirement.getNamespace() + (filter == null ? "" : " " + filter),
                        providers.stream().map(Bundle::getSymbolicName).toList()));
            }
        }
        return unmet;
    }

    private Stream<Bundle> providers(BundleRequirement requirement) {
        return Arrays.stream(context.getBundles()).filter(bundle -> {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            return revision != null
                    && revision.getDeclaredCapabilities(requirement.getNamespace()).stream().anyMatch(requirement::matches);
        });
    }

    private static boolean isResolved(Bundle bundle) {
        return (bundle.getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0;
    }

    private ComponentFacts facts(ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
        ComponentConfigurationDTO worst = configurations.stream().filter(configuration -> state(configuration) != ComponentState.SATISFIED)
                .findFirst().orElse(null);
        ComponentState state = worst != null ? state(worst)
                : configurations.isEmpty() && description.factory == null ? ComponentState.NO_CONFIGURATION : ComponentState.SATISFIED;
        List<UnmetReference> unmet = worst == null || worst.unsatisfiedReferences == null ? List.of()
                : Arrays.stream(worst.unsatisfiedReferences).map(reference -> new UnmetReference(reference.name,
                        Arrays.stream(description.references).filter(declared -> declared.name.equals(reference.name))
                                .map(declared -> declared.interfaceName).findFirst().orElse("?"),
                        reference.target == null ? "" : reference.target)).toList();
        String failure = worst == null || worst.failure == null ? "" : rootCause(worst.failure);
        return new ComponentFacts(description.name, description.bundle.symbolicName, Set.of(description.serviceInterfaces), state, unmet,
                List.of(description.configurationPid), state == ComponentState.NO_CONFIGURATION && isFactory(description), failure);
    }

    /** The last cause of a printed stack trace. */
    private static String rootCause(String trace) {
        List<String> lines = trace.lines().toList();
        return lines.stream().filter(line -> line.startsWith(CAUSE)).reduce((one, other) -> other)
                .map(line -> line.substring(CAUSE.length()))
                .orElseGet(() -> lines.isEmpty() ? "" : lines.getFirst());
    }

    private static ComponentState state(ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED -> ComponentState.SATISFIED;
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> ComponentState.NO_SERVICE;
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> ComponentState.FAILED;
            default -> ComponentState.NO_CONFIGURATION;
        };
    }

    private boolean isFactory(ComponentDescriptionDTO description) {
        Bundle bundle = context.getBundle(description.bundle.id);
        MetaTypeInformation information = bundle == null ? null : metatype.getMetaTypeInformation(bundle);
        return information != null && information.getFactoryPids() != null
                && Arrays.asList(information.getFactoryPids()).stream().anyMatch(List.of(description.configurationPid)::contains);
    }
}
