package org.carillon.lib.jainsip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetSocketAddress;
import java.util.Map;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TransportNotSupportedException;
import javax.sip.address.AddressFactory;
import javax.sip.address.Router;
import javax.sip.header.HeaderFactory;
import javax.sip.message.Message;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.carillon.lib.jainsip.internal.CarillonSipStack;
import org.carillon.lib.jainsip.internal.SilentStackLogger;

/**
 * One SIP stack: JAIN-SIP's parser, transactions and dialogs over transports and timers of the caller. Several may live side by side.
 * <p>
 * The stack is safe to use from any thread, but locks per transaction: a caller that runs {@link Receiver}, timers and all sending on one
 * thread never waits. Listeners are called on the thread that caused the event.
 */
public final class SipEngine implements AutoCloseable {
    /** Longest message taken, in bytes: the largest UDP payload. */
    public static final int MAX_MESSAGE = 65_507;

    private final CarillonSipStack stack;

    /**
     * @param name
     *            appears nowhere on the wire
     * @param options
     *            further properties of JAIN-SIP, such as {@code javax.sip.AUTOMATIC_DIALOG_SUPPORT}; those that would start threads have no
     *            effect
     * @param router
     *            says where a request goes; its hops must name IP addresses, as the stack would ask DNS on the calling thread otherwise. Null
     *            for the stack's own, which follows Route and Request-URI (RFC 3261 8.1.2)
     */
    public SipEngine(String name, Map<String, String> options, Router router, TimerProvider timers, BadMessageListener badMessages) {
        SilentStackLogger.install();
        try {
            stack = new CarillonSipStack(name, options, router, timers, badMessages);
        } catch (PeerUnavailableException e) {
            throw new IllegalArgumentException("SIP stack options: " + e.getMessage(), e);
        }
    }

    /** For {@link SipStack#createSipProvider} and the like; to be stopped by {@link #close()} only. */
    public SipStack stack() {
        return stack;
    }

    /**
     * Starts a transport. {@link SipStack#deleteListeningPoint} stops it, closing the engine does so too.
     *
     * @throws SipException
     *             when the transport does not start, or another one of that name is bound there
     */
    public ListeningPoint listen(Transport transport) throws SipException {
        try {
            return stack.listen(transport);
        } catch (TransportNotSupportedException | InvalidArgumentException e) {
            throw new SipException(transport.name() + ": " + e.getMessage(), e);
        }
    }

    public AddressFactory addresses() {
        return new AddressFactoryImpl();
    }

    public HeaderFactory headers() {
        return new HeaderFactoryImpl();
    }

    public MessageFactory messages() {
        return new MessageFactoryImpl();
    }

    /** Where a received message really came from, or null for one that was not received. */
    public static InetSocketAddress source(Message message) {
        var sip = (SIPMessage) message;
        var address = sip.getPeerPacketSourceAddress();
        return address == null ? null : new InetSocketAddress(address, sip.getPeerPacketSourcePort());
    }

    /**
     * Sends a response without a transaction: over the connection that the request came from, or to where its Via says (RFC 3261 18.2.2).
     *
     * @param request
     *            as it was received
     */
    public static void reply(SipProvider provider, Request request, Response response) throws SipException {
        if (!CarillonSipStack.reply((SIPRequest) request, (SIPResponse) response)) {
            provider.sendResponse(response);
        }
    }

    /** How many transactions and dialogs live: 0 in a stack at rest. */
    public int load() {
        return stack.getClientTransactionTableSize() + stack.getServerTransactionTableSize() + stack.getDialogs().size();
    }

    /** Stops transports and timers and forgets transactions and dialogs. Sends nothing and does not wait. */
    @Override
    public void close() {
        stack.stop();
    }
}
