package org.carillon.core.sip.internal;

import java.net.InetAddress;
import javax.sip.address.Hop;

/**
 * Where a request goes: an address, so that the stack never asks DNS.
 *
 * @param connection
 *            null for a datagram
 */
record Destination(InetAddress address, int port, String transport, Connection connection) implements Hop {
    @Override
    public String getHost() {
        return address.getHostAddress();
    }

    @Override
    public int getPort() {
        return port;
    }

    @Override
    public String getTransport() {
        return transport;
    }
}
