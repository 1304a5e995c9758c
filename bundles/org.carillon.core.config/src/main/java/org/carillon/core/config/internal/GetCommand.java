package org.carillon.core.config.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.parameter.ParameterException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells the value of a parameter and where it comes from. */
@Component(property = {Command.NAME + "=get", Command.USAGE + "=ID"})
public final class GetCommand implements Command {
    private final ConfigurationService configuration;

    @Activate
    public GetCommand(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        try {
            return answer(arguments);
        } catch (ParameterException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private Object answer(List<String> arguments) {
        return Answers.of(configuration.engine().get(Answers.require(arguments, "get ID").getFirst()));
    }
}
