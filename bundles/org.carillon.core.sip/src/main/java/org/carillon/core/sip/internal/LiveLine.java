package org.carillon.core.sip.internal;

import java.net.InetSocketAddress;
import org.carillon.api.line.Line;
import org.carillon.api.line.Line.State;

/** One account at work: its identity, its registration and how that stands. Used on one executor only. */
final class LiveLine {
    /** What a line needs from those around it. */
    interface Host {
        Identity identity(Account account);

        Registration registration(Identity identity, Registration.Listener listener);

        /** Something about the line changed. */
        void changed(Line line);
    }

    private final Host host;
    private Identity identity;
    private Registration registration;
    private Registration leaving;
    private boolean waits;
    private State state = State.OFF;
    private int code;
    private String reason = "";

    LiveLine(Host host) {
        this.host = host;
    }

    /** Null before the first configuration. */
    Identity identity() {
        return identity;
    }

    void configure(Account account) {
        if (registration != null && identity.account().sameRegistration(account)) {
            identity.update(account);
            registration.renewAfter(account.renewal());
            host.changed(line(account, state, code, reason));
            return;
        }
        var before = identity;
        identity = host.identity(account);
        waits = false;
        if (registration != null) {
            if (account.active() && before.account().sameAddress(account)) {
                registration.abandon();
            } else {
                leave();
            }
            registration = null;
        }
        if (account.active()) {
            register(before == null || before.account().sameAddress(account));
        } else {
            announce(State.OFF, 0, account.idleReason());
        }
    }

    private void leave() {
        leaving = registration;
        leaving.end();
    }

    /** A binding that is just being taken back must be gone first: it would take the new one along. */
    private void register(boolean sameAddress) {
        if (leaving != null && sameAddress) {
            waits = true;
            announce(State.REGISTERING, 0, "");
            return;
        }
        var events = new Events();
        registration = host.registration(identity, events);
        events.of = registration;
        registration.start();
    }

    /** Takes the line out of service. */
    void remove() {
        waits = false;
        if (registration != null) {
            leave();
            registration = null;
        }
    }

    private void announce(State state, int code, String reason) {
        this.state = state;
        this.code = code;
        this.reason = reason;
        host.changed(line(identity.account(), state, code, reason));
    }

    private static Line line(Account account, State state, int code, String reason) {
        var label = account.label().isBlank() ? account.user() : account.label();
        return new Line(account.number(), label, account.user(), account.displayName(), account.domain(), state,
                state == State.OFF ? "" : account.hop(), account.transport(), account.serverType(), code, reason);
    }

    /** What one registration says; those before the current one only have an end. */
    private final class Events implements Registration.Listener {
        private Registration of;

        @Override
        public void changed(State state, int code, String reason) {
            if (registration == of) {
                announce(state, code, reason);
            }
        }

        @Override
        public void seenAt(InetSocketAddress address) {
            if (registration == of) {
                identity.seenAt(address);
            }
        }

        @Override
        public void ended() {
            if (leaving == of) {
                leaving = null;
                if (waits) {
                    waits = false;
                    register(false);
                }
            }
        }
    }
}
