package org.carillon.api.sip;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes incoming calls; core.call provides it. Without one, core.sip answers 480. */
@ConsumerType
public interface IncomingLegs {
    /**
     * An INVITE outside a dialog arrived and was answered with 100. Must not block.
     *
     * @param leg
     *            to be rung, accepted, rejected or redirected at any later time by any thread
     * @param invite
     *            what it said
     * @return told what happens to the leg from now on
     */
    Leg.Listener incoming(Leg leg, Invite invite);

    /**
     * @param target
     *            user part of the Request-URI
     * @param from
     *            the caller's address of record as a SIP URI
     * @param display
     *            the caller's display name; empty when there is none
     * @param offer
     *            SDP, or null when the caller leaves the offer to us
     */
    record Invite(String target, String from, String display, String offer) {}
}
