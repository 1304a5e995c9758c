package org.carillon.core.update.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.core.update.internal.Snapshot.FeatureFacts;

/** The features that came with the image: OSGi Feature files, to whose bundles the composer has added their symbolic names. */
final class FeatureFiles {
    private static final String SYMBOLIC_NAME = "symbolic-name";

    private final List<FeatureFacts> shipped = new ArrayList<>();
    private final List<FeatureFacts> others = new ArrayList<>();

    /**
     * @param image
     *            directory of the image
     * @param names
     *            short names of the features of this product, separated by commas
     */
    FeatureFiles(Path image, String names) {
        List<String> order = Arrays.asList(names.split(","));
        for (Path file : files(image.resolve("features"))) {
            FeatureFacts feature = read(file);
            (order.contains(feature.name()) ? shipped : others).add(feature);
        }
        shipped.sort((one, other) -> Integer.compare(order.indexOf(one.name()), order.indexOf(other.name())));
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureFacts read(Path file) {
        try {
            Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
            String[] id = json.get("id").toString().split(":");
            List<String> bundles = new ArrayList<>();
            for (Object bundle : (List<?>) json.getOrDefault("bundles", List.of())) {
                bundles.add(((Map<?, ?>) bundle).get(SYMBOLIC_NAME).toString());
            }
            String name = file.getFileName().toString().replaceFirst("\\.json$", "");
            return new FeatureFacts(name, id[id.length - 1], bundles);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException("feature file " + file.getFileName() + " is broken: " + e, e);
        }
    }

    List<FeatureFacts> shipped() {
        return shipped;
    }

    List<FeatureFacts> others() {
        return others;
    }
}
