package org.carillon.composer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.carillon.composer.Composition.Item;
import org.osgi.resource.Capability;
import org.osgi.service.feature.FeatureBundle;

/** Turns a product file into a list of bundles that is proved to resolve. */
final class Composer {
    private static final String HARDWARE = "org.carillon.hardware";

    private final Repository repository;
    private final Proof proof;
    private final Map<String, FeatureFile> features = new TreeMap<>();

    Composer(Repository repository, Proof proof) throws CompositionException {
        this.repository = repository;
        this.proof = proof;
        for (Path file : repository.features()) {
            FeatureFile feature = FeatureFile.read(file);
            FeatureFile other = features.put(feature.shortName(), feature);
            if (other != null) {
                throw new CompositionException("two features are called " + feature.shortName() + ": " + other.source() + ", " + file);
            }
        }
    }

    Composition compose(Product product) throws CompositionException {
        List<Item> items = new ArrayList<>();
        List<FeatureFile> shipped = new ArrayList<>();
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> endpoints = new ArrayList<>();
        for (String name : product.features().keySet()) {
            if (!features.containsKey(name)) {
                throw new CompositionException(
                        "product " + product.name() + ": there is no feature " + name + ", known are " + features.keySet());
            }
        }
        for (String name : product.shipped()) {
            FeatureFile feature = features.get(name);
            shipped.add(feature);
            for (FeatureBundle bundle : feature.bundles()) {
                Jar jar = repository.jar(bundle.getID(), name);
                items.add(new Item(jar, name, jar.isFragment() ? 0 : feature.level(bundle)));
            }
            properties.putAll(feature.frameworkProperties());
            endpoints.addAll(feature.endpoints());
        }
        Jar hardware = repository.hardware(product.hardware(), product.name());
        items.add(new Item(hardware, "", 0));
        refuseDuplicates(product, items);
        proof.check(product.name(), items.stream().map(item -> item.jar().resource()).toList());
        items.sort(Comparator.comparingInt(Item::level));
        return new Composition(product, model(hardware), shipped, items, properties, endpoints);
    }

    private static void refuseDuplicates(Product product, List<Item> items) throws CompositionException {
        Map<String, Item> seen = new HashMap<>();
        for (Item item : items) {
            Item other = seen.put(item.jar().symbolicName(), item);
            if (other != null) {
                throw new CompositionException("product " + product.name() + ": bundle " + item.jar().symbolicName()
                        + " is in two features, " + other.feature() + " and " + item.feature());
            }
        }
    }

    private static String model(Jar hardware) throws CompositionException {
        for (Capability facts : hardware.resource().getCapabilities(HARDWARE)) {
            if (facts.getAttributes().get("model") instanceof String model) {
                return model;
            }
        }
        throw new CompositionException(hardware.symbolicName() + " provides no " + HARDWARE + " with the fact model");
    }
}
