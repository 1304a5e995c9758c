package org.carillon.core.call.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands about calls. */
@Component(property = {Command.NAME + "=dial", Command.USAGE + "=NUMBER [--account N]", Command.NAME + "=answer", Command.USAGE + "=[ID]",
        Command.NAME + "=hangup", Command.USAGE + "=[ID]", Command.NAME + "=reject", Command.USAGE + "=[ID] [CODE]",
        Command.NAME + "=hold", Command.USAGE + "=[ID]", Command.NAME + "=resume", Command.USAGE + "=[ID]",
        Command.NAME + "=mute", Command.USAGE + "=on|off", Command.NAME + "=dtmf", Command.USAGE + "=DIGITS [ID]"})
public final class CallCommands implements Command {
    private final Calls calls;

    @Activate
    public CallCommands(@Reference(name = "calls") Calls calls) {
        this.calls = calls;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        try {
            return run(name, arguments);
        } catch (CallException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private Call run(String name, List<String> arguments) {
        return switch (name) {
            case "dial" -> dial(arguments);
            case "answer" -> calls.answer(id(name, arguments));
            case "hangup" -> calls.hangup(id(name, arguments));
            case "reject" -> reject(arguments);
            case "hold" -> calls.hold(id(name, arguments));
            case "resume" -> calls.resume(id(name, arguments));
            case "mute" -> mute(arguments);
            case "dtmf" -> dtmf(arguments);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String id(String name, List<String> arguments) {
        if (arguments.size() > 1) {
            throw new CommandException(name + " takes [ID]");
        }
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    private Call dial(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        int option = words.indexOf("--account");
        int account = 0;
        if (option >= 0 && option + 1 < words.size()) {
            account = account(words.remove(option + 1));
            words.remove(option);
        }
        if (words.size() != 1 || words.getFirst().startsWith("--")) {
            throw new CommandException("dial takes NUMBER [--account N]");
        }
        return calls.dial(new DialRequest(words.getFirst(), account));
    }

    private static int account(String word) {
        if (!word.matches("[1-9]\\d?")) {
            throw new CommandException("--account takes a number from 1, not " + word);
        }
        return Integer.parseInt(word);
    }

    /** A code is three digits, an id never is. */
    private Call reject(List<String> arguments) {
        List<String> words = new ArrayList<>(arguments);
        int code = !words.isEmpty() && words.getLast().matches("\\d{3}") ? Integer.parseInt(words.removeLast()) : 0;
        if (words.size() > 1) {
            throw new CommandException("reject takes [ID] [CODE]");
        }
        return calls.reject(words.isEmpty() ? "" : words.getFirst(), code);
    }

    private Call mute(List<String> arguments) {
        if (!arguments.equals(List.of("on")) && !arguments.equals(List.of("off"))) {
            throw new CommandException("mute takes on or off");
        }
        return calls.mute(arguments.getFirst().equals("on"));
    }

    private Call dtmf(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new CommandException("dtmf takes DIGITS [ID]");
        }
        return calls.dtmf(arguments.size() == 2 ? arguments.getLast() : "", arguments.getFirst());
    }
}
