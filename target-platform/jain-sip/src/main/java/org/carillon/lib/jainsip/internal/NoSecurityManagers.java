package org.carillon.lib.jainsip.internal;

import gov.nist.core.net.SecurityManagerProvider;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** TLS is the business of transports: spares the stack from loading the platform's certificates at its start. Loaded by name. */
public final class NoSecurityManagers implements SecurityManagerProvider {
    @Override
    public void init(Properties properties) {}

    @Override
    public KeyManager[] getKeyManagers(boolean client) {
        return new KeyManager[0];
    }

    @Override
    public TrustManager[] getTrustManagers(boolean client) {
        return new TrustManager[0];
    }
}
