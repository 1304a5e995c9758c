package org.carillon.core.update.internal;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is in the phone at one moment, as plain values.
 *
 * @param features
 *            those of this product
 * @param others
 *            those that this image knows and this product does not have
 */
record Snapshot(List<BundleFacts> bundles, List<ComponentFacts> components, List<FeatureFacts> features, List<FeatureFacts> others) {
    enum BundleState {
        ACTIVE, ATTACHED, STARTING, STOPPED, UNRESOLVED
    }

    /**
     * @param name
     *            symbolic name
     * @param services
     *            types of services that it provides while it is active, as far as its manifest says so
     * @param unmet
     *            why it is not resolved
     */
    record BundleFacts(String name, String version, BundleState state, Set<String> services, List<UnmetRequirement> unmet) {}

    /**
     * @param words
     *            what is required
     * @param providers
     *            symbolic names of bundles that have it and are not resolved themselves
     */
    record UnmetRequirement(String words, List<String> providers) {}

    enum ComponentState {
        SATISFIED, NO_CONFIGURATION, NO_SERVICE, FAILED
    }

    /**
     * @param bundle
     *            symbolic name
     * @param pids
     *            of its configuration
     * @param factory
     *            true when there may be any number of configurations, none included
     * @param failure
     *            first line of what it threw; empty when it did not
     */
    record ComponentFacts(String name, String bundle, Set<String> services, ComponentState state, List<UnmetReference> unmet,
            List<String> pids,
            boolean factory, String failure) {
        boolean isWaiting() {
            return state != ComponentState.SATISFIED && !(state == ComponentState.NO_CONFIGURATION && factory);
        }
    }

    /**
     * @param target
     *            filter; empty for any service of the type
     */
    record UnmetReference(String name, String type, String target) {}

    /**
     * @param name
     *            short name
     * @param bundles
     *            symbolic names
     */
    record FeatureFacts(String name, String version, List<String> bundles) {}

    Optional<BundleFacts> bundle(String symbolicName) {
        return bundles.stream().filter(bundle -> bundle.name().equals(symbolicName)).findFirst();
    }

    List<ComponentFacts> componentsOf(String symbolicName) {
        return components.stream().filter(component -> component.bundle().equals(symbolicName)).toList();
    }
}
