package org.carillon.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the composer wrote for one model.
 *
 * @param bundles
 *            in order of installation
 * @param properties
 *            framework properties
 * @param endpoints
 *            names of the ports that a phone of this kind opens
 */
record Image(Path directory, String model, List<Entry> bundles, Map<String, String> properties, List<String> endpoints) {
    /**
     * @param level
     *            start level; 0 for a fragment, which is never started
     */
    record Entry(Path jar, int level) {
        String location() {
            return "reference:file:" + jar;
        }
    }

    private static final String BUNDLES = "osgi.bundles";
    private static final String ENDPOINTS = "carillon.endpoints";
    private static final String MODEL = "carillon.model";

    /** The model file's name of a model; blanks and case make no difference. */
    static String fileName(String model) {
        return model.replace(" ", "").toLowerCase(Locale.ROOT) + ".ini";
    }

    static Image of(Path directory, String model) throws LaunchException, UsageException {
        Path models = directory.resolve("models");
        Path file = models.resolve(fileName(model));
        try {
            if (!model.matches("[A-Za-z0-9 ]+") || !Files.isRegularFile(file)) {
                throw new UsageException("--model " + model + ": permitted are " + String.join(", ", models(models)));
            }
            Map<String, String> properties = load(file);
            String bundles = properties.remove(BUNDLES);
            String endpoints = properties.remove(ENDPOINTS);
            properties.put("carillon.image", directory.toString());
            return new Image(directory, properties.get(MODEL), entries(directory, bundles), properties,
                    endpoints.isBlank() ? List.of() : List.of(endpoints.split(",")));
        } catch (IOException e) {
            throw new LaunchException("image " + directory + " is unreadable", e);
        }
    }

    /** The models of an image. */
    private static List<String> models(Path models) throws IOException {
        Map<String, String> names = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(models, "*.ini")) {
            for (Path file : files) {
                names.put(file.getFileName().toString(), load(file).get(MODEL));
            }
        }
        return new ArrayList<>(names.values());
    }

    private static Map<String, String> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        Map<String, String> map = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static List<Entry> entries(Path directory, String bundles) {
        return Arrays.stream(bundles.split(",")).map(text -> {
            String[] parts = text.split("@");
            int level = parts.length == 1 ? 0 : Integer.parseInt(parts[1].substring(0, parts[1].indexOf(':')));
            return new Entry(directory.resolve(parts[0]).normalize(), level);
        }).collect(Collectors.toList());
    }

    /** Symbolic names of the bundles that others made. */
    List<String> libraries() {
        return bundles.stream().map(entry -> entry.jar().getFileName().toString().replaceFirst("_.*", ""))
                .filter(name -> !name.startsWith("org.carillon.")).toList();
    }

    /** Changes whenever a bundle of this image or the order of its start does. */
    String stamp() throws LaunchException {
        StringBuilder stamp = new StringBuilder(System.getProperty("java.runtime.version"));
        for (Entry entry : bundles) {
            try {
                stamp.append('\n').append(entry.location()).append('@').append(entry.level()).append(' ').append(Files.size(entry.jar()))
                        .append(' ').append(Files.getLastModifiedTime(entry.jar()).toMillis());
            } catch (IOException e) {
                throw new LaunchException("bundle " + entry.jar().getFileName() + " of model " + model + " is missing in the image", e);
            }
        }
        return stamp.toString();
    }
}
