package org.carillon.core.ui.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.core.ui.internal.menu.Menus;

/**
 * What the phone is about at one moment.
 *
 * @param state
 *            as in {@link org.carillon.api.ui.Screen#state}
 * @param layout
 *            name of the softkeys that fit (manual 11.15.1)
 * @param call
 *            what asks for attention first, or the one that the person chose; empty without a call
 * @param calls
 *            live calls, oldest first
 */
record Situation(String state, String layout, Optional<Call> call, List<Call> calls) {
    /** What asks for attention first. */
    private static final List<Predicate<Call>> ATTENTION = List.of(Situation::rings, Situation::goesOut, Situation::talks,
            call -> call.state() == State.TALKING);

    static Situation of(Desk desk, Telephony telephony, Menus menus) {
        List<Call> calls = telephony.calls();
        Optional<Call> call = attention(calls, desk.selected());
        if (desk.question().isPresent()) {
            return new Situation("prompt", "Prompt", call, calls);
        }
        if (desk.isDialling() && calls.stream().noneMatch(one -> rings(one) || goesOut(one) || talks(one))) {
            return new Situation("dialling", desk.number().isEmpty() ? "DialEmpty" : "Dial", call, calls);
        }
        if (menus.isOpen() && calls.isEmpty()) {
            return new Situation("menu", menus.isEditing() ? "Edit" : "Menu", call, calls);
        }
        if (call.isPresent()) {
            return new Situation(word(call.get()), layout(call.get(), calls), call, calls);
        }
        Optional<Telephony.Ended> ended = telephony.farewell();
        if (ended.isPresent()) {
            return new Situation("ended", ended.get().call().code() == 0 ? "Idle" : "CallFailed", call, calls);
        }
        return new Situation("idle", "Idle", call, calls);
    }

    private static Optional<Call> attention(List<Call> calls, String selected) {
        Stream<Call> chosen = calls.stream().anyMatch(Situation::rings) ? Stream.empty()
                : calls.stream().filter(call -> call.id().equals(selected));
        return Stream.concat(chosen, ATTENTION.stream().flatMap(fit -> calls.stream().filter(fit))).findFirst();
    }

    private static String layout(Call call, List<Call> calls) {
        return switch (call.state()) {
            case RINGING -> calls.size() > 1 ? "NewCallin" : "Ringing";
            case TALKING -> call.held() ? "Hold" : call.heldByPeer() ? "Held" : "Conversation";
            default -> "Calling";
        };
    }

    /** State of a call in the words of the screen. */
    static String word(Call call) {
        return switch (call.state()) {
            case DIALING -> "dialling";
            case TALKING -> call.held() ? "held" : "talking";
            default -> call.state().name().toLowerCase(Locale.ROOT);
        };
    }

    static boolean rings(Call call) {
        return call.state() == State.RINGING;
    }

    static boolean goesOut(Call call) {
        return call.state() == State.DIALING || call.state() == State.EARLY;
    }

    /** True for a call that hears us. */
    static boolean talks(Call call) {
        return call.state() == State.TALKING && !call.held();
    }
}
