package org.carillon.core.call.internal;

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

/** What {@code ctl} can do to calls. */
@Component(property = {Command.NAME + "=dial", Command.NAME + "=answer", Command.NAME + "=hangup", Command.NAME + "=reject",
        Command.NAME + "=hold",
        Command.NAME + "=resume", Command.NAME + "=mute", Command.NAME + "=dtmf", Command.USAGE
                + "=dial NUMBER [--account N] | answer [ID] | hangup [ID] | reject [ID] [CODE] | hold [ID] | resume [ID] | mute on|off | dtmf DIGITS [ID]"})
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
            throw new CommandException(name + " takes the id of one call, or nothing");
        }
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    private Call dial(List<String> arguments) {
        boolean account = arguments.size() == 3 && arguments.get(1).equals("--account") && arguments.get(2).matches("[1-9]\\d?");
        if (arguments.size() != 1 && !account) {
            throw new CommandException("dial takes NUMBER [--account N]");
        }
        return calls.dial(new DialRequest(arguments.getFirst(), account ? Integer.parseInt(arguments.get(2)) : 0));
    }

    private Call reject(List<String> arguments) {
        String id = arguments.stream().filter(word -> !isCode(word)).findFirst().orElse("");
        int code = arguments.stream().filter(CallCommands::isCode).findFirst().map(Integer::parseInt).orElse(0);
        if (arguments.size() > 2) {
            throw new CommandException("reject takes [ID] [CODE]");
        }
        return calls.reject(id, code);
    }

    private static boolean isCode(String word) {
        return word.matches("\\d{3}");
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
        return calls.dtmf(arguments.size() == 2 ? arguments.get(1) : "", arguments.getFirst());
    }
}
