package org.carillon.core.tls.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.provisioning.UserInfo;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.osgi.service.log.Logger;

/**
 * Fetches what one parameter names: at the start, when the URL changes, and after a failure again in growing intervals. An empty URL fetches
 * nothing and takes nothing away. Safe for use by any thread.
 */
final class CertificateDownload {
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 6;

    private final String parameter;
    private final Installation installation;
    private final Scope scope;
    private final RandomGenerator random;
    private final Logger log;
    private final Object attempt = new Object();
    private String url = "";
    private Downloads downloads;
    private String state = "off";
    private String error = "";
    private int failures;
    private Timer retry;

    /** Takes a downloaded file into use. */
    @FunctionalInterface
    interface Installation {
        /**
         * @param origin
         *            for messages
         * @throws IOException
         *             when it cannot be used, with what is permitted; nothing was changed then
         */
        void install(byte[] content, String origin) throws IOException;
    }

    /**
     * @param url
     *            without user info
     * @param state
     *            {@code off} (no URL), {@code waiting}, {@code installed} or {@code failed}
     * @param error
     *            why it failed; empty otherwise
     */
    record Status(String url, String state, String error) {}

    CertificateDownload(String parameter, Installation installation, Scope scope, RandomGenerator random, Logger log) {
        this.parameter = parameter;
        this.installation = installation;
        this.scope = scope;
        this.random = random;
        this.log = log;
    }

    synchronized Status status() {
        return new Status(UserInfo.without(url), state, error);
    }

    /** The URL that is configured now. */
    synchronized void from(String configured) {
        if (!configured.equals(url)) {
            url = configured;
            begin();
        }
    }

    /** What downloads; null while nothing does. */
    synchronized void through(Downloads now) {
        downloads = now;
        if (!state.equals("installed")) {
            begin();
        }
    }

    private void forgetRetry() {
        if (retry != null) {
            retry.cancel();
        }
    }

    private void begin() {
        forgetRetry();
        failures = 0;
        error = "";
        state = url.isEmpty() ? "off" : "waiting";
        if (!url.isEmpty() && downloads != null) {
            scope.blocking().execute(this::run);
        }
    }

    private void run() {
        synchronized (attempt) { // a slow one and the next one do not overtake each other
            String wanted;
            Downloads from;
            synchronized (this) {
                wanted = url;
                from = downloads;
                if (wanted.isEmpty() || from == null || state.equals("installed")) {
                    return;
                }
            }
            try {
                byte[] content = from.get(wanted, PrivateFile.MAX_BYTES);
                if (isStill(wanted)) {
                    installation.install(content, UserInfo.without(wanted));
                    ended(wanted, "");
                }
            } catch (IOException e) {
                ended(wanted, e.getMessage());
            }
        }
    }

    private synchronized boolean isStill(String wanted) {
        return url.equals(wanted);
    }

    private synchronized void ended(String tried, String problem) {
        if (!url.equals(tried)) {
            return; // the new URL has its own attempt
        }
        error = problem;
        state = problem.isEmpty() ? "installed" : "failed";
        if (problem.isEmpty()) {
            log.info("{}: installed from {}", parameter, UserInfo.without(tried));
            return;
        }
        long bound = FIRST_RETRY.toMillis() << Math.min(failures++, DOUBLINGS);
        Duration delay = Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
        log.warn("{} {}: {}; what is installed stays, next attempt in {} s", parameter, UserInfo.without(tried), problem,
                delay.toSeconds());
        forgetRetry();
        retry = scope.after(delay, scope.blocking(), this::run);
    }
}
