package org.carillon.api.call;

/**
 * A wish to call somebody.
 *
 * @param target
 *            a number, {@code user@host} or a SIP URI
 * @param account
 *            from 1; 0 lets the phone choose: the first registered line
 * @param featureCode
 *            true for a code that tells the server something: sent as it is, past the stages, and shown to nobody; it makes no sound, counts as
 *            no call, and is over when the server hangs up or some seconds have passed
 */
public record DialRequest(String target, int account, boolean featureCode) {
    /** A call to somebody. */
    public DialRequest(String target, int account) {
        this(target, account, false);
    }
}
