package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import org.carillon.api.tls.TlsContexts;

/** Makes connections secure: TLS 1.2 and 1.3, the server's name sent (RFC 6066 3) and checked (RFC 5922 7). */
final class TlsSecurity implements StreamTransport.Security {
    /**
     * What is configured (manual 5.4.4).
     *
     * @param verify
     *            false takes any certificate
     */
    record Settings(boolean verify, List<String> versions) {
        private static final int TLS_1_2 = 2;

        static Settings of(SipConfig config) {
            return new Settings(config.tlsPeerVerify(),
                    config.tlsVersion() == TLS_1_2 ? List.of("TLSv1.2") : List.of("TLSv1.3", "TLSv1.2"));
        }
    }

    private volatile Settings settings;
    private volatile TlsContexts contexts;

    TlsSecurity(Settings settings) {
        this.settings = settings;
    }

    /** For connections from now on; returns false when nothing changed. */
    boolean configure(Settings now) {
        var changed = !now.equals(settings);
        settings = now;
        return changed;
    }

    /** Who knows the certificates; null when nobody does. */
    void use(TlsContexts now) {
        contexts = now;
    }

    void release(TlsContexts gone) {
        if (contexts == gone) {
            contexts = null;
        }
    }

    @Override
    public Socket secure(Socket connected, Remote remote) throws IOException {
        var source = contexts;
        var configured = settings;
        if (source == null) {
            throw new ProtocolException("TLS is not available: nobody knows the certificates");
        }
        var factory = source.client(configured.verify()).getSocketFactory();
        var socket = (SSLSocket) factory.createSocket(connected, remote.domain(), remote.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setProtocols(configured.versions().toArray(String[]::new));
        if (Names.literal(remote.domain()).isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(remote.domain())));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        if (configured.verify()) {
            verify((X509Certificate) socket.getSession().getPeerCertificates()[0], remote.domain());
        }
        return socket;
    }

    private static void verify(X509Certificate certificate, String domain) throws IOException {
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (!ServerNames.match(alternatives, domain)) {
                var names = ServerNames.names(alternatives).limit(4).collect(Collectors.joining(", "));
                throw new ProtocolException("the server's certificate is not issued for " + domain
                        + (names.isEmpty() ? ", nor for any other name" : ", but for " + names));
            }
        } catch (CertificateParsingException e) {
            throw new ProtocolException("the server's certificate cannot be read: " + e.getMessage());
        }
    }
}
