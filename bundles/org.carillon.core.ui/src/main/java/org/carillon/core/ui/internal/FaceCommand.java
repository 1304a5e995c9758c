package org.carillon.core.ui.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.call.CallException;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.ui.PhoneAction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands {@code key}, which answers with the screen after it, and {@code screen}. */
@Component(property = {Command.NAME + "=key", Command.USAGE + "=NAME [--long]", Command.NAME + "=screen",
        Command.USAGE + "=[--png FILE]"})
public final class FaceCommand implements Command {
    private static final Pattern LINE_KEY = Pattern.compile("L(\\d{1,3})");

    private final Keyboard keyboard;
    private final ProgramKeys programKeys;
    private final Contributions contributions;
    private final Telephony telephony;

    @Activate
    public FaceCommand(@Reference(name = "keyboard") Keyboard keyboard, @Reference(name = "programKeys") ProgramKeys programKeys,
            @Reference(name = "contributions") Contributions contributions, @Reference(name = "telephony") Telephony telephony) {
        this.keyboard = keyboard;
        this.programKeys = programKeys;
        this.contributions = contributions;
        this.telephony = telephony;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (name.equals("key")) {
            key(arguments);
        } else if (arguments.contains("--png")) {
            throw new CommandException("the screen cannot be drawn yet: screen without --png says what it shows");
        } else if (!arguments.isEmpty()) {
            throw new CommandException("screen takes [--png FILE]");
        }
        return Screen.of(telephony, keyboard, contributions.signs(), programKeys.lights());
    }

    private void key(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        boolean held = words.remove("--long");
        if (words.size() != 1) {
            throw new CommandException("key takes NAME [--long]");
        }
        if (held) {
            throw new CommandException("a long press does nothing on " + words.getFirst());
        }
        try {
            press(words.getFirst());
        } catch (CallException | ParameterException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private synchronized void press(String asked) {
        Matcher lineKey = LINE_KEY.matcher(asked);
        if (lineKey.matches()) {
            programKeys.press(Integer.parseInt(lineKey.group(1)));
            return;
        }
        int value = asked.indexOf('=');
        String name = value < 0 ? asked : asked.substring(0, value);
        PhoneAction action = contributions.action(name).orElse(null);
        if (action != null) {
            action.perform(name, value < 0 ? "" : asked.substring(value + 1));
        } else if (!keyboard.press(asked)) {
            throw new CommandException("there is no key " + asked + ", only " + String.join(" ", permitted()));
        }
    }

    private Set<String> permitted() {
        Set<String> names = new TreeSet<>(keyboard.names());
        names.addAll(contributions.actionNames());
        names.addAll(List.of("0-9", "*", "L1-L" + programKeys.lineKeys()));
        return names;
    }
}
