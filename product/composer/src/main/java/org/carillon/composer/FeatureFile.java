package org.carillon.composer;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.feature.impl.FeatureServiceImpl;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureExtension;

/**
 * An OSGi Feature (Compendium 159).
 *
 * @param source
 *            its file
 */
record FeatureFile(Feature feature, Path source) {
    /** Names of extensions. The first is the OSGi Feature Launcher's, the second lists the ports that a phone with this feature opens. */
    private static final String FRAMEWORK_PROPERTIES = "framework-launching-properties";
    private static final String ENDPOINTS = "carillon-endpoints";
    private static final String START_ORDER = "start-order";
    private static final String SYMBOLIC_NAME = "symbolic-name";
    private static final String PREFIX = ".features.";

    static FeatureFile read(Path file) throws CompositionException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new FeatureFile(new FeatureServiceImpl().readFeature(reader), file);
        } catch (IOException | RuntimeException e) {
            throw new CompositionException("feature " + file.getFileName() + " cannot be read: " + e, e);
        }
    }

    /** The part of the artifact's name after {@code .features.}, by which product files call it. */
    String shortName() {
        String artifact = feature.getID().getArtifactId();
        int at = artifact.indexOf(PREFIX);
        return at < 0 ? artifact : artifact.substring(at + PREFIX.length());
    }

    List<FeatureBundle> bundles() {
        return feature.getBundles();
    }

    int level(FeatureBundle bundle) throws CompositionException {
        if (bundle.getMetadata().get(START_ORDER) instanceof Number level && level.intValue() > 0) {
            return level.intValue();
        }
        throw new CompositionException("feature " + shortName() + ": bundle " + bundle.getID() + " has no " + START_ORDER);
    }

    Map<String, String> frameworkProperties() {
        FeatureExtension extension = feature.getExtensions().get(FRAMEWORK_PROPERTIES);
        Map<String, String> properties = new LinkedHashMap<>();
        if (extension != null) {
            try (JsonReader reader = Json.createReader(new StringReader(extension.getJSON()))) {
                JsonObject json = reader.readObject();
                json.forEach((name, value) -> properties.put(name, value instanceof JsonString text ? text.getString() : value.toString()));
            }
        }
        return properties;
    }

    /**
     * The feature as an image carries it: each bundle has its symbolic name beside its coordinates, so that a phone knows its bundles again.
     *
     * @param symbolicNames
     *            by coordinates
     */
    String named(Map<String, String> symbolicNames) throws CompositionException {
        try (Reader text = Files.newBufferedReader(source); JsonReader reader = Json.createReader(text)) {
            JsonObject json = reader.readObject();
            JsonArrayBuilder bundles = Json.createArrayBuilder();
            for (JsonObject bundle : json.getJsonArray("bundles").getValuesAs(JsonObject.class)) {
                bundles.add(Json.createObjectBuilder(bundle).add(SYMBOLIC_NAME, symbolicNames.get(bundle.getString("id"))));
            }
            StringWriter out = new StringWriter();
            try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(out)) {
                writer.writeObject(Json.createObjectBuilder(json).add("bundles", bundles).build());
            }
            return out + "\n";
        } catch (IOException e) {
            throw new CompositionException("feature " + source + " cannot be read: " + e, e);
        }
    }

    List<String> endpoints() {
        FeatureExtension extension = feature.getExtensions().get(ENDPOINTS);
        return extension == null ? List.of() : extension.getText();
    }
}
