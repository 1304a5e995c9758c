package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallException;
import org.carillon.api.call.DialRequest;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.Hardware;
import org.carillon.api.line.Line;
import org.carillon.api.parameter.ParameterException;
import org.carillon.api.ui.Keypad;
import org.carillon.api.ui.PhoneAction;
import org.carillon.core.ui.internal.Desk.Ear;
import org.carillon.core.ui.internal.menu.Menus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/** The keys, by their names in the action URIs (manual 10.26.3). */
@Component(service = Keypad.class, immediate = true)
public final class Keyboard implements Keypad {
    private static final Set<String> DIGITS = Set.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*");
    private static final Set<String> ANY_CASE = Set.of("REBOOT", "RESET");
    /** By how many levels the volume changes while its key is held. */
    private static final int HELD_LEVELS = 3;
    private static final Pattern LINE_KEY = Pattern.compile("L(\\d{1,3})");
    private static final Pattern SOFTKEY = Pattern.compile("F(\\d{1,2})");
    private static final Pattern LONG_PRESS = Pattern.compile("(?:F_)?(\\w+)_LONGPRESS");
    private static final Pattern CALL = Pattern.compile("(ASW|CANCEL|HOLD|UNHOLD):(.+)");
    private static final Pattern NUMBER = Pattern.compile("number=([^&]+)(?:&outgoing_uri=(.*))?");

    private final Desk desk;
    private final Telephony telephony;
    private final ProgramKeys programKeys;
    private final Softkeys softkeys;
    private final Contributions contributions;
    private final Answers answers;
    private final Menus menus;
    private final Loudness loudness;
    private final Changes changes;
    private final EventAdmin events;
    /** Names that may begin with {@code F_}. */
    private final Map<String, Runnable> hardKeys = new TreeMap<>();
    /** Names that are what they are. */
    private final Map<String, Runnable> others = new TreeMap<>();

