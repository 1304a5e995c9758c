package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/**
 * Asks the screenings about one call, one after another; once more, with the other question, before it is refused as busy. Each is asked apart
 * from the call, so that one that hangs holds up nothing else; one that throws, or thinks for longer than {@link #PATIENCE}, counts as
 * {@code ring}. Used on the call's executor.
 */
final class Screener {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final IncomingCall call;
    private final List<CallScreening> screenings;
    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private final Consumer<Verdict> decided;
    private Iterator<CallScreening> unasked;
    private boolean busy;
    /** What is decided when no screening says otherwise. */
    private Verdict otherwise = Verdict.ring();
    private CallScreening asked;

    /**
     * @param executor
     *            of the call, where {@code decided} is told the verdict, once
     */
    Screener(IncomingCall call, List<CallScreening> screenings, Scope scope, Executor executor, Logger log, Consumer<Verdict> decided) {
        this.call = call;
        this.screenings = screenings;
        this.scope = scope;
        this.executor = executor;
        this.log = log;
        this.decided = decided;
    }

    void start() {
        unasked = screenings.iterator();
        next();
    }

    /** Begins with the busy phone: asks whether there is something better than that refusal. */
    void start(Verdict.Reject refusal) {
        busy = true;
        otherwise = refusal;
        start();
    }

    private void next() {
        if (!unasked.hasNext()) {
            decided.accept(otherwise);
            return;
        }
        CallScreening screening = unasked.next();
        asked = screening;
        Timer watch = scope.after(PATIENCE, executor, () -> {
            if (asked == screening) {
                log.warn("{} did not decide about call {} within {} s: it rings", name(screening), call.id(), PATIENCE.toSeconds());
                take(Verdict.ring());
            }
        });
        scope.blocking().execute(() -> {
            Verdict verdict = ask(screening);
            executor.execute(() -> {
                watch.cancel();
                if (asked == screening) {
                    take(verdict);
                }
            });
        });
    }

    private Verdict ask(CallScreening screening) {
        try {
            return busy ? screening.judgeBusy(call) : screening.judge(call);
        } catch (RuntimeException | LinkageError e) {
            log.error("{} failed on call {}: it rings", name(screening), call.id(), e);
            return Verdict.ring();
        }
    }

    private void take(Verdict verdict) {
        asked = null;
        switch (verdict) {
            case null -> next();
            case Verdict.Ring ring -> {
                if (otherwise.equals(Verdict.ring())) {
                    otherwise = ring;
                }
                next();
            }
            case Verdict.Reject refusal when refusal.busy() && !busy -> start(refusal);
            default -> decided.accept(verdict);
        }
    }

    private static String name(CallScreening screening) {
        return screening.getClass().getName();
    }
}
