package org.carillon.core.sip.internal;

import java.net.InetSocketAddress;
import org.carillon.lib.jainsip.Transport;

/** A connection to a peer (RFC 3261 18). Used on the SIP executor only. */
interface Connection extends Transport.Way {
    /** Somebody whose use a connection is kept for. */
    interface Watcher {
        /** The other end is silent, and not known to answer keep-alives: asks it for anything (RFC 3261 11). */
        void probe();

        /** @param reason in words */
        void closed(String reason);
    }

    Remote remote();

    /** By which address the other end reaches this phone: with the listener's port; with the connection's own where nobody listens. */
    InetSocketAddress reachable();

    /** Keeps it open and supervised (RFC 5626 4.4.1) until it is {@link #leave left}. */
    void hold(Watcher watcher);

    void leave(Watcher watcher);

    /**
     * The other end says that it answers keep-alives.
     *
     * @param seconds
     *            after which it takes silence for the end (Flow-Timer); 0 when it says nothing about that
     */
    void answersPings(int seconds);
}
