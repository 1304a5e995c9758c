package org.carillon.core.ui.internal.menu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.api.parameter.Parameters.Declared;

/** The menu that the phone paths of parameters make up. Immutable. */
final class MenuTree {
    /** Behind a password that the phone's menu cannot ask for yet. */
    private static final String HIDDEN = "Advanced Setting";
    private static final String ROOT = "Menu";
    /** Where the manual's paths have a place for the number of the account. */
    private static final Set<String> ACCOUNT = Set.of("Account ID", "account ID", "AccountX");

    /**
     * An entry.
     *
     * @param parameter
     *            null for a menu
     */
    record Node(String label, Map<String, Node> children, Declared parameter) {
        private Node(String label, Declared parameter) {
            this(label, new LinkedHashMap<>(), parameter);
        }
    }

    private final Node root = new Node(ROOT, null);

    MenuTree(List<Declared> declared) {
        List<Declared> shown = declared.stream().filter(parameter -> !parameter.phone().isEmpty())
                .filter(parameter -> !steps(parameter).contains(HIDDEN))
                .sorted(Comparator.comparingInt(MenuTree::number).thenComparing(Declared::id)).toList();
        Map<List<String>, Long> sharers = shown.stream().map(MenuTree::path)
                .collect(Collectors.groupingBy(path -> path, Collectors.counting()));
        shown.forEach(parameter -> add(parameter, sharers.get(path(parameter)) > 1));
    }

    private static int number(Declared parameter) {
        return parameter.instance().matches("[0-9]{1,9}") ? Integer.parseInt(parameter.instance()) : 0;
    }

    private static List<String> steps(Declared parameter) {
        return Stream.of(parameter.phone().split(">")).map(String::strip).toList();
    }

    /** The steps from the top, with the index where the path has a place for it, else as a step of its own. */
    private static List<String> path(Declared parameter) {
        List<String> path = new ArrayList<>(steps(parameter));
        if (path.getFirst().equals(ROOT)) {
            path.removeFirst();
        }
        if (!parameter.instance().isEmpty()) {
            List<String> spelt = path.stream()
                    .map(step -> ACCOUNT.contains(step) ? "Account " + parameter.instance() : step).toList();
            return spelt.equals(path) ? Stream.concat(path.stream(), Stream.of(thing(parameter))).toList() : spelt;
        }
        return path;
    }

    /** What exists several times: the beginning of the id up to the index, in words. */
    private static String thing(Declared parameter) {
        int end = parameter.id().indexOf(parameter.instance().split("\\.")[0]);
        return parameter.id().substring(0, Math.max(0, end)).replaceAll("(?<=[a-z])(?=[A-Z])", " ") + " " + parameter.instance();
    }

    /**
     * @param shared
     *            true when the path leads to a menu in which the parameter is one of several
     */
    private void add(Declared parameter, boolean shared) {
        List<String> path = new ArrayList<>(path(parameter));
        if (shared || !parameter.instance().isEmpty() && path.getLast().equals(thing(parameter))) {
            path.add(parameter.name());
        }
        Node node = root;
        for (String step : path.subList(0, path.size() - 1)) {
            node = node.children().computeIfAbsent(step, label -> new Node(label, null));
        }
        node.children().putIfAbsent(path.getLast(), new Node(path.getLast(), parameter));
    }

    Node root() {
        return root;
    }
}
