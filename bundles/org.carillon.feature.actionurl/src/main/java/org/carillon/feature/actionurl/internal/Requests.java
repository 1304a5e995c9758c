package org.carillon.feature.actionurl.internal;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.carillon.api.provisioning.Downloads;
import org.osgi.service.log.Logger;

/**
 * Requests that wait, and those under way. A server is asked one thing after the other, in the order of what happened; one that hangs holds up no
 * other. Of too many that wait the oldest is dropped. Safe for use by any thread; nothing blocks.
 */
final class Requests {
    static final int WAITING = 50;
    static final int AT_ONCE = 3;

    /** Its address is never printed: it may hold a password, and whom somebody calls. */
    private record Request(Trigger trigger, URI uri, CompletableFuture<Void> over) {
        String server() {
            return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        }
    }

    private final Downloads downloads;
    private final Executor blocking;
    private final Logger log;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<Trigger> failing = EnumSet.noneOf(Trigger.class);
    private long dropped;

    /**
     * @param blocking
     *            where tasks may wait for a server
     */
    Requests(Downloads downloads, Executor blocking, Logger log) {
        this.downloads = downloads;
        this.blocking = blocking;
        this.log = log;
    }

    /** Asks for a URL as soon as it can; the answer is done when that is over, however it ended. */
    synchronized CompletableFuture<Void> add(Trigger trigger, URI uri) {
        if (waiting.size() == WAITING) {
            waiting.remove().over().complete(null);
            if (dropped++ == 0) {
                log.warn("{} action URLs wait for their servers: the oldest is dropped, and so on", WAITING);
            }
        }
        Request request = new Request(trigger, uri, new CompletableFuture<>());
        waiting.add(request);
        next();
        return request.over();
    }

    private void next() {
        Optional<Request> free = Optional.empty();
        do {
            free = asked.size() == AT_ONCE ? Optional.empty()
                    : waiting.stream().filter(request -> !asked.contains(request.server())).findFirst();
            free.ifPresent(request -> {
                waiting.remove(request);
                asked.add(request.server());
                blocking.execute(() -> ask(request));
            });
        } while (free.isPresent());
    }

    private void ask(Request request) {
        try {
            say(request, failure(downloads.visit(request.uri().toString())));
        } catch (IOException e) {
            say(request, e.getMessage());
        } finally {
            over(request);
        }
    }

    private static String failure(int status) {
        return switch (status / 100) {
            case 1, 2 -> "";
            case 3 -> "HTTP status " + status + ", but redirections are not followed";
            default -> "HTTP status " + status;
        };
    }

    /** Says why it failed, once until it does not. */
    private synchronized void say(Request request, String failure) {
        if (failure.isEmpty()) {
            failing.remove(request.trigger());
        } else if (failing.add(request.trigger())) {
            log.warn("{}: {}: {}", request.trigger().id(), request.server(), failure);
        }
    }

    private synchronized void over(Request request) {
        request.over().complete(null);
        asked.remove(request.server());
        if (waiting.isEmpty() && dropped > 0) {
            log.warn("{} action URLs were dropped", dropped);
            dropped = 0;
        }
        next();
    }
}
