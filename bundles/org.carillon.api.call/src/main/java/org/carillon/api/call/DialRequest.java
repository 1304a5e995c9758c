package org.carillon.api.call;

/**
 * A wish to call somebody.
 *
 * @param target
 *            a number, {@code user@host} or a SIP URI
 * @param account
 *            from 1; 0 lets the phone choose: the first registered line
 */
public record DialRequest(String target, int account) {}
