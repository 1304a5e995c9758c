package org.carillon.releng.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tree that is being built. */
final class Reactor {
    static final Path ROOT = root();
    static final String VERSION = "0.1.0";

    private Reactor() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** Every module below a top-level directory that has a pom. */
    static List<Path> modules(String parent) {
        try (Stream<Path> found = Files.list(ROOT.resolve(parent))) {
            return found.filter(module -> Files.exists(module.resolve("pom.xml"))).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every bundle as built; a module without a jar is an error, so that no law passes over it. */
    static List<BuiltBundle> bundles() {
        return modules("bundles").stream().map(Reactor::jar).map(BuiltBundle::read).toList();
    }

    static List<BuiltBundle> fragments() {
        return modules("hw-fragments").stream().map(Reactor::jar).map(BuiltBundle::read).toList();
    }

    private static Path jar(Path module) {
        Path jar = module.resolve("target").resolve(module.getFileName() + "-" + VERSION + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(ROOT.relativize(module) + " was not built: no " + ROOT.relativize(jar));
        }
        return jar;
    }

    /**
     * A file of {@code NAME VALUE} lines, {@code #} starting comments.
     */
    static Map<String, List<String>> table(String file) {
        Map<String, List<String>> table = new TreeMap<>();
        for (String line : lines(ROOT.resolve(file))) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", 2);
            if (words.length == 2) {
                table.merge(words[0], List.of(words[1]), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            }
        }
        return table;
    }

    static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
