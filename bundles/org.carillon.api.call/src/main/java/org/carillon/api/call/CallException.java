package org.carillon.api.call;

/** Something that cannot be done to a call; the message says what and why. */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CallException(String message) {
        super(message);
    }
}
