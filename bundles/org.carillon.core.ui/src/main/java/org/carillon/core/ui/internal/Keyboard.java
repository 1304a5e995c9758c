package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallException;
import org.carillon.api.call.DialRequest;
import org.carillon.api.device.DeviceEvents;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The keys that mean the same on every model, by their names in the action URIs (manual 10.26). Safe for use by any thread. */
@Component(service = Keyboard.class, immediate = true)
public final class Keyboard {
    private static final int LONGEST_NUMBER = 128;
    private static final Set<String> DIGITS = Set.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*");

    private final Telephony telephony;
    private final EventAdmin events;
    /** Names that may begin with {@code F_}. */
    private final Map<String, Runnable> hardKeys = new TreeMap<>(Map.of("OK", this::confirm, "CANCEL", this::cancel, "RELEASE",
            this::release, "HOLD", this::hold, "MUTE", this::mute, "HANDSFREE", this::offHook));
    /** Names that are what they are. */
    private final Map<String, Runnable> others = new TreeMap<>(Map.of("OFFHOOK", this::offHook, "ONHOOK", this::onHook, "ANSWER",
            this::answer, "ASW", this::answer, "CALLEND", this::release, "UNHOLD", this::resume, "BACK_IDLE", this::forget, "F_STAR",
            () -> digit("*"), "F_POUND", this::pound));
    private final StringBuilder number = new StringBuilder();
    private boolean offHook;

    @Activate
    public Keyboard(@Reference(name = "telephony") Telephony telephony, @Reference(name = "events") EventAdmin events) {
        this.telephony = telephony;
        this.events = events;
    }

    /** Names of the keys beside {@code 0} to {@code 9} and {@code *}. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(hardKeys.keySet());
        names.addAll(others.keySet());
        return names;
    }

    /**
     * Presses a key.
     *
     * @return false when there is none of that name
     * @throws CallException
     *             when it cannot do what it is for
     */
    synchronized boolean press(String name) {
        String plain = name.startsWith("F_") ? name.substring(2) : name;
        if (DIGITS.contains(plain)) {
            digit(plain);
            return true;
        }
        Runnable key = others.getOrDefault(name, hardKeys.get(plain));
        if (key != null) {
            events.postEvent(new Event(DeviceEvents.KEY, Map.of(DeviceEvents.KEY_NAME, hardKeys.containsKey(plain) ? plain : name)));
            key.run();
        }
        return key != null;
    }

    /** True while a number is being entered, or the handset is off and nothing is entered yet. */
    synchronized boolean isDialling() {
        return offHook || !number.isEmpty();
    }

    /** Digits that were entered and not dialled yet. */
    synchronized String number() {
        return number.toString();
    }

    private void digit(String digit) {
        if (any(Keyboard::talks)) {
            telephony.act().dtmf("", digit);
        } else if (number.length() < LONGEST_NUMBER) {
            number.append(digit);
        }
    }

    /** Ends a number, but begins a code. */
    private void pound() {
        if (number.isEmpty() || any(Keyboard::talks)) {
            digit("#");
        } else {
            dial();
        }
    }

    private void confirm() {
        if (number.isEmpty() && any(Keyboard::rings)) {
            answer();
        } else {
            dial();
        }
    }

    private void dial() {
        String target = number.toString();
        forget();
        if (!target.isEmpty()) {
            telephony.act().dial(new DialRequest(target, 0));
        }
    }

    private void answer() {
        telephony.act().answer("");
        forget();
    }

    private void offHook() {
        tellHook(true);
        confirm();
        offHook = telephony.calls().isEmpty();
    }

    private void onHook() {
        tellHook(false);
        forget();
        if (any(call -> !rings(call) && !call.held())) {
            telephony.act().hangup("");
        }
    }

    private void tellHook(boolean off) {
        events.postEvent(new Event(DeviceEvents.HOOK, Map.of(DeviceEvents.OFF_HOOK, off)));
    }

    private void release() {
        if (isDialling()) {
            forget();
        } else {
            telephony.act().hangup("");
        }
    }

    private void cancel() {
        if (isDialling()) {
            forget();
        } else {
            telephony.calls().stream().filter(call -> call.state() != State.TALKING).findFirst()
                    .ifPresent(call -> telephony.act().hangup(call.id()));
        }
    }

    private void forget() {
        number.setLength(0);
        offHook = false;
    }

    private void hold() {
        if (any(Keyboard::talks)) {
            telephony.act().hold("");
        } else {
            resume();
        }
    }

    private void resume() {
        telephony.act().resume("");
    }

    private void mute() {
        List<Call> talking = telephony.calls().stream().filter(Keyboard::talks).toList();
        telephony.act().mute(talking.stream().noneMatch(Call::muted));
    }

    private boolean any(Predicate<Call> fit) {
        return telephony.calls().stream().anyMatch(fit);
    }

    private static boolean talks(Call call) {
        return call.state() == State.TALKING && !call.held();
    }

    private static boolean rings(Call call) {
        return call.state() == State.RINGING;
    }
}
