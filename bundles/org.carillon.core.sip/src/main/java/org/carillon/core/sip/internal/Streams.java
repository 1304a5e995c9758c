package org.carillon.core.sip.internal;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.carillon.lib.jainsip.Transport;

/** A transport of connections: one to each destination. Used on the SIP executor only. */
interface Streams extends Transport {
    /**
     * Finds the connection to a destination, or makes it without making anybody wait.
     *
     * @param then
     *            gets it once it is open, at once when it is
     * @param failed
     *            told why not, in words
     */
    void connect(Remote remote, Consumer<Connection> then, Consumer<String> failed);

    /** The next channel of the stack goes over this connection. */
    void next(Connection connection);

    /** Tells of each connection that was open and is not any more, with the reason in words. */
    void whenClosed(BiConsumer<Connection, String> observer);
}
