package org.carillon.core.web.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who has logged in. Ids are random; a session ends after ten minutes without use (manual 5.2). Safe for use by any thread. */
final class Sessions {
    static final Duration IDLE = Duration.ofMinutes(10);
    /** Beyond it, the one that was not used for longest makes room. */
    static final int MOST = 32;
    private static final Duration TICKET = Duration.ofMinutes(10);
    private static final String ALGORITHM = "HmacSHA256";

    private final LongSupplier nanoTime;
    private final Runnable ended;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec secret = new SecretKeySpec(bytes(), ALGORITHM);
    private final Map<String, Session> sessions = new HashMap<>();
    /** When they were made, by ticket. */
    private final Map<String, Long> tickets = new HashMap<>();

    /**
     * @param restricted
     *            true while it may choose a password and nothing else
     */
    record Session(String user, boolean restricted, long used) {}

    /**
     * @param ended
     *            told after a log-out and after {@link #endAll}; may block
     */
    Sessions(LongSupplier nanoTime, Runnable ended) {
        this.nanoTime = nanoTime;
        this.ended = ended;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A name that nobody can guess. */
    String freshId() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** Begins a session and ends that of the former id, if there is one. Returns the new id. */
    synchronized String begin(String user, boolean restricted, String former) {
        sessions.remove(former);
        expire();
        if (sessions.size() >= MOST) {
            sessions.entrySet().stream().min(Comparator.comparingLong(entry -> entry.getValue().used()))
                    .ifPresent(oldest -> sessions.remove(oldest.getKey()));
        }
        String id = freshId();
        sessions.put(id, new Session(user, restricted, nanoTime.getAsLong()));
        return id;
    }

    /** The session of an id, which is used thereby. */
    synchronized Optional<Session> use(String id) {
        expire();
        return Optional.ofNullable(sessions.computeIfPresent(id,
                (key, session) -> new Session(session.user(), session.restricted(), nanoTime.getAsLong())));
    }

    /** Whether a session is there; that is no use of it. */
    synchronized boolean lives(String id) {
        expire();
        return sessions.containsKey(id);
    }

    void end(String id) {
        synchronized (this) {
            sessions.remove(id);
        }
        ended.run();
    }

    /** After a change of the password. */
    void endAll() {
        synchronized (this) {
            sessions.clear();
            tickets.clear();
        }
        ended.run();
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        sessions.values().removeIf(session -> now - session.used() >= IDLE.toNanos());
        tickets.values().removeIf(made -> now - made >= TICKET.toNanos());
    }

    /** A word that stands for one log-in within ten minutes. */
    synchronized String ticket() {
        expire();
        if (tickets.size() >= MOST) {
            tickets.clear();
        }
        String ticket = freshId();
        tickets.put(ticket, nanoTime.getAsLong());
        return ticket;
    }

    synchronized boolean redeem(String ticket) {
        expire();
        return tickets.remove(ticket) != null;
    }

    /** What a form must carry that is sent with this id, so that no other site can send it. */
    String token(String id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isToken(String id, String token) {
        return same(token(id), token);
    }

    /** Compares in a time that does not depend on where they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
