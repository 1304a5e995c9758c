package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.EventWrapper;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipException;
import javax.sip.TransactionState;
import javax.sip.TransportNotSupportedException;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.carillon.lib.jainsip.BadMessageListener;
import org.carillon.lib.jainsip.TimerProvider;
import org.carillon.lib.jainsip.Transport;

/**
 * The stack without its threads. It is made by its constructor, not by {@code SipFactory}, which keeps every stack in a static list; that
 * also lets collaborators come in as objects, where the properties only carry strings.
 */
public final class CarillonSipStack extends SipStackImpl {
    /** About 5 KB each. New requests are dropped more and more often from four fifths on. */
    private static final int MAX_SERVER_TRANSACTIONS = 2_000;

    private final TimerProvider timers;
    private final BadMessageListener badMessages;
    private final TimerExecutor executor;
    private Transport starting;

    public CarillonSipStack(String name, Map<String, String> options, Router router, TimerProvider timers, BadMessageListener badMessages)
            throws PeerUnavailableException {
        this.timers = timers;
        this.badMessages = badMessages;
        this.executor = new TimerExecutor(timers);
        super(properties(name, options));
        endEventScanner();
        setMessageProcessorFactory(this::createProcessor);
        if (router != null) {
            setRouter(router);
        }
        // the property for these limits does not switch them on
        unlimitedServerTransactionTableSize = false;
        serverTransactionTableHighwaterMark = MAX_SERVER_TRANSACTIONS;
        serverTransactionTableLowaterMark = MAX_SERVER_TRANSACTIONS * 4 / 5;
    }

    private static Properties properties(String name, Map<String, String> options) {
        var properties = new Properties();
        properties.setProperty("gov.nist.javax.sip.AGGRESSIVE_CLEANUP", "true");
        // else every forged 200 to an INVITE makes a dialog that stays for ever
        properties.setProperty("gov.nist.javax.sip.REJECT_STRAY_RESPONSES", "true");
        // else a request that the listener failed to answer does
        properties.setProperty("gov.nist.javax.sip.MAX_TX_LIFETIME_NON_INVITE", "90");
        properties.putAll(options);
        properties.setProperty("javax.sip.STACK_NAME", name);
        properties.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", SilentStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", SilentServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", StackTimer.class.getName());
        properties.setProperty("gov.nist.javax.sip.SECURITY_MANAGER_PROVIDER", NoSecurityManagers.class.getName());
        properties.remove("gov.nist.javax.sip.THREAD_AUDIT_INTERVAL_IN_MILLISECS");
        properties.remove("gov.nist.javax.sip.TCP_POST_PARSING_THREAD_POOL_SIZE");
        properties.remove("gov.nist.javax.sip.SIP_EVENT_INTERCEPTOR");
        properties.remove("gov.nist.javax.sip.SIP_MESSAGE_VALVE");
        return properties;
    }

    /**
     * A re-entrant listener is called directly, yet the stack starts the scanner's thread all the same, and stopping would leave it waiting
     * for an event for ever. Told to stop first, it ends on the next event, whatever that is.
     */
    private void endEventScanner() {
        var scanner = getEventScanner();
        scanner.forceStop();
        scanner.addEvent(new EventWrapper(null, null));
    }

    public synchronized ListeningPoint listen(Transport transport) throws TransportNotSupportedException, InvalidArgumentException {
        if (!isAlive()) {
            throw new InvalidArgumentException("the stack is stopped");
        }
        starting = transport;
        try {
            var point = createListeningPoint(transport.localAddress().getHostAddress(), transport.localPort(), transport.name());
            if (starting != null) {
                throw new InvalidArgumentException("there is such a listening point already");
            }
            return point;
        } finally {
            starting = null;
        }
    }

    private MessageProcessor createProcessor(SIPTransactionStack stack, InetAddress address, int port, String name) {
        if (starting == null) {
            throw new IllegalStateException("listening points are made by SipEngine.listen");
        }
        var processor = new TransportProcessor(this, starting, badMessages);
        starting = null;
        return processor;
    }

    /** Sends a response back over a connection; returns false for requests that came as datagrams. */
    public static boolean reply(SIPRequest request, SIPResponse response) throws SipException {
        var channel = TransportChannel.of(request);
        if (channel == null || !channel.isReliable()) {
            return false;
        }
        try {
            channel.sendMessage(response);
            return true;
        } catch (IOException e) {
            throw new SipException(e.getMessage(), e);
        }
    }

    TimerProvider timers() {
        return timers;
    }

    /** The stack enters a listening point before it starts it, and leaves it there when that fails. */
    void forget(MessageProcessor processor) {
        try {
            deleteListeningPoint(processor.getListeningPoint());
        } catch (ObjectInUseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ScheduledExecutorService getSelfRoutingThreadpoolExecutor() {
        return executor;
    }

    @Override
    public ExecutorService getReinviteExecutor() {
        return executor;
    }

    /**
     * An INVITE that was answered with 2xx is no transaction any more (RFC 3261 17.2.1), though it lingers here: the stack would answer a
     * CANCEL for it behind the listener's back, without a tag.
     */
    @Override
    public SIPTransaction findCancelTransaction(SIPRequest cancel, boolean server) {
        var found = super.findCancelTransaction(cancel, server);
        return server && found != null && found.getInternalState() == TransactionState._TERMINATED ? null : found;
    }

    /** The stock method does not take an ACK without a branch (RFC 2543). */
    @Override
    public SIPServerTransaction findTransactionPendingAck(SIPRequest ack) {
        return ack.getTopmostVia().getBranch() == null ? null : super.findTransactionPendingAck(ack);
    }

    /** A request of another method is another transaction, whatever its branch is; the stock method does not look at it. */
    @Override
    public SIPTransaction findTransaction(SIPMessage message, boolean server) {
        var found = super.findTransaction(message, server);
        return server && found != null && !sameMethod(message.getCSeq().getMethod(), found.getMethod()) ? null : found;
    }

    private static boolean sameMethod(String received, String known) {
        return received.equals(known) || received.equals(Request.ACK) && known.equals(Request.INVITE);
    }

    /** The stock method sleeps for a second at its end; an interrupt that is pending there wakes it up at once. */
    @Override
    public void stopStack() {
        executor.shutdown();
        for (MessageProcessor processor : getMessageProcessors()) {
            removeMessageProcessor(processor);
        }
        var interrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        super.stopStack();
        Thread.interrupted();
        earlyDialogTable.clear();
        serverDialogMergeTestTable.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty, so that the collector need not call it: the stock one would sleep on the finalizer's thread. */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    protected void finalize() {}
}
