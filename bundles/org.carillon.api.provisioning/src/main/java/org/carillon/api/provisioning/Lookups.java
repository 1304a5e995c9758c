package org.carillon.api.provisioning;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Asks services on the internet about this phone. Safe for use by any thread that may block. */
@ProviderType
public interface Lookups {
    /**
     * Asks over HTTPS, within the times that are configured for provisioning. Whatever parameters say, the server's certificate and name are verified;
     * the phone's own certificate is shown to a server that asks, passwords are not. Redirections are followed over HTTPS, within bounds.
     *
     * @param url
     *            {@code https}
     * @param maxBytes
     *            most that is taken
     * @return empty when the service knows nothing (404, 410)
     * @throws IOException
     *             when there is no such URL or no answer; the message says why in words
     */
    Optional<byte[]> find(URI url, int maxBytes) throws IOException;
}
