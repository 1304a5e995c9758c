package org.carillon.lib.jainsip;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;

/** Takes what a {@link Transport} received. */
@ProviderType
public interface Receiver {
    /**
     * Parses and processes one message: the listener of the SIP provider runs on the calling thread before this returns. Never throws on
     * account of what the bytes are. Calls should come one at a time, on the thread that also runs the timers.
     *
     * @param data
     *            one datagram, or one message cut out of a stream; free for reuse after the call
     * @param length
     *            how much of it counts
     * @param source
     *            where it came from, resolved
     */
    void received(byte[] data, int length, InetSocketAddress source);
}
