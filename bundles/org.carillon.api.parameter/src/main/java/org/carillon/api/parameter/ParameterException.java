package org.carillon.api.parameter;

/** A value that a parameter does not take, or an id that nobody declares. The message names the id, the value (unless secret) and what is permitted. */
public final class ParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String id;

    public ParameterException(String id, String message) {
        super(message);
        this.id = id;
    }

    public String id() {
        return id;
    }
}
