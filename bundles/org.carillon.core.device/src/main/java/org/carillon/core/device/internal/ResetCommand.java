package org.carillon.core.device.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Restores the factory settings (manual 13.2): marks the home, which the launcher empties at the restart that follows. */
@Component(property = {Command.NAME + "=reset", Command.USAGE + "=", PhoneAction.NAME + "=RESET"})
public final class ResetCommand implements Command, PhoneAction {
    /** The launcher looks for it. */
    private static final String MARKER = "reset";

    private final Path home;
    private final RebootCommand reboot;

    @Activate
    public ResetCommand(@Reference(name = "phone") Phone phone, @Reference(name = "reboot") RebootCommand reboot) {
        this.home = phone.home();
        this.reboot = reboot;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("reset takes no argument");
        }
        try {
            reset();
        } catch (UncheckedIOException e) {
            throw new CommandException(e.getMessage());
        }
        return Map.of("resetting", true);
    }

    @Override
    public void perform(String name, String argument) {
        reset();
    }

    private void reset() {
        try {
            mark();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing was reset, " + home + " cannot be written: " + e.getMessage(), e);
        }
        reboot.restart(true);
    }

    private void mark() throws IOException {
        try (FileOutputStream marker = new FileOutputStream(home.resolve(MARKER).toFile())) {
            marker.getFD().sync();
        }
        try (FileChannel directory = FileChannel.open(home, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
