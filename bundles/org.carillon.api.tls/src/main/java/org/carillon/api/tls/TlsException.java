package org.carillon.api.tls;

import java.io.IOException;

/** Certificates that cannot be used; the message names the file and what is wrong with it. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
