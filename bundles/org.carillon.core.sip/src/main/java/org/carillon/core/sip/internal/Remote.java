package org.carillon.core.sip.internal;

import java.net.InetAddress;

/**
 * Where a connection leads.
 *
 * @param domain
 *            name that the other end must prove by its certificate; empty without TLS
 */
record Remote(InetAddress address, int port, String domain) {
    /** As it is shown to people. */
    @Override
    public String toString() {
        return Syntax.bracketed(address.getHostAddress()) + ":" + port;
    }
}
