package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The keys that are the same on every model, by their names in the action URIs: digits, hook, hold, mute, release. Safe for use by any thread. */
@Component(service = Keyboard.class)
public final class Keyboard {
    private static final int LONGEST_NUMBER = 128;
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#");
    private final Calls calls;
    private final Map<String, Runnable> keys;
    private final StringBuilder number = new StringBuilder();

    @Activate
    public Keyboard(@Reference(name = "calls") Calls calls) {
        this.calls = calls;
        this.keys = Map.of("OK", this::dial, "CANCEL", this::cancel, "OFFHOOK", this::offHook, "HANDSFREE", this::offHook, "ANSWER",
                () -> calls.answer(""),
                "ONHOOK", this::onHook, "RELEASE", this::onHook, "HOLD", this::hold, "MUTE", this::mute);
    }

    /** Names of the keys beside the digits. */
    List<String> names() {
        return keys.keySet().stream().sorted().toList();
    }

    /** Presses a key; false when there is none of that name. */
    synchronized boolean press(String name) {
        if (DIGITS.contains(name)) {
            digit(name);
            return true;
        }
        Runnable action = keys.get(name);
        if (action != null) {
            action.run();
        }
        return action != null;
    }

    /** Digits that were typed and not dialled yet. */
    synchronized String number() {
        return number.toString();
    }

    private void digit(String digit) {
        if (is(call -> call.state() == State.TALKING)) {
            calls.dtmf("", digit);
        } else if (number.length() < LONGEST_NUMBER) {
            number.append(digit);
        }
    }

    private void dial() {
        if (is(call -> call.state() == State.RINGING)) {
            calls.answer("");
        } else if (!number.isEmpty()) {
            String target = number.toString();
            number.setLength(0);
            calls.dial(new DialRequest(target, 0));
        }
    }

    private void cancel() {
        if (number.isEmpty() && is(call -> call.state() == State.RINGING)) {
            calls.reject("", 0);
        }
        number.setLength(0);
    }

    private void offHook() {
        dial();
    }

    private void onHook() {
        number.setLength(0);
        if (!calls.all().isEmpty()) {
            calls.hangup("");
        }
    }

    private void hold() {
        if (is(call -> call.state() == State.TALKING && !call.held())) {
            calls.hold("");
        } else {
            calls.resume("");
        }
    }

    private void mute() {
        List<Call> talking = calls.all().stream().filter(call -> call.state() == State.TALKING).toList();
        if (talking.isEmpty()) {
            throw new CallException("no call talks");
        }
        calls.mute(!talking.getFirst().muted());
    }

    private boolean is(Predicate<Call> state) {
        return calls.all().stream().anyMatch(state);
    }
}
