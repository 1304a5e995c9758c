package org.carillon.composer;

import aQute.bnd.osgi.repository.ResourcesRepository;
import aQute.bnd.osgi.resource.CapReqBuilder;
import aQute.bnd.osgi.resource.ResourceBuilder;
import aQute.bnd.osgi.resource.ResourceUtils;
import biz.aQute.resolve.AbstractResolveContext;
import biz.aQute.resolve.BndResolver;
import biz.aQute.resolve.ResolverLogger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.namespace.IdentityNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/** Proves that a set of bundles, all of it and nothing else, resolves in the framework, services and extenders included. */
final class Proof {
    private static final String ACTIVE = "active";

    private final Resource system;

    /**
     * @param system
     *            what the framework, the JDK and the launcher provide
     */
    Proof(Resource system) {
        this.system = system;
    }

    /**
     * @throws CompositionException
     *             naming everything that is missing, who wants it, and the product
     */
    void check(String product, List<Resource> bundles) throws CompositionException {
        List<String> missing = new ArrayList<>();
        for (Resource bundle : bundles) {
            for (Requirement requirement : bundle.getRequirements(null)) {
                if (isMandatory(requirement) && providers(requirement, bundles).findAny().isEmpty()) {
                    missing.add(ResourceUtils.getIdentity(bundle) + " requires " + words(requirement)
                            + ", which nothing in this product provides");
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new CompositionException("product " + product + ": " + String.join("\nproduct " + product + ": ", missing));
        }
        resolve(product, bundles);
    }

    private static boolean isMandatory(Requirement requirement) {
        Map<String, String> directives = requirement.getDirectives();
        String effective = directives.getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE);
        return !Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                && Set.of(Namespace.EFFECTIVE_RESOLVE, ACTIVE).contains(effective);
    }

    private Stream<Capability> providers(Requirement requirement, List<Resource> bundles) {
        Predicate<Capability> matches = ResourceUtils.matcher(requirement);
        return Stream.concat(Stream.of(system), bundles.stream())
                .flatMap(resource -> resource.getCapabilities(requirement.getNamespace()).stream()).filter(matches);
    }

    private static String words(Requirement requirement) {
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        return requirement.getNamespace() + (filter == null ? "" : " " + filter);
    }

    /** What the plain search above cannot see: that one consistent wiring exists. */
    private void resolve(String product, List<Resource> bundles) throws CompositionException {
        try (ResolverLogger log = new ResolverLogger(0)) {
            ResourceBuilder wish = new ResourceBuilder();
            wish.addCapability(new CapReqBuilder(IdentityNamespace.IDENTITY_NAMESPACE)
                    .addAttribute(IdentityNamespace.IDENTITY_NAMESPACE, "product " + product));
            for (Resource bundle : bundles) {
                Capability identity = ResourceUtils.getIdentityCapability(bundle);
                wish.addRequirement(AbstractResolveContext.createIdentityRequirement(ResourceUtils.getIdentity(identity),
                        "[" + ResourceUtils.getVersion(identity) + "," + ResourceUtils.getVersion(identity) + "]"));
            }
            Context context = new Context(log);
            context.setInputResource(wish.build());
            context.setSystemResource(system);
            context.addRepository(new ResourcesRepository(bundles));
            context.addEffectiveDirective(ACTIVE);
            new BndResolver(log).resolve(context);
        } catch (ResolutionException e) {
            throw new CompositionException("product " + product + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new CompositionException("product " + product + " cannot be resolved: " + e, e);
        }
    }

    private static final class Context extends AbstractResolveContext {
        Context(ResolverLogger log) {
            super(log);
        }
    }
}
