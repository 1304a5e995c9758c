package org.carillon.api.sip;

/** Something that cannot be sent; the message says what and why, fit for the person at the desk. */
public final class SipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SipException(String message) {
        super(message);
    }
}
