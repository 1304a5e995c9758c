package org.carillon.lib.jainsip;

import java.io.IOException;
import java.net.InetAddress;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Carries SIP messages for one listening point. It is bound before it is handed to {@link SipEngine#listen}, so that its port is known.
 */
@ConsumerType
public interface Transport {
    /** As it stands in a Via header, any case: {@code udp}, {@code tcp} or {@code tls}. */
    String name();

    /** Where it is bound: never the wildcard address, as it goes into Via headers. */
    InetAddress localAddress();

    /** 1 to 65535. */
    int localPort();

    /** True for connections: the stack then sends nothing twice (RFC 3261 17). */
    boolean reliable();

    /** True for TLS. */
    boolean secure();

    /** Longest message taken, in bytes; a longer one is a {@link BadMessage} with status 513. At most {@link SipEngine#MAX_MESSAGE}. */
    default int longest() {
        return SipEngine.MAX_MESSAGE;
    }

    /** Called once, before anything is sent. From now on messages go to the receiver, whole and one at a time. */
    void start(Receiver receiver) throws IOException;

    /**
     * Sends one whole message. Called on any thread; should not block for long.
     *
     * @param message
     *            not to be changed, may be kept
     * @param port
     *            1 to 65535. A response over a connection carries the source address and port that its request came from
     * @throws IOException
     *             when the message surely does not arrive; the stack ends the transaction
     */
    void send(byte[] message, InetAddress address, int port) throws IOException;

    /**
     * The way to a peer. The stack asks once for each of its channels, on the thread that receives the channel's first message or makes its
     * transaction.
     *
     * @param port
     *            1 to 65535
     */
    default Way way(InetAddress address, int port) {
        return message -> send(message, address, port);
    }

    /** Where the messages of one channel go. */
    @FunctionalInterface
    @ConsumerType
    interface Way {
        /** As {@link Transport#send}. */
        void send(byte[] message) throws IOException;

        /** False when the connection is gone, so that another way has to be found. */
        default boolean open() {
            return true;
        }
    }

    /** Called once when the engine closes or the listening point is deleted. Nothing may be received afterwards. */
    void stop();
}
