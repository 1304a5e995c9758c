package org.carillon.core.provisioning.internal;

import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ctl provision [--plan|--last]}, and the action {@code Autop} (manual 10.26.3). */
@Component(property = {Command.NAME + "=provision", Command.USAGE + "=[--plan|--last]", PhoneAction.NAME + "=Autop"})
public final class ProvisioningCommand implements Command, PhoneAction {
    private final Provisioning provisioning;

    @Activate
    public ProvisioningCommand(@Reference(name = "provisioning") Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.equals(List.of("--last"))) {
            return provisioning.last();
        }
        if (arguments.equals(List.of("--plan"))) {
            return provisioning.plan();
        }
        if (!arguments.isEmpty()) {
            throw new CommandException("provision takes no argument but --plan or --last, not " + arguments);
        }
        return provisioning.run();
    }

    @Override
    public void perform(String name, String argument) {
        provisioning.begin("action " + name);
    }
}
