package org.carillon.core.ui.internal.menu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

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

    /** A parameter and the labels that lead to it, worked out once: there are thousands of them. */
    private record Place(Declared parameter, int number, List<String> path) {}

    private final Node root = new Node(ROOT, null);

    MenuTree(List<Declared> declared) {
        List<Place> shown = declared.stream().filter(parameter -> !parameter.phone().isEmpty()).map(MenuTree::place)
                .flatMap(Optional::stream).sorted(Comparator.comparingInt(Place::number).thenComparing(place -> place.parameter().id()))
                .toList();
        Map<List<String>, Long> sharers = shown.stream().collect(Collectors.groupingBy(Place::path, Collectors.counting()));
        shown.forEach(place -> add(place, sharers.get(place.path()) > 1));
    }

    /** Empty for what is not shown. */
    private static Optional<Place> place(Declared parameter) {
        List<String> steps = Stream.of(parameter.phone().split(">")).map(String::strip).toList();
        return steps.contains(HIDDEN) ? Optional.empty() : Optional.of(new Place(parameter, number(parameter), path(parameter, steps)));
    }

    private static int number(Declared parameter) {
        return NUMBER.matcher(parameter.instance()).matches() ? Integer.parseInt(parameter.instance()) : 0;
    }

    /** The steps from the top, with the index where the path has a place for it, else as a step of its own. */
    private static List<String> path(Declared parameter, List<String> steps) {
        List<String> path = new ArrayList<>(steps);
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
        return WORDS.matcher(parameter.id().substring(0, Math.max(0, end))).replaceAll(" ") + " " + parameter.instance();
    }

    /**
     * @param shared
     *            true when the path leads to a menu in which the parameter is one of several
     */
    private void add(Place place, boolean shared) {
        Declared parameter = place.parameter();
        List<String> path = new ArrayList<>(place.path());
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
