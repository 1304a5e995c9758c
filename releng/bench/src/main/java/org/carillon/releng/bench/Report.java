package org.carillon.releng.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A table with a row for each figure and a column for each phone, in Markdown. */
final class Report {
    private final List<String> columns;
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    Report(List<String> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Sets a figure; rows stand in the order of their first figure. */
    void put(String row, String column, String value) {
        rows.computeIfAbsent(row, name -> new LinkedHashMap<>()).put(column, value);
    }

    /** A line below the table. */
    void note(String text) {
        notes.add(text);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "", columns);
        line(text, "---", columns.stream().map(column -> "---").toList());
        rows.forEach((row, values) -> line(text, row, columns.stream().map(column -> values.getOrDefault(column, "-")).toList()));
        return text.append('\n').append(notes.stream().map(note -> "- " + note + "\n").collect(Collectors.joining())).toString();
    }

    private static void line(StringBuilder text, String first, List<String> cells) {
        text.append("| ").append(first).append(" | ").append(String.join(" | ", cells)).append(" |\n");
    }
}
