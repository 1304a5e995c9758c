package org.carillon.core.tls.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.carillon.sim.testkit.TestCertificate;

/** A TLS server on loopback that takes one connection after the other and asks every client for a certificate, which it takes unseen. */
final class Handshake implements AutoCloseable {
    private static final String PASSWORD = "server";
    private final SSLServerSocket server;

    private Handshake(KeyStore keys, X509Certificate... namedAuthorities) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[]{new Everybody() {
            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return namedAuthorities;
            }
        }}, null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setWantClientAuth(true);
        server.setSoTimeout(20_000);
    }

    /** A server with all certificates of its chain. */
    static Handshake with(TestCertificate certificate, TestCertificate... namedAuthorities) throws IOException, GeneralSecurityException {
        return new Handshake(certificate.keyStore(PASSWORD),
                Stream.of(namedAuthorities).map(TestCertificate::certificate).toArray(X509Certificate[]::new));
    }

    /** A server that leaves out the certificates between its own and the authority. */
    static Handshake alone(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", certificate.key(), PASSWORD.toCharArray(), new Certificate[]{certificate.certificate()});
        return new Handshake(store);
    }

    /** Connects with the host name check of HTTPS; returns the certificates that the server saw. */
    List<Certificate> connect(SSLContext context) throws Exception {
        return connect(context, "127.0.0.1", "TLSv1.3");
    }

    List<Certificate> connect(SSLContext context, String host, String protocol) throws Exception {
        CompletableFuture<List<Certificate>> seen = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> accept(seen));
        try (Socket plain = new Socket(server.getInetAddress(), server.getLocalPort());
                SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, server.getLocalPort(), true)) {
            socket.setSoTimeout(20_000);
            socket.setEnabledProtocols(new String[]{protocol});
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (socket.getInputStream().read() != 1) {
                throw new IOException("the server ended it");
            }
        }
        return seen.get(20, TimeUnit.SECONDS);
    }

    private void accept(CompletableFuture<List<Certificate>> seen) {
        try (SSLSocket peer = (SSLSocket) server.accept()) {
            peer.setSoTimeout(20_000);
            peer.startHandshake();
            peer.getOutputStream().write(1);
            peer.getOutputStream().flush();
            seen.complete(certificates(peer));
        } catch (IOException e) {
            seen.completeExceptionally(e);
        }
    }

    private static List<Certificate> certificates(SSLSocket peer) {
        try {
            return List.of(peer.getSession().getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
