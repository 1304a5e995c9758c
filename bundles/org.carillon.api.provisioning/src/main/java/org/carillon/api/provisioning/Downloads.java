package org.carillon.api.provisioning;

import java.io.IOException;
import org.osgi.annotation.versioning.ProviderType;

/** Asks web servers for what parameters name, the way configuration files are downloaded. Safe for use by any thread that may block. */
@ProviderType
public interface Downloads {
    /**
     * Downloads a file over HTTP or HTTPS, within the times and with the check of the server that are configured for provisioning.
     *
     * @param url
     *            may hold user name and password; those of provisioning go to its own server only. {@code $mac} and {@code $model} are replaced,
     *            {@code https} is meant where no scheme is given
     * @param maxBytes
     *            most that is taken
     * @throws IOException
     *             when there is no such URL or no answer with a file; the message says why in words, without a password
     */
    byte[] get(String url, int maxBytes) throws IOException;

    /**
     * Asks for a URL so that its server hears of something. The same way, but whatever the answer holds is left unread, and a redirection is not
     * followed: who is told something has no say in what else the phone asks for.
     *
     * @param url
     *            as above
     * @return the HTTP status of the answer, whichever it is
     * @throws IOException
     *             when there is no such URL or no answer; the message says why in words, without a password
     */
    int visit(String url) throws IOException;
}
