package org.carillon.releng.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Compares how many tests ran, module by module, with {@code releng/tests.txt}. Fewer is a failure; whoever adds tests raises the number.
 */
class TestCountTest {
    private static final Pattern COUNT = Pattern.compile("<testsuite [^>]*\\btests=\"(\\d+)\"", Pattern.DOTALL);
    private static final Pattern SKIPPED_CLASS = Pattern.compile("<testcase name=\"\" classname=\"([^\"]+)\"");

    @Test
    void noTestGotLost() throws IOException {
        Map<String, Integer> ran = count();
        Map<String, List<String>> expected = Reactor.table("releng/tests.txt");
        assertThat(expected).isNotEmpty();
        Map<String, String> lost = new TreeMap<>();
        expected.forEach((module, least) -> {
            if (ran.getOrDefault(module, 0) < Integer.parseInt(least.getFirst())) {
                lost.put(module, ran.getOrDefault(module, 0) + " instead of " + least.getFirst());
            }
        });
        assertThat(lost).as("modules that ran fewer tests than last time").isEmpty();
        assertThat(expected.keySet()).as("modules with tests, all in releng/tests.txt; ran: " + ran).containsAll(ran.keySet());
    }

    /** Tests by module; this module itself is left out, it has not ended. */
    private static Map<String, Integer> count() throws IOException {
        Map<String, Integer> ran = new TreeMap<>();
        Files.walkFileTree(Reactor.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                return name.equals(".git") || name.equals("src") || name.equals("checks") ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path reports = file.getParent();
                if (reports.endsWith("target/surefire-reports") && file.getFileName().toString().matches("TEST-.*\\.xml")) {
                    Path module = reports.getParent().getParent();
                    ran.merge(Reactor.ROOT.relativize(module).toString(), count(module, Files.readString(file)), Integer::sum);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return ran;
    }

    /** A class that is skipped as a whole, for want of a peer, is reported as one nameless test and counts with all that it has. */
    private static int count(Path module, String report) throws IOException {
        Matcher skipped = SKIPPED_CLASS.matcher(report);
        if (skipped.find()) {
            Path source = module.resolve("src/test/java").resolve(skipped.group(1).replace('.', '/') + ".java");
            return (int) Files.readAllLines(source).stream().filter(line -> line.strip().equals("@Test")).count();
        }
        Matcher tests = COUNT.matcher(report);
        return tests.find() ? Integer.parseInt(tests.group(1)) : 0;
    }
}
