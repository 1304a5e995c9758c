package org.carillon.core.config.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Prints a configuration file with what {@code DeviceConfigExportMode} says, or with everything; never with secrets. */
@Component(property = {Command.NAME + "=export", Command.USAGE + "=[--all]"})
public final class ExportCommand implements Command {
    private final ConfigurationService configuration;

    @Activate
    public ExportCommand(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        boolean all = arguments.equals(List.of("--all"));
        if (!all && !arguments.isEmpty()) {
            throw new CommandException("usage: export [--all]");
        }
        return new Text(all ? configuration.save(true) : configuration.save());
    }
}
