package org.carillon.releng.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Law 7: a feature has at most 6 classes and 600 lines, or an ADR that says why not. */
final class SizeLaw {
    static final int CLASSES = 6;
    static final int LINES = 600;

    private SizeLaw() {}

    /**
     * @param waivers
     *            ADR file by bundle name
     */
    static List<String> violations(List<Path> modules, Map<String, List<String>> waivers) {
        List<String> violations = new ArrayList<>();
        for (Path module : modules) {
            String name = module.getFileName().toString();
            List<Path> sources = sources(module);
            long lines = sources.stream().mapToLong(source -> Reactor.lines(source).size()).sum();
            if (sources.size() <= CLASSES && lines <= LINES) {
                continue;
            }
            List<String> adrs = waivers.getOrDefault(name, List.of());
            if (adrs.isEmpty()) {
                violations.add(name + " has " + sources.size() + " classes and " + lines + " lines");
            }
            adrs.stream().filter(adr -> !Files.exists(Reactor.ROOT.resolve("docs/adr").resolve(adr)))
                    .forEach(adr -> violations.add(name + " names the ADR " + adr + ", which does not exist"));
        }
        return violations;
    }

    static List<Path> sources(Path module) {
        Path directory = module.resolve("src/main/java");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
