package org.carillon.feature.actionuri.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.carillon.api.scope.Scope;
import org.carillon.api.ui.Face;

/**
 * Asks the person at the phone whether a sender may control it, once for each sender (manual 10.26.1). The answer holds until the next boot. Safe
 * for use by any thread.
 */
final class Consent {
    /** How it stands with a sender. */
    enum State {
        ALLOWED, REFUSED,
        /** The question is on the screen now. */
        ASKED,
        /** Another question is still on the screen: this one is not asked. */
        BUSY
    }

    static final String QUESTION = "Allow remote control?";
    /** A question without an answer goes, and may be asked again. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_KNOWN = 256;

    private final Face face;
    private final Scope scope;
    private final Executor executor;
    /** Answers by sender, the oldest first. */
    private final Map<InetAddress, Boolean> known = new LinkedHashMap<>();
    /** Ends with the question on the screen; null without one. */
    private Scope open;

    Consent(Face face, Scope scope) {
        this.face = face;
        this.scope = scope;
        executor = scope.serial("consent");
    }

    /**
     * @param then
     *            runs when the question that this call puts on the screen is answered by OK; must not block
     */
    synchronized State of(InetAddress sender, Runnable then) {
        if (known.containsKey(sender)) {
            return known.get(sender) ? State.ALLOWED : State.REFUSED;
        }
        if (open != null) {
            return State.BUSY;
        }
        Scope question = scope.child("question");
        open = question;
        executor.execute(() -> ask(question, sender, then));
        return State.ASKED;
    }

    private void ask(Scope question, InetAddress sender, Runnable then) {
        question.after(PATIENCE, executor, () -> finish(question));
        question.onClose(face.ask(QUESTION, allowed -> {
            if (answered(question, sender, allowed) && allowed) {
                then.run();
            }
        }));
    }

    /** False when nobody waits for the answer any more. */
    private boolean answered(Scope question, InetAddress sender, boolean allowed) {
        synchronized (this) {
            if (open != question) {
                return false;
            }
            if (known.size() >= MOST_KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(sender, allowed);
        }
        finish(question);
        return true;
    }

    private void finish(Scope question) {
        synchronized (this) {
            if (open == question) {
                open = null;
            }
        }
        question.close();
    }

    /** Takes a question back and forgets all answers. */
    void forget() {
        Scope question;
        synchronized (this) {
            known.clear();
            question = open;
        }
        if (question != null) {
            finish(question);
        }
    }
}
