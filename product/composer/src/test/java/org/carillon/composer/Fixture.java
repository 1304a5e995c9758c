package org.carillon.composer;

import aQute.bnd.osgi.Builder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A repository of bundles that have a manifest and little else. */
final class Fixture {
    final Path root;
    final Path repository;

    Fixture(Path root) throws Exception {
        this.root = root;
        repository = Files.createDirectories(root.resolve("repository"));
        // A directory that looks like a feature file, as Maven's layout has them.
        Files.createDirectories(repository.resolve("org/example/org.example.json"));
        bundle("org.carillon", "org.carillon.core.device", Map.of("Provide-Capability",
                "osgi.service;objectClass:List<String>='org.example.Phone';effective:=active"));
        hardware("h3g", "model=H3G;accounts:Long=3");
        hardware("m8", "model=M8;accounts:Long=20;wifi=builtin");
        feature("base", "org.carillon:org.carillon.core.device@2");
    }

    Path hardware(String name, String facts) throws Exception {
        return bundle("org.carillon", "org.carillon.hw." + name,
                Map.of("Fragment-Host", "org.carillon.core.device", "Provide-Capability", "org.carillon.hardware;" + facts));
    }

    /** Builds a bundle of version 1 into the repository. */
    Path bundle(String group, String name, Map<String, String> headers) throws Exception {
        Path file = file(group, name);
        Files.createDirectories(file.getParent());
        try (Builder builder = new Builder()) {
            builder.setProperty("Bundle-SymbolicName", name);
            builder.setProperty("Bundle-Version", "1");
            builder.setProperty("Bundle-License", "Apache-2.0");
            builder.setProperty("-resourceonly", "true");
            builder.setProperty("-reproducible", "true");
            headers.forEach(builder::setProperty);
            builder.build().write(file.toFile());
        }
        return file;
    }

    Path file(String group, String name) {
        return repository.resolve(group.replace('.', '/')).resolve(name).resolve("1").resolve(name + "-1.jar");
    }

    /**
     * @param bundles
     *            {@code GROUP:NAME@LEVEL}
     */
    void feature(String name, String... bundles) throws IOException {
        String list = Arrays.stream(bundles).map(bundle -> {
            String[] parts = bundle.split("@");
            return "{\"id\": \"" + parts[0] + ":1\"" + (parts.length == 1 ? "" : ", \"start-order\": " + parts[1]) + "}";
        }).collect(Collectors.joining(", "));
        featureText(name, list, "{}");
    }

    void featureText(String name, String bundles, String extensions) throws IOException {
        Path directory = Files.createDirectories(repository.resolve("org/carillon/org.carillon.features." + name + "/1"));
        Files.writeString(directory.resolve("org.carillon.features." + name + "-1.json"), """
                {"feature-resource-version": "1.0", "id": "org.carillon:org.carillon.features.%s:1", "bundles": [%s], "extensions": %s}
                """.formatted(name, bundles, extensions));
    }

    /** Composes base and more features for a model. */
    Composition compose(String model, String... features) throws Exception {
        Path file = root.resolve(model + ".json");
        String flags = Arrays.stream(features).map(name -> ", \"" + name + "\": true").collect(Collectors.joining());
        Files.writeString(file, "{\"hardware\": \"org.carillon.hw." + model + "\", \"features\": {\"base\": true" + flags + "}}");
        return composer().compose(Product.read(file));
    }

    Composer composer() throws CompositionException {
        return new Composer(new Repository(repository), new Proof(System.RESOURCE));
    }

    /** Asked once for all tests: it starts a framework. */
    private static final class System {
        static final org.osgi.resource.Resource RESOURCE;
        static {
            try (Builder launcher = new Builder()) {
                launcher.setProperty("Bundle-SymbolicName", "launcher");
                launcher.setProperty("-resourceonly", "true");
                launcher.setProperty("Provide-Capability",
                        "osgi.service;objectClass:List<String>='java.util.function.IntConsumer';effective:=active");
                Path file = Files.createTempFile("launcher", ".jar");
                launcher.build().write(file.toFile());
                RESOURCE = FrameworkResource.of(Jar.resource(file));
                Files.delete(file);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
