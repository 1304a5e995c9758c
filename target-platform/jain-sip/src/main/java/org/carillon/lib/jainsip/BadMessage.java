package org.carillon.lib.jainsip;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A message that broke the rules (RFC 3261 8.2 and 18.3, RFC 4475 3.1.2) and therefore did not get through
 * the transaction layer.
 */
@ProviderType
public interface BadMessage {
    /** A copy of what was received, at most {@link SipEngine#MAX_MESSAGE} bytes. */
    byte[] bytes();

    InetSocketAddress source();

    /** The transport's name. */
    String transport();

    /** What to answer: 400, 505 or 513; 500 when the stack failed over the message. */
    int status();

    /** Fit for a reason phrase: what is wrong, in a few words of our own. */
    String reason();

    /** For the log: what the stack failed with, null unless {@link #status()} is 500. */
    Throwable cause();

    /** True for requests that have enough headers for an answer; false for ACK and responses, which get none. */
    boolean answerable();

    /**
     * Answers statelessly with {@link #status()} and {@link #reason()}; does nothing unless {@link #answerable()}. The answer goes to the
     * source address, never to an address that only the message claims.
     */
    void reply() throws IOException;
}
