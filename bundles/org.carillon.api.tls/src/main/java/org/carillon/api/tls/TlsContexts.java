package org.carillon.api.tls;

import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What connections over TLS are made with: whom the phone trusts, and its own certificate for servers that ask (manual 5.4.3). Ask anew for
 * each connection, so that changed certificates count without a restart. Safe for use by any thread.
 */
@ProviderType
public interface TlsContexts {
    /**
     * The context for a connection that this phone opens. The caller sets the protocol versions, the server's name (SNI) and the host name check.
     *
     * @param verifyPeer
     *            false accepts every certificate and host name
     * @throws TlsException
     *             when the certificates cannot be read, with the file's name
     */
    SSLContext client(boolean verifyPeer) throws TlsException;
}
