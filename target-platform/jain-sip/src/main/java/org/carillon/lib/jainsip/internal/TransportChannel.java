package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.text.ParseException;
import org.carillon.lib.jainsip.Transport;

/** A peer seen through a transport: feeds its messages to the transaction layer, sends it what the transactions say. Holds no resources. */
final class TransportChannel extends MessageChannel implements RawMessageChannel {
    private final TransportProcessor processor;
    private final InetAddress peer;
    private final int peerPort;
    private final Transport.Way way;

    TransportChannel(TransportProcessor processor, InetAddress peer, int peerPort) {
        this.processor = processor;
        this.peer = peer;
        this.peerPort = peerPort;
        this.messageProcessor = processor;
        this.way = processor.transport().way(peer, peerPort);
    }

    /** A message that came from the wire. */
    void accept(SIPMessage message) {
        if (message instanceof SIPRequest request) {
            mark(request.getTopmostVia());
        }
        processMessage(message);
    }

    /**
     * RFC 3261 18.2.1 and RFC 3581 4: where the request really came from. An address in {@code maddr} is taken out, as the response
     * would go there.
     */
    private void mark(Via via) {
        via.removeParameter(Via.MADDR);
        via.removeParameter(Via.TTL);
        try {
            var symmetric = via.hasParameter(Via.RPORT);
            if (symmetric || via.hasParameter(Via.RECEIVED) || !via.getHost().equals(peer.getHostAddress())) {
                via.setReceived(peer.getHostAddress());
            }
            if (symmetric) {
                via.setParameter(Via.RPORT, Integer.toString(peerPort));
            }
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void processMessage(SIPMessage message) {
        message.setRemoteAddress(peer);
        message.setRemotePort(peerPort);
        message.setLocalAddress(processor.getIpAddress());
        message.setLocalPort(processor.getPort());
        message.setPeerPacketSourceAddress(peer);
        message.setPeerPacketSourcePort(peerPort);
        if (message instanceof SIPRequest request) {
            request.setApplicationData(this);
            process(request);
        } else {
            process((SIPResponse) message);
        }
    }

    private void process(SIPRequest request) {
        var handler = getSIPStack().newSIPServerRequest(request, this);
        if (handler == null) {
            return;
        }
        try {
            handler.processRequest(request, this);
        } finally {
            releaseUnlessDelivered(handler);
        }
    }

    private void process(SIPResponse response) {
        var handler = getSIPStack().newSIPServerResponse(response, this);
        if (handler == null) {
            return;
        }
        try {
            if (!(handler instanceof SIPClientTransaction transaction) || transaction.checkFromTag(response)) {
                handler.processResponse(response, this);
            }
        } finally {
            releaseUnlessDelivered(handler);
        }
    }

    /** Whatever went to the listener was released by the delivery. */
    private static void releaseUnlessDelivered(Object handler) {
        if (handler instanceof SIPTransaction transaction && !transaction.passToListener()) {
            transaction.releaseSem();
        }
    }

    /** The way that received a request, or made it; null when it came from elsewhere. */
    static TransportChannel of(SIPRequest request) {
        return request.getApplicationData() instanceof TransportChannel channel ? channel : null;
    }

    /** RFC 3261 18.2.2: a response whose connection is gone goes to where its Via says. */
    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        var elsewhere = !way.open() && message instanceof SIPResponse;
        sendMessage(message, peer, elsewhere ? sentBy(message.getTopmostVia()) : peerPort);
    }

    private int sentBy(Via via) {
        return via.getPort() > 0 ? via.getPort() : processor.getDefaultTargetPort();
    }

    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect) throws IOException {
        if (way.open() && address.equals(peer) && port == peerPort) {
            way.send(message);
        } else {
            processor.transport().send(message, address, port);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return processor.getSIPStack();
    }

    @Override
    public String getTransport() {
        return processor.getTransport();
    }

    @Override
    public boolean isReliable() {
        return processor.transport().reliable();
    }

    @Override
    public boolean isSecure() {
        return processor.isSecure();
    }

    @Override
    public String getPeerAddress() {
        return peer.getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return peer;
    }

    @Override
    protected String getPeerProtocol() {
        return getTransport();
    }

    @Override
    public int getPeerPort() {
        return peerPort;
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return peer;
    }

    @Override
    public int getPeerPacketSourcePort() {
        return peerPort;
    }

    @Override
    public String getKey() {
        return getKey(peer, peerPort, getTransport());
    }

    @Override
    public String getViaHost() {
        return getHost();
    }

    @Override
    public int getViaPort() {
        return getPort();
    }
}
