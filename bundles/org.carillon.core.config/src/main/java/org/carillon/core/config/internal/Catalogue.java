package org.carillon.core.config.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a number of bundles declare, each id spelt out. Immutable. */
final class Catalogue {
    static final Catalogue EMPTY = new Catalogue(new TreeMap<>());
    private static final Pattern TOKEN = Pattern.compile("\\{[^}]*}");

    private final Map<Long, List<Declaration>> byBundle;
    private final Map<String, Slot> byId = new HashMap<>();
    private final Map<String, List<Slot>> byPid = new LinkedHashMap<>();
    private final List<String> clashes = new ArrayList<>();

    private Catalogue(Map<Long, List<Declaration>> byBundle) {
        this.byBundle = byBundle;
        byBundle.values().forEach(declarations -> declarations.forEach(this::add));
    }

    private void add(Declaration declaration) {
        List<String> instances = declaration.instances() == null ? Collections.singletonList(null) : declaration.instances();
        for (String instance : instances) {
            List<Slot> slots = byPid.computeIfAbsent(declaration.pid(instance), pid -> new ArrayList<>());
            for (Definition definition : declaration.definitions()) {
                String id = spell(definition.id(), instance);
                Slot slot = new Slot(id, definition, declaration, instance, declaration.pid(instance));
                Slot other = byId.putIfAbsent(id, slot);
                if (other == null) {
                    slots.add(slot);
                } else {
                    clashes.add(id + " is declared by " + other.declaration().bundle() + " and by " + declaration.bundle());
                }
            }
        }
    }

    private static String spell(String template, String instance) {
        if (instance == null) {
            return template;
        }
        StringBuilder id = new StringBuilder(template);
        for (String index : instance.split("\\.")) {
            id.replace(id.indexOf("{"), id.indexOf("}") + 1, index);
        }
        return id.toString();
    }

    /** The catalogue with these declarations of one bundle, in place of those that it has of it. */
    Catalogue with(long bundle, List<Declaration> declarations) {
        return with(Map.of(bundle, declarations));
    }

    Catalogue with(Map<Long, List<Declaration>> bundles) {
        Map<Long, List<Declaration>> next = new TreeMap<>(byBundle);
        next.putAll(bundles);
        next.values().removeIf(List::isEmpty);
        return next.equals(byBundle) ? this : new Catalogue(next);
    }

    List<Declaration> of(long bundle) {
        return byBundle.getOrDefault(bundle, List.of());
    }

    /** Null when no bundle declares it. */
    Slot slot(String id) {
        return byId.get(id);
    }

    /** True when a value may be read by anybody. What nobody declares may be a secret. */
    boolean isOpen(String id, String value) {
        Slot slot = byId.get(id);
        return slot != null && slot.definition().shown(value).equals(value);
    }

    Collection<Slot> slots() {
        return byId.values();
    }

    /** The slots of one instance; empty when no bundle declares the PID. */
    List<Slot> slots(String pid) {
        return byPid.getOrDefault(pid, List.of());
    }

    /** The PIDs of all instances. */
    Collection<String> pids() {
        return byPid.keySet();
    }

    /** Null when no bundle declares the PID. */
    Declaration declaration(String pid) {
        return byBundle.values().stream().flatMap(List::stream).filter(declaration -> declaration.pid().equals(pid)).findFirst()
                .orElse(null);
    }

    /** Ids that two bundles declare, in words; the first one's declaration stands. */
    List<String> clashes() {
        return clashes;
    }

    /** Why an id is not known, in words. */
    String whyUnknown(String id) {
        for (List<Declaration> declarations : byBundle.values()) {
            for (Declaration declaration : declarations) {
                for (Definition definition : declaration.definitions()) {
                    if (declaration.instances() != null && matches(definition.id(), id, isNumbered(declaration.instances()))) {
                        return "unknown id: " + definition.id() + " exists for " + range(declaration.instances());
                    }
                }
            }
        }
        return "unknown id: no running bundle declares it";
    }

    private static boolean matches(String template, String id, boolean numbered) {
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        Matcher token = TOKEN.matcher(template);
        while (token.find()) {
            pattern.append(Pattern.quote(template.substring(from, token.start()))).append(numbered ? "[0-9]+" : "[0-9A-Za-z]+");
            from = token.end();
        }
        return id.matches(pattern + Pattern.quote(template.substring(from)));
    }

    private static String range(List<String> instances) {
        if (instances.isEmpty()) {
            return "nothing on this model";
        }
        return isNumbered(instances) ? instances.getFirst() + " to " + instances.getLast() : String.join(", ", instances);
    }

    private static boolean isNumbered(List<String> instances) {
        return instances.isEmpty() || instances.getFirst().chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }
}
