package org.carillon.api.call;

/**
 * A wish to call somebody.
 *
 * @param target
 *            a number, {@code user@host} or a SIP URI
 * @param account
 *            from 1; 0 lets the phone choose: the first registered line
 * @param featureCode
 *            true for a code that only tells the server something: other calls go on, and the call ends as soon as the server answers
 */
public record DialRequest(String target, int account, boolean featureCode) {
    /** A call to somebody. */
    public DialRequest(String target, int account) {
        this(target, account, false);
    }
}
