package org.carillon.lib.jainsip.internal;

/** Why a message is not taken, and the status of an answer to it. */
final class BadMessageException extends Exception {
    private final int status;

    BadMessageException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    /** The stack failed over it. */
    BadMessageException(RuntimeException cause) {
        super("Server Internal Error", cause, false, false);
        this.status = 500;
    }

    int status() {
        return status;
    }
}
