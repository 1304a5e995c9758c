package org.carillon.core.provisioning.internal;

import java.net.URI;

/** Brings files from a server, within bounds of time and size. Used by one thread that may block. */
interface Transfer extends AutoCloseable {
    /** Most that is taken of a configuration file. */
    int MAX_BYTES = 8 << 20;

    /** What tells whether a file changed since it was downloaded (RFC 9110 8.8). */
    record Validators(String etag, String lastModified) {
        static final Validators NONE = new Validators("", "");
    }

    /**
     * @param status
     *            as of HTTP; 0 when there was no answer
     * @param content
     *            null unless the status is 200
     * @param error
     *            why there is no content, in words; empty for 200 and 304
     */
    record Result(int status, byte[] content, Validators validators, String error) {
        static Result failed(int status, String error) {
            return new Result(status, null, Validators.NONE, error);
        }
    }

    /**
     * @param known
     *            of the version that is there already
     */
    Result get(URI uri, Validators known, int maxBytes);

    @Override
    void close();
}
