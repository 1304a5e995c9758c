package org.carillon.core.ui.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.line.Line;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.api.ui.KeyFunction.Light;

/**
 * What a person sees, in words.
 *
 * @param state
 *            {@code idle dialling ringing early talking held ended}
 * @param title
 *            who the phone is busy with; the line while it is idle
 * @param lines
 *            lines while it is idle, else calls
 * @param icons
 *            names of the icons
 * @param leds
 *            colour and rhythm of the lights, by the name of the key
 * @param notice
 *            what is shown large; empty for nothing
 */
record Screen(String state, String title, List<String> lines, List<String> softkeys, List<String> icons, Map<String, String> leds,
        String notice) {
    /** What asks for attention first. */
    private static final List<Predicate<Call>> ATTENTION = List.of(call -> call.state() == State.RINGING,
            call -> call.state() == State.DIALING || call.state() == State.EARLY, call -> call.state() == State.TALKING && !call.held(),
            call -> call.state() == State.TALKING);

    static Screen of(Telephony telephony, Keyboard keyboard, List<Sign> signs, Map<String, Light> lights) {
        Map<String, String> leds = new LinkedHashMap<>();
        lights.forEach((key, light) -> leds.put(key, word(light).replace('_', ' ')));
        List<String> icons = signs.stream().map(Sign::icon).toList();
        String notice = String.join(", ", signs.stream().map(Sign::notice).filter(text -> !text.isEmpty()).toList());
        List<Call> calls = telephony.calls();
        Optional<Call> first = ATTENTION.stream().flatMap(fit -> calls.stream().filter(fit)).findFirst();
        if (first.isPresent()) {
            return new Screen(state(first.get()), name(first.get()), calls.stream().map(Screen::row).toList(), List.of(), icons, leds,
                    notice);
        }
        if (keyboard.isDialling()) {
            return new Screen("dialling", keyboard.number(), List.of(), List.of(), icons, leds, notice);
        }
        if (telephony.farewell().isPresent()) {
            Telephony.Ended ended = telephony.farewell().get();
            return new Screen("ended", name(ended.call()), ended.reason().isEmpty() ? List.of() : List.of(ended.reason()), List.of(), icons,
                    leds, notice);
        }
        List<Line> lines = telephony.lines();
        String title = Stream.concat(lines.stream().filter(Line::registered), lines.stream()).map(Line::label).findFirst().orElse("");
        return new Screen("idle", title, lines.stream().map(line -> line.label() + " " + word(line.state())).toList(), List.of(), icons,
                leds,
                notice);
    }

    private static String state(Call call) {
        return switch (call.state()) {
            case DIALING -> "dialling";
            case TALKING -> call.held() ? "held" : "talking";
            default -> word(call.state());
        };
    }

    private static String name(Call call) {
        return call.display().isEmpty() ? number(call) : call.display();
    }

    private static String number(Call call) {
        return call.remote().replaceFirst("^sips?:", "").replaceFirst("[@;>].*", "");
    }

    private static String row(Call call) {
        return (call.display().isEmpty() ? "" : call.display() + " ") + number(call) + " " + state(call)
                + (call.heldByPeer() ? ", held by the other side" : "") + (call.muted() ? ", muted" : "");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
