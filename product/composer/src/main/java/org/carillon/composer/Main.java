package org.carillon.composer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Composes all product files of a directory into one image, and the same phones with the emulator's feature into a second one that borrows
 * the first one's bundles. Arguments are {@code name=value}: repository, products, launcher, options, licences, version, image, emulator; and mark, a file that is
 * dated with the time at which the build began, when all of it is done.
 */
public final class Main {
    private static final String EMULATOR = "emulator";

    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            options.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        try {
            compose(options);
        } catch (CompositionException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException e) {
            System.err.println("the image cannot be written: " + e);
            System.exit(1);
        }
    }

    private static void compose(Map<String, String> options) throws CompositionException, IOException {
        Path launcher = Path.of(options.get("launcher"));
        Licences licences = new Licences(Path.of(options.get("licences")));
        Composer composer = new Composer(new Repository(Path.of(options.get("repository"))),
                new Proof(FrameworkResource.of(Jar.resource(launcher))));
        List<Composition> phones = new ArrayList<>();
        List<Composition> emulated = new ArrayList<>();
        for (Product product : products(Path.of(options.get("products")))) {
            phones.add(composer.compose(product));
            emulated.add(composer.compose(product.emulated(EMULATOR)));
        }
        Path image = Path.of(options.get("image"));
        Path emulator = Path.of(options.get("emulator"));
        Jar framework = FrameworkResource.jar();
        ImageWriter writer = new ImageWriter(image, image, options.get("version"), licences);
        Plugins shared = writer.write(phones, null);
        writer.libraries(launcher, framework.file(), Path.of(options.get("options")));
        writer.notices(phones, List.of(framework));
        writer.billsOfMaterials(phones, framework);
        new ImageWriter(emulator, image, options.get("version"), licences).write(emulated, shared);
        Path mark = Path.of(options.get("mark"));
        Files.writeString(mark, options.get("began") + "\n");
        Files.setLastModifiedTime(mark, FileTime.from(Instant.parse(options.get("began"))));
    }

    private static List<Product> products(Path directory) throws CompositionException, IOException {
        List<Product> products = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
                products.add(Product.read(file));
            }
        }
        return products;
    }
}
