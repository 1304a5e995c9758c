package org.carillon.core.config.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells what was changed last, when and by whom. */
@Component(property = {Command.NAME + "=history", Command.USAGE + "="})
public final class HistoryCommand implements Command {
    private final ConfigurationService configuration;

    @Activate
    public HistoryCommand(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        Answers.require(arguments, "history");
        return Answers.of(configuration.engine().history(), configuration.engine().catalogue());
    }
}
