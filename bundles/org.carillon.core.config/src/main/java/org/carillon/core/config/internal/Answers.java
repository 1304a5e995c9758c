package org.carillon.core.config.internal;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
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

    /**
     * A configuration file without secrets.
     *
     * @param all
     *            false leaves out what has its default
     */
    static String file(Collection<View> views, boolean all) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<settings>\n");
        for (View view : views) {
            if (!view.slot().definition().secret() && (all || view.effective().layer() != Layer.DEFAULT)) {
                xml.append("  <setting id=\"").append(escaped(view.slot().id())).append("\" value=\"")
                        .append(escaped(view.slot().definition().exported(view.effective().value())))
                        .append("\"/>\n");
            }
        }
        return xml.append("</settings>\n").toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\t', '\n', '\r' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** The arguments of a command, which are as many as it names. */
    static List<String> require(List<String> arguments, String usage) {
        if (arguments.size() != usage.split(" ").length - 1) {
            throw new CommandException("usage: " + usage);
        }
        return arguments;
    }
}
