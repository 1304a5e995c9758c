package org.carillon.core.ui.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.api.scope.Scopes;
import org.carillon.api.ui.Face.Question;
import org.carillon.core.ui.internal.model.Scene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the person at the phone is about: a number, a chosen call, questions to answer. Safe for use by any thread. */
@Component(service = Desk.class)
public final class Desk {
    /** How long a person can read why a key did nothing. */
    static final Duration MESSAGE = Duration.ofSeconds(3);
    private static final int LONGEST_NUMBER = 128;

    /** What a person listens and speaks by. */
    enum Ear {
        HANDSET, SPEAKER, HEADSET
    }

    /** A question that waits for its answer. */
    record Asked(String text, Consumer<Boolean> answered) {}

    /**
     * Something to read for a moment.
     *
     * @param gauge
     *            null for none
     */
    private record Message(String text, Scene.Gauge gauge, long nanoTime) {}

    private final Scopes scopes;
    private final Changes changes;
    private final StringBuilder number = new StringBuilder();
    private final Deque<Asked> questions = new ArrayDeque<>();
    private boolean offHook;
    private boolean lifted;
    private Ear chosen;
    private String selected = "";
    private String layout = "";
    private int page;
    private Message message;

    @Activate
    public Desk(@Reference(name = "scopes") Scopes scopes, @Reference(name = "changes") Changes changes) {
        this.scopes = scopes;
        this.changes = changes;
    }

    /** True while a number is being entered, or the handset is off and nothing is entered yet. */
    synchronized boolean isDialling() {
        return offHook || !number.isEmpty();
    }

    /** Digits that were entered and not dialled yet. */
    synchronized String number() {
        return number.toString();
    }

    synchronized void append(String digit) {
        if (number.length() < LONGEST_NUMBER) {
            number.append(digit);
        }
    }

    /** Takes the last digit back. */
    synchronized void backspace() {
        number.setLength(Math.max(0, number.length() - 1));
        offHook = true;
    }

    synchronized void offHook(boolean off) {
        offHook = off;
    }

    /** Takes the number back, and the wish to enter one. */
    synchronized void forget() {
        number.setLength(0);
        offHook = false;
    }

    /** By what a person listens and speaks: what a key chose, else the handset if it is lifted. */
    synchronized Ear ear() {
        return chosen != null ? chosen : lifted ? Ear.HANDSET : Ear.SPEAKER;
    }

    /** Null forgets what was chosen. */
    synchronized void choose(Ear ear) {
        chosen = ear;
    }

    /** True while the handset is lifted. */
    synchronized boolean isLifted() {
        return lifted;
    }

    synchronized void lift(boolean up) {
        lifted = up;
    }

    /** Id of the call that the person chose to see; empty for none. */
    synchronized String selected() {
        return selected;
    }

    synchronized void select(String call) {
        selected = call;
    }

    /** Which page of the softkeys of a layout is shown, from 0; the first one whenever another layout is shown. */
    synchronized int page(String shown) {
        if (!shown.equals(layout)) {
            layout = shown;
            page = 0;
        }
        return page;
    }

    synchronized void turnPage(int pages) {
        page = (page + 1) % pages;
    }

    /** The question that is shown. */
    synchronized Optional<Asked> question() {
        return Optional.ofNullable(questions.peek());
    }

    Question ask(String text, Consumer<Boolean> answered) {
        Asked asked = new Asked(text, answered);
        synchronized (this) {
            questions.add(asked);
        }
        changes.tell();
        return () -> {
            if (close(asked)) {
                changes.tell();
            }
        };
    }

    /** True when it was open. */
    synchronized boolean close(Asked asked) {
        return questions.removeIf(open -> open == asked);
    }

    /** Says for a moment why a key did nothing. */
    synchronized void tell(String text) {
        String sentence = text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        message = new Message(sentence, null, scopes.nanoTime());
    }

    /** Shows for a moment what a key has set. */
    synchronized void show(Scene.Gauge gauge) {
        message = new Message("", gauge, scopes.nanoTime());
    }

    /** What is said for a moment; empty for nothing. */
    synchronized String message() {
        return messageRest().isPositive() ? message.text() : "";
    }

    /** What is shown for a moment; null for nothing. */
    synchronized Scene.Gauge gauge() {
        return messageRest().isPositive() ? message.gauge() : null;
    }

    /** How long either is shown yet. */
    synchronized Duration messageRest() {
        return message == null || message.text().isEmpty() && message.gauge() == null ? Duration.ZERO
                : MESSAGE.minusNanos(scopes.nanoTime() - message.nanoTime());
    }
}
