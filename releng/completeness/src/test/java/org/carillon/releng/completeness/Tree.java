package org.carillon.releng.completeness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tree that is being built, and small tables in it. */
final class Tree {
    static final Path ROOT = root();

    private Tree() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** First word of each line to the rest of it; {@code #} starts a comment. */
    static Map<String, String> table(String file) throws IOException {
        Map<String, String> table = new TreeMap<>();
        Path path = ROOT.resolve(file);
        for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+", 2);
            if (!words[0].isEmpty()) {
                table.put(words[0], words.length == 2 ? words[1] : "");
            }
        }
        return table;
    }
}
