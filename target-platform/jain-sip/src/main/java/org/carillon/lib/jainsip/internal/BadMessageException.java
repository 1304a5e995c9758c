package org.carillon.lib.jainsip.internal;

/** Why a message is not taken, and the status of an answer to it. */
final class BadMessageException extends Exception {
    private final int status;

    BadMessageException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
