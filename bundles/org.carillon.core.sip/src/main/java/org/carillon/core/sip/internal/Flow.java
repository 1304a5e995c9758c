package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A line's way to its server (RFC 5626): a connection that is kept open and watched; nothing at all over UDP. Used on the SIP executor only.
 */
final class Flow {
    /** What becomes of it, and what it needs. */
    interface Listener {
        /** @param reason in words */
        void lost(String reason);

        /** Sends the server a request that it has to answer. */
        void probe();
    }

    private final Outbound outbound;
    private final Account account;
    private final Watcher watcher = new Watcher();
    private final List<Consumer<Connection>> observers = new ArrayList<>();
    private Listener listener;
    private Connection connection;
    private boolean closed;

    Flow(Outbound outbound, Account account) {
        this.outbound = outbound;
        this.account = account;
    }

    Account account() {
        return account;
    }

    /** Told about each new connection, before it is used. */
    void whenOpen(Consumer<Connection> observer) {
        observers.add(observer);
    }

    void listen(Listener to) {
        listener = to;
    }

    /**
     * Makes sure that there is a way.
     *
     * @param then
     *            runs when there is, at once over UDP
     * @param failed
     *            told why there is none, in words
     */
    void open(Runnable then, Consumer<String> failed) {
        if (!account.connects() || connection != null) {
            then.run();
            return;
        }
        outbound.connect(account.hopHost(), account.hopPort(), account.transport(), found -> {
            adopt(found);
            then.run();
        }, failed);
    }

    private void adopt(Connection found) {
        if (connection == null && !closed) {
            connection = found;
            found.hold(watcher);
            observers.forEach(observer -> observer.accept(found));
        }
    }

    /** The connection, where it leads there. */
    Optional<Connection> to(InetAddress address, int port) {
        return Optional.ofNullable(connection)
                .filter(open -> open.remote().address().equals(address) && open.remote().port() == port && open.open());
    }

    Optional<Connection> connection() {
        return Optional.ofNullable(connection);
    }

    /** The line does not need it any more. */
    void close() {
        closed = true;
        if (connection != null) {
            connection.leave(watcher);
            connection = null;
        }
    }

    private final class Watcher implements Connection.Watcher {
        @Override
        public void probe() {
            if (listener != null) {
                listener.probe();
            }
        }

        @Override
        public void closed(String reason) {
            connection = null;
            if (listener != null) {
                listener.lost(reason);
            }
        }
    }
}
