package org.carillon.composer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.composer.Composition.Item;

/**
 * Writes compositions in the layout that the launcher starts:
 *
 * <pre>
 * lib/        the launcher and the framework, jvm.options, fontconfig.properties; phone.aot once the image is trained
 * plugins/    every bundle of every model, once
 * models/     MODEL.ini: Equinox configuration with the bundles of one model and their start levels
 * features/   the features, as they were composed
 * sbom/       MODEL.cdx.json
 * THIRD-PARTY.txt
 * </pre>
 */
final class ImageWriter {
    static final String FRAMEWORK = "lib/framework.jar";
    /** The least that Java 2D takes in place of the library fontconfig: the screen has a font of its own. */
    private static final String FONTS = "version=1\nallfonts.latin-1=none\nsequence.allfonts=latin-1\n";

    private final Path root;
    private final Path base;
    private final String version;
    private final Licences licences;
    private final Set<Path> written = new HashSet<>();

    /**
     * @param base
     *            an image whose plugins this one may use; the same directory for one that stands alone
     */
    ImageWriter(Path root, Path base, String version, Licences licences) {
        this.root = root;
        this.base = base;
        this.version = version;
        this.licences = licences;
    }

    /**
     * @param shared
     *            the plugins of the image below, which are not copied again; null for an image that stands alone
     * @return the plugins of this image
     */
    Plugins write(Collection<Composition> compositions, Plugins shared)
            throws IOException, CompositionException {
        Plugins plugins = new Plugins(root.resolve("plugins"));
        for (Composition composition : compositions) {
            Map<String, String> symbolicNames = new HashMap<>();
            for (Item item : composition.bundles()) {
                symbolicNames.put(item.jar().coordinates(), item.jar().symbolicName());
                if (shared == null || !shared.has(item.jar())) {
                    plugins.add(item.jar());
                }
            }
            for (FeatureFile feature : composition.features()) {
                text("features/" + feature.shortName() + ".json", feature.named(symbolicNames));
            }
            text("models/" + fileName(composition.model()) + ".ini", model(composition, plugins));
        }
        plugins.tidy();
        tidy("models");
        tidy("features");
        return plugins;
    }

    private static String fileName(String model) {
        return model.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private String model(Composition composition, Plugins own) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("carillon.model", composition.model());
        properties.put("carillon.firmware", version);
        properties.put("carillon.features", composition.features().stream().map(FeatureFile::shortName).collect(Collectors.joining(",")));
        properties.put("carillon.endpoints", String.join(",", composition.endpoints()));
        properties.put("carillon.swap", Boolean.toString(composition.product().swap()));
        properties.putAll(composition.properties());
        String shared = root.relativize(base).resolve("plugins").toString();
        properties.put("osgi.bundles", composition.bundles().stream().map(item -> {
            String directory = own.has(item.jar()) ? "plugins" : shared;
            return directory + "/" + item.jar().plugin() + (item.level() == 0 ? "" : "@" + item.level() + ":start");
        }).collect(Collectors.joining(",\\\n  ")));
        return properties.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue() + "\n").collect(Collectors.joining());
    }

    private void text(String name, String content) throws IOException {
        written.add(root.resolve(name));
        Plugins.write(root.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param options
     *            of the virtual machine, as {@code java @FILE} reads them
     */
    void libraries(Path launcher, Path framework, Path options) throws IOException {
        text("lib/fontconfig.properties", FONTS);
        Plugins.write(root.resolve("lib/launcher.jar"), Plugins.unsigned(launcher));
        Plugins.write(root.resolve(FRAMEWORK), Plugins.unsigned(framework));
        Plugins.write(root.resolve("lib/jvm.options"), Files.readAllBytes(options));
    }

    void notices(Collection<Composition> compositions, Collection<Jar> more) throws IOException, CompositionException {
        Map<String, Jar> jars = new TreeMap<>();
        more.forEach(jar -> jars.put(jar.plugin(), jar));
        compositions.forEach(composition -> composition.bundles().forEach(item -> jars.put(item.jar().plugin(), item.jar())));
        text("THIRD-PARTY.txt", new Notices(licences).of(jars.values()));
    }

    void billsOfMaterials(Collection<Composition> compositions, Jar framework) throws IOException, CompositionException {
        BillOfMaterials bill = new BillOfMaterials(licences, framework, version);
        for (Composition composition : compositions) {
            text("sbom/" + fileName(composition.model()) + ".cdx.json", bill.of(composition, root));
        }
    }

    /** Deletes what an earlier image left; running phones read such files at their start only. */
    private void tidy(String directory) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(directory))) {
            for (Path file : files.filter(file -> !written.contains(file)).toList()) {
                Files.delete(file);
            }
        }
    }
}
