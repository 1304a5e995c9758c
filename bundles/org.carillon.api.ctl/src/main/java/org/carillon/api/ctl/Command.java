package org.carillon.api.ctl;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command of the control socket ({@code ./phone ctl}). The bundle that can do a thing brings the command for it. Called on a thread that may
 * block.
 */
@ConsumerType
public interface Command {
    /** Service property, a String or several: its names. */
    String NAME = "org.carillon.ctl.name";
    /** Service property, a String: arguments in one line, such as {@code ID VALUE}. */
    String USAGE = "org.carillon.ctl.usage";

    /**
     * @param name
     *            the one of its names that was used
     * @param arguments
     *            what followed it
     * @param out
     *            takes answers before the last one, for commands that print several lines; throws when the other side has gone
     * @return the answer: a tree of Map, List, String, Number, Boolean, null or records of these
     * @throws CommandException
     *             when it cannot be done; its message is printed and the exit status is 1
     */
    Object run(String name, List<String> arguments, Consumer<Object> out);
}
