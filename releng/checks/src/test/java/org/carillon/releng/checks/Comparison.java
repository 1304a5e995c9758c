package org.carillon.releng.checks;

import static org.carillon.releng.checks.Catalogue.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One declared parameter beside what the manual says of it for a model. Paths compare without case, and Setting equals Settings. */
final class Comparison {
    private final Map<String, Object> declared;
    private final Map<String, Object> manual;
    private final String model;
    private final List<String> differences = new ArrayList<>();

    private Comparison(Map<String, Object> declared, Map<String, Object> manual, String model) {
        this.declared = declared;
        this.manual = manual;
        this.model = model;
    }

    /** What differs, in words. */
    static List<String> differences(Map<String, Object> declared, Map<String, Object> manual, String model) {
        return new Comparison(declared, manual, model).compare();
    }

    private List<String> compare() {
        differ("default", text(declared.get("default")), text(forModel(manual.get("default"))));
        differ("secret", declared.get("secret"), manual.get("secret"));
        if (Boolean.TRUE.equals(manual.get("reboot"))) {
            differ("reboot", declared.get("reboot"), true);
        }
        if (!"boolean".equals(manual.get("type"))) {
            values();
        }
        differ("web", path(declared.get("web")), path(manual.get("webPath")));
        differ("phone", path(declared.get("phone")), path(manual.get("phonePath")));
        return differences;
    }

    private void values() {
        Map<String, Object> perModel = map(manual.get("perModel"));
        Map<String, Object> values = new HashMap<>(map(manual.get("values")));
        if (values.get("enum") instanceof List<?> all) {
            Map<String, Object> limited = map(perModel.get("valueModels"));
            List<String> here = all.stream().map(String::valueOf)
                    .filter(value -> !limited.containsKey(value) || ((List<?>) limited.get(value)).contains(model)).sorted().toList();
            differ("values", sorted(declared.get("values")), here);
            return;
        }
        Stream.of("min", "max").filter(perModel::containsKey).forEach(key -> values.put(key, forModel(perModel.get(key))));
        Stream.of("min", "max", "maxLength").filter(key -> values.get(key) != null)
                .forEach(key -> differ(key, text(declared.get(key)), text(values.get(key))));
    }

    private void differ(String what, Object ours, Object theirs) {
        if (!Objects.equals(ours, theirs)) {
            differences.add(what + ": declared " + ours + ", manual " + theirs);
        }
    }

    private Object forModel(Object value) {
        return value instanceof Map<?, ?> byModel ? byModel.get(model) : value;
    }

    private static String text(Object value) {
        return value == null || value.equals("") ? null : String.valueOf(value);
    }

    private static List<String> sorted(Object values) {
        return values instanceof List<?> list ? list.stream().map(value -> value instanceof Map<?, ?> map ? map.get("value") : value)
                .map(String::valueOf).sorted().toList() : List.of();
    }

    private static List<String> path(Object value) {
        Stream<String> parts = switch (value) {
            case null -> Stream.of();
            case List<?> list -> list.stream().map(String::valueOf);
            default -> Arrays.stream(String.valueOf(value).split(">"));
        };
        return parts.map(part -> part.strip().toLowerCase(Locale.ROOT)).filter(part -> !part.isEmpty())
                .map(part -> part.equals("setting") ? "settings" : part).toList();
    }
}
