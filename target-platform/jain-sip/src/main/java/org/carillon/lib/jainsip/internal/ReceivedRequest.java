package org.carillon.lib.jainsip.internal;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Locale;

/**
 * A request from the wire, whose transaction is told by branch, sent-by and method (RFC 3261 17.2.3). The stack's own requests are told by the
 * branch alone: two clients that chose the same one would share a transaction.
 */
final class ReceivedRequest extends SIPRequest {
    private static final long serialVersionUID = 1L;

    @Override
    public String getTransactionId() {
        var method = getMethod().equals(ACK) ? INVITE : getMethod();
        return super.getTransactionId() + (' ' + method + ' ' + getTopmostVia().getSentBy()).toLowerCase(Locale.ROOT);
    }
}
