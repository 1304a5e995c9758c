package org.carillon.core.ui.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.line.Line;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.api.ui.KeyFunction.Light;

/**
 * What a person sees, as {@code ctl screen} prints it.
 *
 * @param state
 *            {@code idle dialling ringing early talking held}
 */
record ScreenModel(String state, String title, List<String> lines, List<String> softkeys, List<String> icons, Map<String, String> leds,
        String notice) {

    static ScreenModel of(List<Line> lines, List<Call> calls, String number, List<Sign> signs, Map<String, Light> lights) {
        List<String> rows = new ArrayList<>();
        calls.forEach(call -> rows.add((call.display().isEmpty() ? call.remote() : call.display()) + " " + state(call)));
        if (calls.isEmpty()) {
            lines.forEach(line -> rows.add(line.label() + " " + line.state().name().toLowerCase(Locale.ROOT)));
        }
        Map<String, String> leds = new LinkedHashMap<>();
        lights.forEach((key, light) -> leds.put(key, light.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        String state = calls.isEmpty() ? number.isEmpty() ? "idle" : "dialling" : state(calls.getLast());
        String title = calls.isEmpty() ? number : calls.getLast().remote();
        String notice = String.join(", ", signs.stream().map(Sign::notice).filter(text -> !text.isEmpty()).toList());
        return new ScreenModel(state, title, rows, List.of(), signs.stream().map(Sign::icon).toList(), leds, notice);
    }

    private static String state(Call call) {
        return switch (call.state()) {
            case DIALING -> "dialling";
            case TALKING -> call.held() ? "held" : "talking";
            default -> call.state().name().toLowerCase(Locale.ROOT);
        };
    }
}
