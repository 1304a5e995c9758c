package org.carillon.api.media;

/** An offer or answer that cannot be used, or no port; the message says why. */
public final class MediaException extends Exception {
    private static final long serialVersionUID = 1L;

    public MediaException(String message) {
        super(message);
    }
}
