package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ctl provision [--last]} and {@code ctl trust [FILE]}. */
@Component(property = {Command.NAME + "=provision", Command.NAME + "=trust", Command.USAGE + "=[--last]", Command.USAGE + "=[FILE]"})
public final class ProvisioningCommand implements Command {
    private final Provisioning provisioning;

    @Activate
    public ProvisioningCommand(@Reference(name = "provisioning") Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        return name.equals("trust") ? trust(arguments) : provision(arguments);
    }

    private Report provision(List<String> arguments) {
        if (arguments.equals(List.of("--last"))) {
            return provisioning.last();
        }
        if (!arguments.isEmpty()) {
            throw new CommandException("provision takes no argument but --last, not " + arguments);
        }
        return provisioning.run();
    }

    private Map<String, Object> trust(List<String> arguments) {
        if (arguments.size() > 1) {
            throw new CommandException("trust takes one file with certificates, PEM or DER");
        }
        try {
            if (!arguments.isEmpty()) {
                provisioning.trust().add(Path.of(arguments.getFirst()));
            }
            return Map.of("trusted", provisioning.trust().files());
        } catch (IOException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
