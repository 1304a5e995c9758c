package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.Statement;

/**
 * Notes which parameters were seen to have an effect. A test says by {@link Effect} whose effect it sees; when it passed, and the phone really
 * holds each of those parameters from a configuration file that this rule wrote for that test, they are noted in
 * {@code target/parameter-effects/CLASS.txt}, which {@code releng} compares with the catalogue.
 */
public final class ParameterEffects implements TestRule {
    private static final Path NOTES = Repository.ROOT.resolve("integration-tests/target/parameter-effects");
    private static final Set<String> FILE_LAYERS = Set.of("common", "device", "mac");
    private static final Set<String> BEGUN = new TreeSet<>();

    /** Parameters, spelt as in the catalogue ({@code Account{account}Label}), whose effect outside the configuration the test sees. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    public @interface Effect {
        String[] value();
    }

    private final Map<String, String> written = new TreeMap<>();
    private final Set<String> applied = new TreeSet<>();

    /** The text of a configuration file with these settings. */
    public String file(Map<String, ?> settings) {
        written.clear();
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n");
        new TreeMap<>(settings).forEach((id, value) -> {
            written.put(id, value.toString());
            text.append("  <setting id=\"").append(id).append("\" value=\"").append(value).append("\"/>\n");
        });
        return text.append("</settings>\n").toString();
    }

    /** Writes a configuration file for {@code --config}. */
    public Path file(Path file, Map<String, ?> settings) {
        Kamailio.write(file, file(settings));
        return file;
    }

    /** Fails unless the phone holds everything that was written last, from that file. */
    public void requireApplied(PhoneProcess phone) {
        written.forEach((id, value) -> {
            Object held = phone.ctl("get", id);
            boolean same = Json.text(held, "value").equals(value) || Json.text(held, "value").equals("***");
            if (!same || !FILE_LAYERS.contains(Json.text(held, "layer"))) {
                throw new AssertionError(id + " = " + value + " was not applied from a file: " + held + "\n" + phone.tail());
            }
        });
        applied.addAll(written.keySet());
    }

    @Override
    public Statement apply(Statement base, Description description) {
        Effect effect = description.getAnnotation(Effect.class);
        return effect == null ? base : new Statement() {
            @Override
            public void evaluate() throws Throwable {
                begin(description.getClassName());
                base.evaluate();
                for (String template : effect.value()) {
                    if (applied.stream().noneMatch(id -> id.matches(template.replaceAll("\\{\\w+\\}", "\\\\d+")))) {
                        throw new AssertionError("no file that was applied set " + template + ", only " + applied);
                    }
                }
                note(description.getClassName(), effect.value());
            }
        };
    }

    /** What an earlier run noted is forgotten. */
    private static void begin(String test) throws IOException {
        if (BEGUN.add(test)) {
            Files.createDirectories(NOTES);
            Files.deleteIfExists(notes(test));
        }
    }

    private static void note(String test, String... templates) {
        try {
            Set<String> all = new TreeSet<>(List.of(templates));
            if (Files.exists(notes(test))) {
                all.addAll(Files.readAllLines(notes(test)));
            }
            Files.write(notes(test), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path notes(String test) {
        return NOTES.resolve(test + ".txt");
    }
}
