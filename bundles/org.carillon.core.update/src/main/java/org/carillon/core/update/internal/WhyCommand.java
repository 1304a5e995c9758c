package org.carillon.core.update.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says why a bundle or feature is not active. */
@Component(property = {Command.NAME + "=why", Command.USAGE + "=NAME"})
public final class WhyCommand implements Command {
    private final Observer observer;

    @Activate
    public WhyCommand(@Reference(name = "observer") Observer observer) {
        this.observer = observer;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.size() != 1) {
            throw new CommandException("why takes the name of one bundle or feature");
        }
        return new Diagnosis(observer.snapshot()).why(arguments.getFirst());
    }
}
