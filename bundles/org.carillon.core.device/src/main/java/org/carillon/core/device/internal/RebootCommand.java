package org.carillon.core.device.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** Asks the launcher to stop everything in good order and to start anew. */
@Component(service = {RebootCommand.class, Command.class, PhoneAction.class},
        property = {Command.NAME + "=reboot", Command.USAGE + "=", PhoneAction.NAME + "=REBOOT"})
public final class RebootCommand implements Command, PhoneAction {
    /** Exit status by which the launching script knows that it shall start the phone again. */
    static final int REBOOT = 75;

    private final IntConsumer exit;
    private final EventAdmin events;

    @Activate
    public RebootCommand(@Reference(name = "exit", target = "(org.carillon.launcher.exit=true)") IntConsumer exit,
            @Reference(name = "events") EventAdmin events) {
        this.exit = exit;
        this.events = events;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("reboot takes no argument");
        }
        reboot();
        return Map.of("rebooting", true);
    }

    @Override
    public void perform(String name, String argument) {
        reboot();
    }

    void reboot() {
        restart(false);
    }

    /**
     * @param reset
     *            whether the launcher will empty the home
     */
    void restart(boolean reset) {
        events.sendEvent(new Event(DeviceEvents.REBOOT, Map.of(DeviceEvents.RESET, reset)));
        exit.accept(REBOOT);
    }
}
