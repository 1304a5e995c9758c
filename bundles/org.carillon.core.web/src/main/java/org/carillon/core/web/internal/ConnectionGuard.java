package org.carillon.core.web.internal;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Bounds what one client and all together can occupy: the number of connections, and the time in which the head of a request must be complete
 * however steadily its bytes drip. Safe for use by any thread.
 */
final class ConnectionGuard implements Connection.Listener {
    static final int MOST = 64;
    static final int MOST_PER_CLIENT = 32;
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Scope scope;
    private final Map<Connection, Watch> watches = new HashMap<>();
    private final Map<SocketAddress, Integer> clients = new HashMap<>();

    private static final class Watch {
        private final SocketAddress client;
        private Timer timer;
        private long requests;

        Watch(SocketAddress client) {
            this.client = client;
        }
    }

    ConnectionGuard(Scope scope) {
        this.scope = scope;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection) && !admit(connection)) {
            connection.getEndPoint().close();
        }
    }

    private synchronized boolean admit(Connection connection) {
        Watch watch = new Watch(client(connection));
        watches.put(connection, watch);
        int ofClient = clients.merge(watch.client, 1, Integer::sum);
        if (watches.size() > MOST || ofClient > MOST_PER_CLIENT) {
            return false;
        }
        // What was upgraded to a WebSocket has a time-out of its own.
        if (connection instanceof Connection.UpgradeFrom) {
            watch.timer = scope.every(PATIENCE, scope.blocking(), () -> judge(connection, watch));
        }
        return true;
    }

    private static SocketAddress client(Connection connection) {
        SocketAddress address = connection.getEndPoint().getRemoteSocketAddress();
        return address instanceof InetSocketAddress internet ? new InetSocketAddress(internet.getAddress(), 0) : address;
    }

    /** Closes a connection that has neither begun nor ended a request since the last time. */
    private void judge(Connection connection, Watch watch) {
        long now = connection.getMessagesIn() + connection.getMessagesOut();
        boolean busy = connection.getMessagesIn() > connection.getMessagesOut();
        if (now == watch.requests && !busy) {
            connection.getEndPoint().close();
        }
        watch.requests = now;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        Watch watch = watches.remove(connection);
        if (watch != null) {
            clients.computeIfPresent(watch.client, (client, count) -> count == 1 ? null : count - 1);
            if (watch.timer != null) {
                watch.timer.cancel();
            }
        }
    }
}
