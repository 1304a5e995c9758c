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

/** Sets the user's value of a parameter. */
@Component(property = {Command.NAME + "=set", Command.USAGE + "=ID VALUE"})
public final class SetCommand implements Command {
    static final String SOURCE = "ctl";
    private final ConfigurationService configuration;

    @Activate
    public SetCommand(@Reference(name = "configuration") ConfigurationService configuration) {
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
        Answers.require(arguments, "set ID VALUE");
        configuration.engine().set(Map.of(arguments.getFirst(), arguments.getLast()), SOURCE);
        return Answers.of(configuration.engine().get(arguments.getFirst()));
    }
}
