package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.InetAddress;
import org.carillon.lib.jainsip.Receiver;
import org.carillon.lib.jainsip.Transport;

/**
 * Stands in for a transport that could not be had, so that lines and calls say why they fail.
 *
 * @param localPort
 *            the one that could not be had
 */
record NoTransport(InetAddress localAddress, int localPort, String failure) implements Transport {
    @Override
    public String name() {
        return "udp";
    }

    @Override
    public boolean reliable() {
        return false;
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public void start(Receiver receiver) {}

    @Override
    public void send(byte[] message, InetAddress address, int port) throws IOException {
        throw new IOException(failure);
    }

    @Override
    public void stop() {}
}
