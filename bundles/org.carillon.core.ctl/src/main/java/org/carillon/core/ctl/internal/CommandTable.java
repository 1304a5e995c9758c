package org.carillon.core.ctl.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;

/** The commands that there are, and {@code help}, which lists them. */
final class CommandTable {
    private static final String HELP = "help";

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    private record Entry(Command command, List<String> names, List<String> usages, int ranking, long id) {
        String usage(String name) {
            return usages.isEmpty() ? "" : usages.size() == names.size() ? usages.get(names.indexOf(name)) : usages.getFirst();
        }
    }

    /**
     * @param properties
     *            of the service
     */
    void add(Command command, Map<String, ?> properties) {
        entries.add(new Entry(command, strings(properties.get(Command.NAME)), strings(properties.get(Command.USAGE)),
                properties.get("service.ranking") instanceof Integer ranking ? ranking : 0,
                properties.get("service.id") instanceof Long id ? id : 0));
    }

    void remove(Command command) {
        entries.removeIf(entry -> entry.command() == command);
    }

    private static List<String> strings(Object property) {
        return switch (property) {
            case String one -> List.of(one);
            case String[] several -> List.copyOf(Arrays.asList(several));
            case null, default -> List.of();
        };
    }

    /** Every command's arguments by its name. */
    Map<String, String> usages() {
        Map<String, String> usages = new TreeMap<>(Map.of(HELP, ""));
        ranked().reversed().forEach(entry -> entry.names().forEach(name -> usages.put(name, entry.usage(name))));
        return usages;
    }

    /** Best first. */
    private List<Entry> ranked() {
        List<Entry> ranked = new ArrayList<>(entries);
        ranked.sort(Comparator.comparingInt(Entry::ranking).reversed().thenComparing(Entry::id));
        return ranked;
    }

    /**
     * @throws CommandException
     *             when there is no such command, with those that there are
     */
    Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (name.equals(HELP)) {
            return usages();
        }
        return ranked().stream().filter(entry -> entry.names().contains(name)).findFirst()
                .orElseThrow(() -> new CommandException("unknown command " + name + "; there are: " + String.join(" ", usages().keySet())))
                .command().run(name, arguments, out);
    }
}
