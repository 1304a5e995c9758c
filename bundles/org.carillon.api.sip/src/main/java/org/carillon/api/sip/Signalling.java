package org.carillon.api.sip;

import org.osgi.annotation.versioning.ProviderType;

/** Makes outgoing legs. Safe for use by any thread. */
@ProviderType
public interface Signalling {
    /**
     * Sends an INVITE. Redirections (3xx) are followed, challenges answered.
     *
     * @param account
     *            the line to use, from 1
     * @param target
     *            a number, {@code user@host} or a SIP URI
     * @param offer
     *            SDP, or null to let the other side offer
     * @param listener
     *            told what happens, also when sending fails
     * @throws SipException
     *             when there is no such line or the target is no address
     */
    Leg invite(int account, String target, String offer, Leg.Listener listener);
}
