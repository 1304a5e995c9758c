package org.carillon.core.tls.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies servers by PKIX (RFC 5280) and, where the connection asks for it, by host name (RFC 6125), as the Java runtime does; says why it
 * refused in words, and refuses an expired certificate also when that very certificate was added as a trusted one.
 */
final class Verifier extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager runtime;
    private final Supplier<Instant> now;

    /** A check of the Java runtime. */
    @FunctionalInterface
    private interface Check {
        void run() throws CertificateException;
    }

    Verifier(X509ExtendedTrustManager runtime, Supplier<Instant> now) {
        this.runtime = runtime;
        this.now = now;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new CertificateException(Words.refusal(List.of(chain), e, now.get())); // its cause would be shown instead of it
        }
        if (now.get().isAfter(chain[0].getNotAfter().toInstant())) {
            throw new CertificateException(Words.expired(chain[0]));
        }
        if (now.get().isBefore(chain[0].getNotBefore().toInstant())) {
            throw new CertificateException(Words.notYetValid(chain[0], now.get()));
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain, () -> runtime.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain, () -> runtime.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> runtime.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain, () -> runtime.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain, () -> runtime.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> runtime.checkClientTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return runtime.getAcceptedIssuers();
    }
}
