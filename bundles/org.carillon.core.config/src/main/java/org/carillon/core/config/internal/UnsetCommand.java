package org.carillon.core.config.internal;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.parameter.ParameterException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes the user's value of a parameter back. */
@Component(property = {Command.NAME + "=unset", Command.USAGE + "=ID"})
public final class UnsetCommand implements Command {
    private final ConfigurationService configuration;

    @Activate
    public UnsetCommand(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        try {
            return answer(arguments);
        } catch (ParameterException | UncheckedIOException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private Object answer(List<String> arguments) {
        String id = Answers.require(arguments, "unset ID").getFirst();
        Engine engine = configuration.engine();
        if (engine.isKept(id) && engine.catalogue().slot(id) == null) {
            engine.unset(List.of(id), SetCommand.SOURCE);
            return Map.of("id", id);
        }
        engine.get(id);
        engine.unset(List.of(id), SetCommand.SOURCE);
        return Answers.of(engine.get(id));
    }
}
