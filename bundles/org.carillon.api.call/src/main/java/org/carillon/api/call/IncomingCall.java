package org.carillon.api.call;

/**
 * What is known about a call that arrived.
 *
 * @param account
 *            line that was called, from 1
 * @param target
 *            user part that was called
 * @param remote
 *            SIP URI of the caller
 * @param display
 *            caller's name; empty when unknown
 * @param busy
 *            true while another call lives on this phone
 */
public record IncomingCall(String id, int account, String target, String remote, String display, boolean busy) {}
