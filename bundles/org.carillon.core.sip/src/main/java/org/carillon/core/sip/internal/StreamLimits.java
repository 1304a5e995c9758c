package org.carillon.core.sip.internal;

import java.time.Duration;

/**
 * What connections are held to.
 *
 * @param connect
 *            until it is open, TLS included
 * @param message
 *            from the first byte of a message to its last, and from a peer's connection to its first message
 * @param write
 *            until a message has left for the network
 * @param idle
 *            after which a connection that no line holds is closed when nothing goes over it
 * @param keepAlive
 *            longest interval between two keep-alives; the shortest is four fifths of it
 * @param pong
 *            until something answers a keep-alive
 * @param incoming
 *            connections of others; from one address a quarter of that
 */
record StreamLimits(Duration connect, Duration message, Duration write, Duration idle, Duration keepAlive, Duration pong, int incoming) {
    /** RFC 5626 4.4.1 for the pong; idle is longer than a transaction by far (RFC 3261 18). */
    static final StreamLimits STANDARD = new StreamLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10),
            Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(10), 64);

    /** Outgoing connections, far more than a phone has lines. */
    static final int OUTGOING = 64;
}
