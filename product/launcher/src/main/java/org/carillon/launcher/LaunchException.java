package org.carillon.launcher;

/** A phone that cannot be started; the message is one line for the person who tried. */
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    LaunchException(String message) {
        super(message);
    }

    LaunchException(String message, Throwable cause) {
        super(message + ": " + Causes.inOneLine(cause), cause);
    }
}
