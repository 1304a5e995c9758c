package org.carillon.core.provisioning.internal;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.carillon.api.scope.Scope;
import org.osgi.service.log.Logger;

/**
 * The run at the start. After a power cut phones are up before their server is: while it answers with no file, the run is repeated in
 * growing intervals.
 */
final class StartRun {
    private final Supplier<Report> run;
    private final Consumer<Report> last;
    private final Scope scope;
    private final Backoff backoff;
    private final Logger log;
    private volatile boolean ended;

    /**
     * @param last
     *            takes the report that says when the run is repeated
     */
    StartRun(Supplier<Report> run, Consumer<Report> last, Scope scope, RandomGenerator random, Logger log) {
        this.run = run;
        this.last = last;
        this.scope = scope;
        this.backoff = new Backoff(random);
        this.log = log;
    }

    void begin() {
        scope.blocking().execute(this::attempt);
    }

    /** A run brought files; none is repeated from here on. */
    void end() {
        ended = true;
    }

    private void attempt() {
        if (ended) {
            return;
        }
        Report report = run.get();
        if (ended || !report.unanswered()) {
            return;
        }
        Duration delay = backoff.next();
        last.accept(report.againIn(delay));
        log.warn("provisioning from {} is tried again in {} s", report.url(), delay.toSeconds());
        scope.after(delay, scope.blocking(), this::attempt);
    }
}
