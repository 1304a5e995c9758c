package org.carillon.releng.checks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cycles in small graphs. */
final class Graphs {
    private Graphs() {}

    /** A cycle through a node, in words; empty when there is none. */
    static Optional<String> cycle(String start, Map<String, Set<String>> edges) {
        return walk(start, start, edges, new ArrayDeque<>(), new HashSet<>());
    }

    private static Optional<String> walk(String node, String goal, Map<String, Set<String>> edges, Deque<String> path, Set<String> seen) {
        path.addLast(node);
        for (String next : edges.getOrDefault(node, Set.of())) {
            if (next.equals(goal)) {
                return Optional.of(String.join(" -> ", path) + " -> " + goal);
            }
            if (seen.add(next)) {
                Optional<String> found = walk(next, goal, edges, path, seen);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        path.removeLast();
        return Optional.empty();
    }
}
