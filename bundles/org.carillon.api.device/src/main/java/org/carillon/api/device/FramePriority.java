package org.carillon.api.device;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Marks what this phone sends for the switches that it passes: the priority code point of frames with a VLAN tag (IEEE 802.1Q, manual 2.9.1), as
 * the operating system derives it from the priority of a socket. Safe for use by any thread.
 */
@ProviderType
public interface FramePriority {
    /** What sockets speak. */
    enum Protocol {
        UDP, TCP
    }

    /** Inclusive. */
    int HIGHEST = 7;

    /**
     * Marks all sockets of this process that are bound to a port now; over TCP the listener and each connection. Returns at once: they are marked
     * within a fraction of a second, during the start of the phone some seconds later, and what is sent meanwhile goes out unmarked. What the
     * operating system does not permit is logged, once. Call it again after every change of the differentiated services code point, by which
     * the operating system replaces the priority.
     *
     * @param priority
     *            0 to {@value #HIGHEST}
     */
    void mark(Protocol protocol, int localPort, int priority);
}
