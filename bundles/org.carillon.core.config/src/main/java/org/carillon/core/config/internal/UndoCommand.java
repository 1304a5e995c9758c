package org.carillon.core.config.internal;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes the last changes back. */
@Component(property = {Command.NAME + "=undo", Command.USAGE + "=[N]"})
public final class UndoCommand implements Command {
    private final ConfigurationService configuration;

    @Activate
    public UndoCommand(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.size() > 1 || !arguments.isEmpty() && !arguments.getFirst().matches("[0-9]{1,9}")) {
            throw new CommandException("usage: undo [N]");
        }
        try {
            int count = arguments.isEmpty() ? 1 : Integer.parseInt(arguments.getFirst());
            return Map.of("undone", count, "changed", configuration.engine().undo(count));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
