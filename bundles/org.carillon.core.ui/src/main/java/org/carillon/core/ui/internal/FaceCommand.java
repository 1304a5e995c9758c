package org.carillon.core.ui.internal;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.line.Lines;
import org.carillon.api.parameter.ParameterException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ctl key} and {@code ctl screen}: the phone's keys and its screen by name. */
@Component(property = {Command.NAME + "=key", Command.NAME + "=screen", Command.USAGE + "=key NAME | screen"})
public final class FaceCommand implements Command {
    private static final Pattern LINE_KEY = Pattern.compile("L(\\d{1,3})");
    private final Keyboard keyboard;
    private final ProgramKeys programKeys;
    private final Contributions contributions;
    private final Calls calls;
    private final Lines lines;

    @Activate
    public FaceCommand(@Reference(name = "keyboard") Keyboard keyboard, @Reference(name = "programKeys") ProgramKeys programKeys,
            @Reference(name = "contributions") Contributions contributions, @Reference(name = "calls") Calls calls,
            @Reference(name = "lines") Lines lines) {
        this.keyboard = keyboard;
        this.programKeys = programKeys;
        this.contributions = contributions;
        this.calls = calls;
        this.lines = lines;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (name.equals("key")) {
            if (arguments.size() != 1) {
                throw new CommandException("key takes the name of one key");
            }
            press(arguments.getFirst());
        } else if (!arguments.isEmpty()) {
            throw new CommandException("screen takes no argument");
        }
        return ScreenModel.of(lines.all(), calls.all(), keyboard.number(), contributions.signs(), programKeys.lights());
    }

    private void press(String asked) {
        String name = plain(asked);
        try {
            Matcher lineKey = LINE_KEY.matcher(name);
            if (lineKey.matches()) {
                pressLineKey(Integer.parseInt(lineKey.group(1)));
            } else if (contributions.action(name).isPresent()) {
                contributions.action(name).get().perform(name, "");
            } else if (!keyboard.press(name)) {
                throw new CommandException(
                        "there is no key " + asked + "; there are L1 to L" + programKeys.lineKeys() + ", 0 to 9, F_STAR, F_POUND, "
                                + String.join(", ", keyboard.names()) + ", " + String.join(", ", contributions.actionNames()));
            }
        } catch (CallException | ParameterException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private void pressLineKey(int number) {
        if (number < 1 || number > programKeys.lineKeys()) {
            throw new CommandException("there is no key L" + number + "; there are L1 to L" + programKeys.lineKeys());
        }
        if (!programKeys.press(number)) {
            throw new CommandException("L" + number + " has no function");
        }
    }

    /** Names may start with {@code F_}; star and pound are words. */
    private static String plain(String name) {
        return switch (name) {
            case "F_STAR" -> "*";
            case "F_POUND" -> "#";
            case "ASW" -> "ANSWER";
            default -> name.startsWith("F_") ? name.substring(2) : name;
        };
    }
}
