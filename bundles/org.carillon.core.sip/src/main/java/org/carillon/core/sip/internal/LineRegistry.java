package org.carillon.core.sip.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sip.address.SipURI;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.line.Line;
import org.carillon.api.sip.SipException;

/** The lines of this phone. All but {@link #lines} and {@link #configured} is used on one executor only. */
final class LineRegistry implements LiveLine.Host {
    private final SipContext context;
    private final DigestAuthentication digest;
    private final String mac;
    private final Map<Integer, LiveLine> live = new TreeMap<>();
    private final List<Consumer<Line>> observers = new ArrayList<>();
    private final Map<Integer, Account> accounts = new ConcurrentHashMap<>();
    private volatile Map<Integer, Line> lines = Map.of();

    LineRegistry(SipContext context, DigestAuthentication digest, String mac) {
        this.context = context;
        this.digest = digest;
        this.mac = mac;
    }

    /** By number, as they are now. Safe for use by any thread. */
    Map<Integer, Line> lines() {
        return lines;
    }

    void observe(Consumer<Line> observer) {
        observers.add(observer);
    }

    /**
     * The account of a line that may be used. Safe for use by any thread.
     *
     * @throws SipException
     *             when there is none
     */
    Account configured(int number) {
        var account = accounts.get(number);
        if (account == null) {
            throw new SipException("there is no line " + number);
        }
        if (!account.active()) {
            throw new SipException("line " + number + " cannot be used: " + account.idleReason());
        }
        return account;
    }

    void put(Account account) {
        accounts.put(account.number(), account);
        live.computeIfAbsent(account.number(), number -> new LiveLine(this)).configure(account);
    }

    void remove(int number) {
        accounts.remove(number);
        var line = live.remove(number);
        if (line != null) {
            line.remove();
            var rest = new TreeMap<>(lines);
            var gone = rest.remove(number);
            lines = rest;
            if (gone != null && gone.state() != Line.State.OFF) {
                tell(off(gone));
            }
        }
    }

    private static Line off(Line line) {
        return new Line(line.account(), line.label(), line.user(), line.displayName(), line.domain(), Line.State.OFF, "", line.transport(),
                line.serverType(), 0, "");
    }

    /** Identity of a line that is not off. */
    Optional<Identity> identity(int number) {
        return Optional.ofNullable(live.get(number)).map(LiveLine::identity).filter(identity -> identity.account().active());
    }

    /** Whom a request from outside means: by the Contact of a line, else by its user, best with its domain. */
    Optional<Identity> called(SipURI uri) {
        var user = Syntax.unescape(uri.getUser());
        var active = live.values().stream().map(LiveLine::identity).filter(identity -> identity.account().active()).toList();
        return active.stream().filter(identity -> identity.contactUser().equals(uri.getUser())).findFirst()
                .or(() -> active.stream().filter(identity -> identity.account().user().equals(user))
                        .filter(identity -> identity.account().domain().equalsIgnoreCase(uri.getHost())).findFirst())
                .or(() -> active.stream().filter(identity -> identity.account().user().equals(user)).findFirst());
    }

    /** Unregisters all. */
    void stop() {
        List.copyOf(live.keySet()).forEach(this::remove);
    }

    @Override
    public Identity identity(Account account) {
        return new Identity(account, new Credentials(digest, context.syntax(), account), new Flow(context.outbound(), account),
                context.syntax(), contactUser(account), context.requests().host(), context.requests().port());
    }

    /** The same after each boot, so that a registrar does not collect bindings of this phone. */
    private String contactUser(Account account) {
        try {
            var text = mac + "/" + account.number() + "/" + account.user() + "@" + account.domain();
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return account.user() + "-" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Registration registration(Identity identity, Registration.Listener listener) {
        return new Registration(context, identity, listener);
    }

    @Override
    public void changed(Line line) {
        var hidden = line.state() == Line.State.OFF && line.user().isEmpty();
        var known = new TreeMap<>(lines);
        var before = hidden ? known.remove(line.account()) : known.put(line.account(), line);
        lines = known;
        if (hidden ? before != null : !line.equals(before)) {
            tell(line);
        }
    }

    private void tell(Line line) {
        observers.forEach(observer -> context.contained(() -> observer.accept(line)));
    }
}
