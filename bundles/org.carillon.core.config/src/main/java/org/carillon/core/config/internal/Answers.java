package org.carillon.core.config.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.core.config.internal.Engine.Step;
import org.carillon.core.config.internal.Engine.View;

/** What the commands print. */
final class Answers {
    private Answers() {}

    /** One parameter, in the shape of {@code ctl get}. */
    static Map<String, Object> of(View view) {
        Definition definition = view.slot().definition();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", view.slot().id());
        answer.put("value", definition.shown(view.effective().value()));
        answer.put("layer", view.effective().layer().printed());
        answer.put("source", view.effective().source());
        answer.put("default", definition.defaultText());
        answer.put("pending", view.pending() ? "reboot" : null);
        return answer;
    }

    /** The changes of {@code ctl history}; {@code undo} is what takes one and all newer ones back. */
    static List<Map<String, Object>> of(List<Step> steps, Catalogue catalogue) {
        List<Map<String, Object>> answer = new ArrayList<>();
        for (Step step : steps) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("undo", answer.size() + 1);
            line.put("at", Instant.ofEpochMilli(step.past().at()).toString());
            line.put("cause", step.past().cause());
            line.put("changes", step.past().back().stream().map(back -> of(step, back, catalogue.slot(back.id()))).toList());
            answer.add(line);
        }
        return answer;
    }

    private static Map<String, Object> of(Step step, Change back, Slot slot) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", back.id());
        line.put("layer", back.layer().printed());
        line.put("from", shown(back.entry(), slot));
        line.put("to", shown(step.after().get(back.layer(), back.id()), slot));
        return line;
    }

    /** Null when the layer says nothing. */
    private static String shown(Entry entry, Slot slot) {
        if (entry == null) {
            return null;
        }
        if (entry.masks()) {
            return "define=\"default\"";
        }
        return slot == null ? Definition.MASK : slot.definition().shown(entry.value());
    }

    /** The arguments of a command, which are as many as it names. */
    static List<String> require(List<String> arguments, String usage) {
        if (arguments.size() != usage.split(" ").length - 1) {
            throw new CommandException("usage: " + usage);
        }
        return arguments;
    }
}
