package org.carillon.composer;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an OEM ships on one model.
 *
 * @param name
 *            of the product file, without its ending
 * @param hardware
 *            symbolic name of the hardware fragment
 * @param features
 *            flags by short name, in the order of the file
 * @param swap
 *            whether a bundle of the running phone may be replaced by hand
 */
public record Product(String name, String hardware, Map<String, Boolean> features, boolean swap) {
    private static final Set<String> KEYS = Set.of("hardware", "features", "swap");

    /** Reads a product file. */
    public static Product read(Path file) throws CompositionException {
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        try (Reader text = Files.newBufferedReader(file); JsonReader reader = Json.createReader(text)) {
            JsonObject json = reader.readObject();
            for (String key : json.keySet()) {
                if (!KEYS.contains(key)) {
                    throw new CompositionException("product " + name + ": unknown key " + key + ", permitted are " + KEYS);
                }
            }
            Map<String, Boolean> features = new LinkedHashMap<>();
            for (Map.Entry<String, JsonValue> flag : json.getJsonObject("features").entrySet()) {
                features.put(flag.getKey(), bool(name, flag.getKey(), flag.getValue()));
            }
            return new Product(name, json.getString("hardware"), features, bool(name, "swap", json.getOrDefault("swap", JsonValue.FALSE)));
        } catch (IOException | JsonException | NullPointerException | ClassCastException e) {
            throw new CompositionException("product " + name + " cannot be read: " + e, e);
        }
    }

    private static boolean bool(String name, String key, JsonValue value) throws CompositionException {
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw new CompositionException("product " + name + ": " + key + " is " + value + ", permitted are true and false");
        }
        return value == JsonValue.TRUE;
    }

    /** Short names of the features that are on. */
    List<String> shipped() {
        return features.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
    }

    /** This product as an emulated phone: one more feature, and bundles may be replaced. */
    Product emulated(String feature) {
        Map<String, Boolean> more = new LinkedHashMap<>(features);
        more.put(feature, true);
        return new Product(name, hardware, more, true);
    }
}
