package org.carillon.composer;

/** A product that cannot be composed; the message names the product and everything that is missing. */
public final class CompositionException extends Exception {
    private static final long serialVersionUID = 1L;

    public CompositionException(String message) {
        super(message);
    }

    public CompositionException(String message, Throwable cause) {
        super(message, cause);
    }
}
