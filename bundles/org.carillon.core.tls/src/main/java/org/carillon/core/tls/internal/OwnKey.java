package org.carillon.core.tls.internal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.carillon.api.tls.DeviceCertificates.Identity;

/**
 * Offers the phone's one certificate to every server that asks for one of its kind of key. Which authorities the server names does not
 * matter: a file without the certificates in between would be held back otherwise, and the server says in clearer words what it dislikes.
 */
final class OwnKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "phone";
    private final Identity identity;

    OwnKey(Identity identity) {
        this.identity = identity;
    }

    private String alias(List<String> keyTypes) {
        return keyTypes.contains(identity.key().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return alias(Arrays.asList(keyTypes));
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return alias(Arrays.asList(keyTypes));
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return alias(List.of(keyType)) == null ? null : new String[]{ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return ALIAS.equals(alias) ? identity.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return ALIAS.equals(alias) ? identity.key() : null;
    }

    /** The phone is no server. */
    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
