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
 * Asks the screenings about one call, one after another. Each is asked apart from the call, so that one that hangs holds up nothing else; one
 * that throws, or thinks for longer than {@link #PATIENCE}, counts as {@code ring}. Used on the call's executor.
 */
final class Screener {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final IncomingCall call;
    private final Iterator<CallScreening> screenings;
    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private final Consumer<Verdict> decided;
    private CallScreening asked;

    /**
     * @param executor
     *            of the call, where {@code decided} is told the verdict, once
     */
    Screener(IncomingCall call, List<CallScreening> screenings, Scope scope, Executor executor, Logger log, Consumer<Verdict> decided) {
        this.call = call;
        this.screenings = screenings.iterator();
        this.scope = scope;
        this.executor = executor;
        this.log = log;
        this.decided = decided;
    }

    void next() {
        if (!screenings.hasNext()) {
            decided.accept(Verdict.ring());
            return;
        }
        CallScreening screening = screenings.next();
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
            return screening.judge(call);
        } catch (RuntimeException | LinkageError e) {
            log.error("{} failed on call {}: it rings", name(screening), call.id(), e);
            return Verdict.ring();
        }
    }

    private void take(Verdict verdict) {
        asked = null;
        if (verdict == null || verdict.equals(Verdict.ring())) {
            next();
        } else {
            decided.accept(verdict);
        }
    }

    private static String name(CallScreening screening) {
        return screening.getClass().getName();
    }
}
