package org.carillon.lib.jainsip.internal;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.carillon.lib.jainsip.BadMessageListener;
import org.carillon.lib.jainsip.Receiver;
import org.carillon.lib.jainsip.SipEngine;
import org.carillon.lib.jainsip.Transport;

/** One listening point: joins a {@link Transport} to the stack. */
final class TransportProcessor extends MessageProcessor implements Receiver {
    private final CarillonSipStack stack;
    private final Transport transport;
    private final BadMessageListener badMessages;
    private final MessageReader reader;
    private volatile boolean running;

    TransportProcessor(CarillonSipStack stack, Transport transport, BadMessageListener badMessages) {
        super(transport.localAddress(), transport.localPort(), transport.name().toLowerCase(Locale.ROOT), stack);
        this.stack = stack;
        this.transport = transport;
        this.badMessages = badMessages;
        this.reader = new MessageReader(transport.name(), transport.reliable(), transport.longest());
    }

    @Override
    public void start() throws IOException {
        running = true;
        try {
            transport.start(this);
        } catch (IOException | RuntimeException e) {
            running = false;
            stack.forget(this);
            throw e;
        }
    }

    @Override
    public void stop() {
        if (running) {
            running = false;
            transport.stop();
        }
    }

    @Override
    public void received(byte[] data, int length, InetSocketAddress source) {
        if (!running) {
            return;
        }
        try {
            process(data, length, source);
        } catch (BadMessageException e) {
            badMessages.bad(new RejectedMessage(data, length, source, transport, e));
        }
    }

    private void process(byte[] data, int length, InetSocketAddress source) throws BadMessageException {
        var message = reader.read(data, length);
        if (message == null) {
            return;
        }
        try {
            new TransportChannel(this, source.getAddress(), source.getPort()).accept(message);
        } catch (RuntimeException e) {
            throw new BadMessageException(e);
        }
    }

    Transport transport() {
        return transport;
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        return createMessageChannel(target.getInetAddress(), target.getPort());
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress host, int port) throws IOException {
        return new TransportChannel(this, host, port == -1 ? getDefaultTargetPort() : port);
    }

    @Override
    public int getDefaultTargetPort() {
        return getDefaultPort(getTransport());
    }

    @Override
    public boolean isSecure() {
        return transport.secure();
    }

    @Override
    public int getMaximumMessageSize() {
        return SipEngine.MAX_MESSAGE;
    }

    @Override
    public boolean inUse() {
        return false;
    }
}
