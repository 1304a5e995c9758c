package org.carillon.core.provisioning.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.carillon.api.provisioning.Backups.Extent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Prints a configuration file with what {@code DeviceConfigExportMode} says, or with everything. */
@Component(property = {Command.NAME + "=export", Command.USAGE + "=[--all]"})
public final class ExportCommand implements Command {
    private final Export export;

    @Activate
    public ExportCommand(@Reference(name = "export") Export export) {
        this.export = export;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        boolean all = arguments.equals(List.of("--all"));
        if (!all && !arguments.isEmpty()) {
            throw new CommandException("usage: export [--all]");
        }
        return new Text(export.file(all ? Extent.ALL : export.usual()));
    }
}