    @Activate
    public Keyboard(@Reference(name = "desk") Desk desk, @Reference(name = "telephony") Telephony telephony,
            @Reference(name = "programKeys") ProgramKeys programKeys, @Reference(name = "softkeys") Softkeys softkeys,
            @Reference(name = "contributions") Contributions contributions, @Reference(name = "answers") Answers answers,
            @Reference(name = "menus") Menus menus, @Reference(name = "loudness") Loudness loudness,
            @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "changes") Changes changes, @Reference(name = "events") EventAdmin events) {
        this.desk = desk;
        this.telephony = telephony;
        this.programKeys = programKeys;
        this.softkeys = softkeys;
        this.contributions = contributions;
        this.answers = answers;
        this.menus = menus;
        this.loudness = loudness;
        this.changes = changes;
        this.events = events;
        hardKeys.putAll(
                Map.of("OK", this::confirm, "CANCEL", this::cancel, "UP", () -> step(-1), "DOWN", () -> step(1), "LEFT", () -> turn(false),
                        "RIGHT", () -> turn(true)));
        hardKeys.putAll(
                Map.of("RELEASE", this::release, "HOLD", this::hold, "MUTE", this::mute, "HANDSFREE", () -> toggle(Ear.SPEAKER), "RD",
                        this::redial));
        hardKeys.putAll(Map.of("VOLUME_UP", () -> volume(1), "VOLUME_DOWN", () -> volume(-1)));
        if (hardware.list("hardKeys").contains("Headset")) {
            hardKeys.put("HEADSET", () -> toggle(Ear.HEADSET));
        }
        others.putAll(Map.of("OFFHOOK", this::lift, "ONHOOK", this::onHook, "ANSWER", this::answer, "ASW", this::answer, "CALLEND",
                this::release, "UNHOLD", this::resume, "BACK_IDLE", this::backToIdle, "F_STAR", () -> digit("*"), "F_POUND", this::pound));
    }

    @Override
    public void press(String name) {
        Matcher longPress = LONG_PRESS.matcher(name);
        if (longPress.matches()) {
            hold(longPress.group(1));
            return;
        }
        take(() -> strike(name));
    }

    @Override
    public void hold(String name) {
        take(() -> {
            switch (plain(name)) {
                case "CANCEL" -> backToIdle();
                case "VOLUME_UP" -> volume(HELD_LEVELS);
                case "VOLUME_DOWN" -> volume(-HELD_LEVELS);
                default -> holdContributed(name);
            }
        });
    }

    private void holdContributed(String name) {
        String longPress = plain(name) + "_LONGPRESS";
        contributions.action(longPress).ifPresentOrElse(action -> action.perform(longPress, ""), () -> {
            check(name);
            throw new IllegalArgumentException("a long press does nothing on " + name + ", only on CANCEL, VOLUME_UP and VOLUME_DOWN");
        });
    }

    private synchronized void take(Runnable press) {
        desk.tell("");
        try {
            press.run();
        } catch (CallException | ParameterException | IllegalStateException e) {
            desk.tell(e.getMessage());
            throw e instanceof IllegalStateException ? e : new IllegalStateException(e.getMessage(), e);
        } finally {
            changes.tell();
        }
    }

    private static String plain(String name) {
        return name.startsWith("F_") ? name.substring(2) : name;
    }

    private void strike(String name) {
        Runnable key = others.getOrDefault(name, hardKeys.get(plain(name)));
        if (key != null) {
            events.postEvent(new Event(DeviceEvents.KEY, Map.of(DeviceEvents.KEY_NAME, others.containsKey(name) ? name : plain(name))));
            key.run();
        } else if (DIGITS.contains(plain(name))) {
            digit(plain(name));
        } else if (!numbered(name) && !argued(name)) {
            throw unknown(name);
        }
    }

    private boolean numbered(String name) {
        Matcher lineKey = LINE_KEY.matcher(name);
        Matcher softkey = SOFTKEY.matcher(name);
        if (lineKey.matches()) {
            programKeys.press(Integer.parseInt(lineKey.group(1)));
        } else if (softkey.matches()) {
            softkey(Integer.parseInt(softkey.group(1)));
        }
        return lineKey.matches() || softkey.matches();
    }

    private void softkey(int number) {
        if (number < 1 || number > softkeys.count()) {
            throw new IllegalArgumentException("there is no key F" + number + ", only F1 to F" + softkeys.count());
        }
        softkeys.of(situation()).get(number - 1).press().run();
    }

    private boolean argued(String name) {
        Matcher call = CALL.matcher(name);
        Matcher number = NUMBER.matcher(name);
        if (call.matches()) {
            act(call.group(1), call.group(2));
            return true;
        }
        if (number.matches()) {
            telephony.act().dial(new DialRequest(number.group(1), account(number.group(2))));
            return true;
        }
        int value = name.indexOf('=');
        String asked = value < 0 ? name : name.substring(0, value);
        String word = ANY_CASE.contains(asked.toUpperCase(Locale.ROOT)) ? asked.toUpperCase(Locale.ROOT) : asked;
        Optional<PhoneAction> action = contributions.action(word);
        action.ifPresent(known -> known.perform(word, value < 0 ? "" : name.substring(value + 1)));
        return action.isPresent();
    }

    /** Acts on the call of that id, or of that Call-ID. */
    private void act(String what, String id) {
        String call = telephony.calls().stream().filter(live -> live.id().equals(id) || live.callId().equals(id)).map(Call::id).findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no call " + id));
        switch (what) {
            case "ASW" -> telephony.act().answer(call);
            case "HOLD" -> telephony.act().hold(call);
            case "UNHOLD" -> telephony.act().resume(call);
            default -> telephony.act().hangup(call);
        }
    }

    /** The account of a user, or of an address {@code user@domain}; 0 for none. */
    private int account(String uri) {
        String user = uri == null ? "" : uri.replaceFirst("^sips?:", "");
        return user.isEmpty() ? 0
                : telephony.lines().stream()
                        .filter(line -> user.equals(line.user()) || user.equals(line.user() + "@" + line.domain())
                                || user.equals(line.user() + "@" + line.server()))
                        .map(Line::account).findFirst()
                        .orElseThrow(() -> new IllegalStateException("outgoing_uri " + uri + " is no account of this phone"));
    }

    private void check(String name) {
        String plain = plain(name);
        if (!hardKeys.containsKey(plain) && !others.containsKey(name) && !DIGITS.contains(plain) && !LINE_KEY.matcher(plain).matches()
                && !SOFTKEY.matcher(name).matches()) {
            throw unknown(name);
        }
    }

    private IllegalArgumentException unknown(String name) {
        Set<String> names = new TreeSet<>(hardKeys.keySet());
        names.addAll(others.keySet());
        names.addAll(contributions.actionNames());
        names.addAll(List.of("0-9", "*", "F1-F" + softkeys.count(), "L1-L" + programKeys.lineKeys(), "ASW:ID", "CANCEL:ID", "HOLD:ID",
                "UNHOLD:ID", "number=N[&outgoing_uri=URI]"));
        return new IllegalArgumentException("there is no key " + name + ", only " + String.join(" ", names));
    }

    private Situation situation() {
        return Situation.of(desk, telephony, menus);
    }

    private boolean isInMenu() {
        return situation().state().equals("menu");
    }

    private void digit(String digit) {
        if (isInMenu()) {
            menus.type(digit);
            return;
        }
        if (any(Situation::talks)) {
            telephony.act().dtmf("", digit);
        } else {
            desk.append(digit);
        }
    }

    /** Ends a number, but begins a code. */
    private void pound() {
        if (desk.number().isEmpty() || any(Situation::talks) || isInMenu()) {
            digit("#");
        } else {
            dial();
        }
    }

    private void confirm() {
        if (answers.answer(true)) {
            return;
        }
        if (isInMenu()) {
            menus.confirm();
            return;
        }
        if (desk.number().isEmpty() && any(Situation::rings)) {
            answer();
        } else {
            dial();
        }
    }

    private void dial() {
        String target = desk.number();
        desk.forget();
        if (!target.isEmpty()) {
            telephony.act().dial(new DialRequest(target, 0));
        }
    }

    private void answer() {
        telephony.act().answer("");
        desk.forget();
    }

    private void redial() {
        softkeys.redial(telephony.dialled().orElseThrow(() -> new IllegalStateException("nobody was called yet")));
    }

    private boolean isListening() {
        return desk.isDialling() || any(call -> Situation.talks(call) || Situation.goesOut(call));
    }

    private void lift() {
        desk.lift(true);
        take(Ear.HANDSET);
    }

    /** Takes a call, the number that is entered or the one that is spoken to over; the key of what it is spoken to by ends it. */
    private void toggle(Ear ear) {
        if (!isListening()) {
            desk.choose(null);
        } else if (desk.ear() == ear && desk.number().isEmpty() && !any(Situation::rings)) {
            hangUp();
            return;
        }
        take(ear);
    }

    private void take(Ear ear) {
        boolean moves = isListening() && desk.number().isEmpty() && !any(Situation::rings);
        desk.choose(ear);
        if (moves) {
            tellHook(true);
        } else {
            offHook();
        }
    }

    private void offHook() {
        tellHook(true);
        if (desk.number().isEmpty() && any(Situation::rings)) {
            answer();
        } else {
            dial();
        }
        desk.offHook(telephony.calls().isEmpty());
    }

    /** A call that was taken from the handset goes on. */
    private void onHook() {
        boolean moved = desk.isLifted() && desk.ear() != Ear.HANDSET && !desk.isDialling() && isListening();
        desk.lift(false);
        if (moved) {
            tellHook(false);
        } else {
            hangUp();
        }
    }

    private void hangUp() {
        tellHook(false);
        desk.choose(null);
        desk.forget();
        if (any(call -> !Situation.rings(call) && !call.held())) {
            telephony.act().hangup("");
        }
    }

    private void tellHook(boolean off) {
        events.postEvent(new Event(DeviceEvents.HOOK, Map.of(DeviceEvents.OFF_HOOK, off)));
    }

    private void release() {
        if (isInMenu()) {
            menus.close();
        } else if (desk.isDialling()) {
            desk.forget();
        } else {
            telephony.act().hangup("");
        }
    }

    private void cancel() {
        if (answers.answer(false)) {
            return;
        }
        if (isInMenu()) {
            menus.back();
            return;
        }
        if (desk.isDialling()) {
            desk.forget();
        } else {
            telephony.dismiss();
            telephony.calls().stream().filter(call -> call.state() != State.TALKING).findFirst()
                    .ifPresent(call -> telephony.act().hangup(call.id()));
        }
    }

    private void backToIdle() {
        menus.close();
        desk.forget();
        telephony.dismiss();
    }

    /** Shows the next call, or the one before. */
    private void step(int by) {
        if (isInMenu()) {
            menus.step(by);
            return;
        }
        Situation now = situation();
        now.call().ifPresent(
                call -> desk.select(now.calls().get(Math.floorMod(now.calls().indexOf(call) + by, now.calls().size())).id()));
    }

    private void turn(boolean right) {
        if (isInMenu()) {
            menus.turn(right);
        }
    }

    private void hold() {
        if (any(Situation::talks)) {
            telephony.act().hold("");
        } else {
            resume();
        }
    }

    private void resume() {
        telephony.act().resume("");
    }

    private void mute() {
        List<Call> talking = telephony.calls().stream().filter(Situation::talks).toList();
        telephony.act().mute(talking.stream().noneMatch(Call::muted));
    }

    /** Of what is heard now: of the ringing, where nothing else is. */
    private void volume(int by) {
        boolean rings = any(Situation::rings) || telephony.calls().isEmpty() && !desk.isDialling();
        desk.show(loudness.change(any(call -> Situation.talks(call) || Situation.goesOut(call)) || !rings, by));
    }

    private boolean any(Predicate<Call> fit) {
        return telephony.calls().stream().anyMatch(fit);
    }
}
