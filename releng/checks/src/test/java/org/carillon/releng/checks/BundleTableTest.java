package org.carillon.releng.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of bundles in docs/bundles.md is true: every bundle, its layer, what it does, and its lines to the nearest fifty. */
class BundleTableTest {
    private static final Path PAGE = Reactor.ROOT.resolve("docs/bundles.md");
    private static final Pattern DESCRIPTION = Pattern.compile("<description>(.*?)</description>", Pattern.DOTALL);

    @Test
    void namesEveryBundle() throws Exception {
        List<String> rows = new ArrayList<>();
        for (String parent : List.of("bundles", "hw-fragments")) {
            for (Path module : Reactor.modules(parent)) {
                rows.add(row(module));
            }
        }
        if (Boolean.getBoolean("bundles.write")) {
            List<String> kept = Reactor.lines(PAGE).stream().filter(line -> !line.startsWith("| `")).toList();
            int head = kept.indexOf("|---|---|---|---|") + 1;
            List<String> page = new ArrayList<>(kept);
            page.addAll(head, rows);
            Files.write(PAGE, page);
        }
        assertThat(Reactor.lines(PAGE).stream().filter(line -> line.startsWith("| `")))
                .as("write it anew: ./mvnw -pl releng/checks test -Dtest=BundleTableTest -Dtest.jvm.options=-Dbundles.write=true")
                .containsExactlyElementsOf(rows);
    }

    private static String row(Path module) throws Exception {
        String name = module.getFileName().toString();
        Matcher description = DESCRIPTION.matcher(Files.readString(module.resolve("pom.xml")));
        String what = description.find() ? description.group(1).strip().replaceAll("\\s+", " ") : "";
        assertThat(what).as(name).isNotEmpty();
        long lines = SizeLaw.sources(module).stream().mapToLong(source -> Reactor.lines(source).size()).sum();
        return "| `" + name + "` | " + name.split("\\.")[2] + " | " + what + " | " + Math.round(lines / 50.0) * 50 + " |";
    }
}
