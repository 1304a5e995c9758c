package org.carillon.core.ui.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.carillon.api.call.Call;
import org.carillon.api.call.DialRequest;
import org.carillon.api.device.Hardware;
import org.carillon.core.ui.internal.menu.Menus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The softkeys of each state of the screen: what they are called and what they do. Safe for use by any thread. */
@Component(service = Softkeys.class)
public final class Softkeys {
    private static final String EMPTY = "Empty";
    private static final Key NONE = new Key("", () -> {});

    /**
     * A softkey at work.
     *
     * @param label
     *            empty where there is none
     */
    record Key(String label, Runnable press) {}

    private final Desk desk;
    private final Telephony telephony;
    private final Contributions contributions;
    private final Answers answers;
    private final Menus menus;
    private final Map<String, String> layouts;
    private final int count;

    @Activate
    public Softkeys(@Reference(name = "desk") Desk desk, @Reference(name = "telephony") Telephony telephony,
            @Reference(name = "contributions") Contributions contributions, @Reference(name = "answers") Answers answers,
            @Reference(name = "menus") Menus menus,
            @Reference(name = "hardware") Hardware hardware) {
        this.desk = desk;
        this.telephony = telephony;
        this.contributions = contributions;
        this.answers = answers;
        this.menus = menus;
        this.count = hardware.number("softkeys");
        this.layouts = Facts.read("softkeys.properties");
    }

    /** As many as the model has, from left to right. */
    List<Key> of(Situation situation) {
        List<Key> keys = new ArrayList<>();
        for (String name : layouts.getOrDefault(situation.layout() + "." + count, "").split(", ")) {
            keys.add(name.equals(EMPTY) ? NONE : key(name, situation));
        }
        while (!keys.isEmpty() && keys.size() > count && keys.getLast() == NONE) {
            keys.removeLast();
        }
        if (keys.size() <= count) {
            keys.addAll(Collections.nCopies(count - keys.size(), NONE));
            return keys;
        }
        int size = count - 1;
        int pages = (keys.size() + size - 1) / size;
        int from = Math.min(desk.page(situation.layout()), pages - 1) * size;
        List<Key> page = new ArrayList<>(keys.subList(from, Math.min(from + size, keys.size())));
        page.addAll(Collections.nCopies(size - page.size(), NONE));
        page.add(new Key("More", () -> desk.turnPage(pages)));
        return page;
    }

    /** How many the model has. */
    int count() {
        return count;
    }

    private Key key(String name, Situation situation) {
        String id = situation.call().map(Call::id).orElse("");
        return switch (name) {
            case "OK" -> new Key(name, () -> answers.answer(true));
            case "Cancel" -> new Key(name, () -> {
                if (!answers.answer(false)) {
                    desk.forget();
                }
            });
            case "Call" -> new Key(name, () -> {
                String number = desk.number();
                desk.forget();
                telephony.act().dial(new DialRequest(number, 0));
            });
            case "Backspace" -> new Key(name, desk::backspace);
            case "End" -> new Key(name, () -> end(situation));
            case "Take" -> new Key("Answer", () -> {
                telephony.act().answer(id);
                desk.forget();
            });
            case "Reject" -> new Key(name, () -> telephony.act().reject(id, 0));
            case "Hold" -> new Key(name, () -> telephony.act().hold(id));
            case "Resume" -> new Key(name, () -> telephony.act().resume(id));
            case "New Call" -> new Key(name, () -> {
                telephony.dismiss();
                desk.offHook(true);
            });
            case "Swap" -> other(situation, Call::held).map(held -> new Key(name, () -> telephony.act().resume(held))).orElse(NONE);
            case "Menu" -> new Key(name, menus::open);
            case "Back" -> new Key(name, menus::back);
            case "Select", "Save" -> new Key(name, menus::confirm);
            case "Switch" -> menus.isTyping() ? NONE : new Key(name, () -> menus.step(1));
            case "Delete" -> menus.isTyping() ? new Key(name, menus::delete) : NONE;
            case "Redial" -> telephony.dialled().map(call -> new Key(name, () -> redial(call))).orElse(NONE);
            default -> contributed(name, id);
        };
    }

    /** Ends the call that is spoken to where another one asks for attention, else the one that is shown. */
    private void end(Situation situation) {
        telephony.dismiss();
        if (situation.layout().equals("NewCallin")) {
            other(situation, call -> !Situation.rings(call)).ifPresent(id -> telephony.act().hangup(id));
        } else {
            situation.call().ifPresent(call -> telephony.act().hangup(call.id()));
        }
    }

    private static Optional<String> other(Situation situation, Predicate<Call> fit) {
        return situation.calls().stream().filter(call -> !situation.call().equals(Optional.of(call))).filter(fit)
                .sorted((one, two) -> Boolean.compare(one.held(), two.held())).map(Call::id).findFirst();
    }

    /** Calls again who was called last, from the same account. */
    void redial(Call call) {
        desk.forget();
        telephony.act().dial(new DialRequest(call.remote(), call.account()));
    }

    private Key contributed(String name, String call) {
        return contributions.softkey(name).map(bound -> new Key(contributions.label(bound), () -> bound.pressed(call, desk.number())))
                .filter(key -> !key.label().isEmpty()).orElse(NONE);
    }

    /** The labels alone. */
    static List<String> labels(List<Key> keys) {
        return keys.stream().map(Key::label).toList();
    }
}
