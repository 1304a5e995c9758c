package org.carillon.composer;

import java.util.List;
import java.util.Map;

/**
 * A product whose requirements are met.
 *
 * @param model
 *            as the hardware fragment calls it
 * @param bundles
 *            in order of installation
 * @param properties
 *            of the framework
 * @param endpoints
 *            names of the ports that the phone opens
 */
record Composition(Product product, String model, List<FeatureFile> features, List<Item> bundles, Map<String, String> properties,
        List<String> endpoints) {
    /**
     * @param feature
     *            short name of the feature that brings it; empty for the hardware fragment
     * @param level
     *            start level; 0 for a fragment
     */
    record Item(Jar jar, String feature, int level) {}
}
