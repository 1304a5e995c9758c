package org.carillon.core.digest.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.carillon.api.digest.DigestAuthentication;

/** Answers the latest challenge of one server, counting how often. */
final class DigestSession implements DigestAuthentication.Session {
    private final String user;
    private final String password;
    private final Supplier<String> cnonces;
    private volatile Key key;
    private volatile List<String> unknown = List.of();

    DigestSession(String user, String password, Supplier<String> cnonces) {
        this.user = user;
        this.password = password;
        this.cnonces = cnonces;
    }

    /**
     * What one challenge is answered with. The client's nonce stays the same with it, as {@code -sess} wants it; the count tells the answers
     * apart.
     *
     * @param secret
     *            H(A1) of RFC 7616 3.4.2
     */
    private record Key(Challenge challenge, String cnonce, String secret, AtomicInteger uses) {}

    @Override
    public synchronized boolean challenged(List<String> challenges, boolean answered) {
        Optional<Challenge> best = Challenge.best(challenges);
        unknown = best.isEmpty() ? Challenge.unknownAlgorithms(challenges) : List.of();
        if (best.isEmpty()) {
            return false;
        }
        Key last = key;
        key = key(best.get());
        // Some servers let a nonce expire without calling it stale.
        boolean expired = last != null && last.uses().get() > 1 && !last.challenge().nonce().equals(best.get().nonce());
        return !answered || best.get().stale() || expired;
    }

    @Override
    public List<String> unknownAlgorithms() {
        return unknown;
    }

    private Key key(Challenge challenge) {
        String cnonce = cnonces.get();
        String secret = hash(challenge, user + ":" + challenge.realm() + ":" + password);
        if (challenge.session()) {
            secret = hash(challenge, secret + ":" + challenge.nonce() + ":" + cnonce);
        }
        return new Key(challenge, cnonce, secret, new AtomicInteger());
    }

    @Override
    public Optional<String> authorize(String method, String uri, byte[] body) {
        Key now = key;
        return now == null ? Optional.empty() : Optional.of(answer(now, method, uri, body));
    }

    private String answer(Key now, String method, String uri, byte[] body) {
        Challenge challenge = now.challenge();
        String count = String.format("%08x", now.uses().incrementAndGet());
        boolean whole = Challenge.AUTH_INT.equals(challenge.qop());
        String request = hash(challenge, method + ":" + uri + (whole ? ":" + challenge.algorithm().hash(body) : ""));
        String nonces = challenge.qop() == null
                ? challenge.nonce()
                : challenge.nonce() + ":" + count + ":" + now.cnonce() + ":" + challenge.qop();

        StringBuilder header = new StringBuilder("Digest ").append(userParameter(challenge));
        header.append(", realm=").append(quoted(challenge.realm()));
        header.append(", nonce=").append(quoted(challenge.nonce()));
        header.append(", uri=").append(quoted(uri));
        header.append(", response=\"").append(hash(challenge, now.secret() + ":" + nonces + ":" + request)).append('"');
        if (challenge.algorithmName() != null) {
            header.append(", algorithm=").append(challenge.algorithmName());
        }
        if (challenge.opaque() != null) {
            header.append(", opaque=").append(quoted(challenge.opaque()));
        }
        if (challenge.qop() != null) {
            header.append(", qop=").append(challenge.qop()).append(", nc=").append(count);
        }
        if (challenge.qop() != null || challenge.session()) {
            header.append(", cnonce=\"").append(now.cnonce()).append('"');
        }
        return header.toString();
    }

    /** Names beyond ASCII need {@code username*} (RFC 7616 3.4) where the server asks for it; SIP takes UTF-8 in quotes. */
    private String userParameter(Challenge challenge) {
        boolean ascii = user.chars().allMatch(character -> character < 0x80);
        return challenge.utf8() && !ascii
                ? "username*=UTF-8''" + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
                : "username=" + quoted(user);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().filter(character -> !Character.isISOControl(character) || character == '\t').forEach(character -> {
            if (character == '"' || character == '\\') {
                quoted.append('\\');
            }
            quoted.append((char) character);
        });
        return quoted.append('"').toString();
    }

    private static String hash(Challenge challenge, String text) {
        return challenge.algorithm().hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
