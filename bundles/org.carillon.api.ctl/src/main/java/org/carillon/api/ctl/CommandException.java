package org.carillon.api.ctl;

/** A command that was not carried out; the message says what, where and what is permitted. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandException(String message) {
        super(message);
    }
}
