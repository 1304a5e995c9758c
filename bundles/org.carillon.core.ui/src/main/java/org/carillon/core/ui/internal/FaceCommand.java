package org.carillon.core.ui.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ui.Face;
import org.carillon.api.ui.Keypad;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands {@code key}, which answers with the screen after it, and {@code screen}. */
@Component(property = {Command.NAME + "=key", Command.USAGE + "=NAME [--long]", Command.NAME + "=screen",
        Command.USAGE + "=[--png FILE]"})
public final class FaceCommand implements Command {
    private final Keypad keypad;
    private final Face face;

    @Activate
    public FaceCommand(@Reference(name = "keypad") Keypad keypad, @Reference(name = "face") Face face) {
        this.keypad = keypad;
        this.face = face;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (name.equals("key")) {
            key(arguments);
        } else if (arguments.size() == 2 && arguments.getFirst().equals("--png")) {
            write(arguments.getLast());
        } else if (!arguments.isEmpty()) {
            throw new CommandException("screen takes [--png FILE]");
        }
        return face.screen();
    }

    private void write(String file) {
        try {
            Files.write(Path.of(file), face.png());
        } catch (IOException | InvalidPathException e) {
            throw new CommandException("the picture cannot be written to " + file + ": " + e);
        }
    }

    private void key(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        boolean held = words.remove("--long");
        if (words.size() != 1) {
            throw new CommandException("key takes NAME [--long]");
        }
        try {
            if (held) {
                keypad.hold(words.getFirst());
            } else {
                keypad.press(words.getFirst());
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
