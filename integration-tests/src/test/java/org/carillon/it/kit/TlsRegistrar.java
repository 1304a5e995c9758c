package org.carillon.it.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Accepts the registration of one line over TLS, and then says over its connection what a test wants. */
public final class TlsRegistrar implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final ServerSocket listener;
    private final SSLContext context;
    private Socket plain;

    /** Shows a certificate for 127.0.0.1. */
    public TlsRegistrar(Certificates certificates) throws IOException {
        try (InputStream file = Files
                .newInputStream(certificates.pkcs12("registrar", certificates.signed("registrar", "IP:127.0.0.1")))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, new char[0]);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(PATIENCE_MILLIS);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Waits until the line connects and registers; its connection. */
    public RawStream registered() throws IOException {
        plain = listener.accept();
        plain.setTcpNoDelay(true);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        socket.setUseClientMode(false);
        socket.setSoTimeout(PATIENCE_MILLIS);
        SipMessage register = message(socket.getInputStream());
        if (!register.method().equals("REGISTER")) {
            throw new AssertionError("no REGISTER: " + register);
        }
        String contact = register.header("Contact").split(",")[0];
        socket.getOutputStream()
                .write(register.response("200 OK", "Contact: " + contact + ";expires=600\r\n", "").getBytes(ISO_8859_1));
        return new RawStream(socket);
    }

    private static SipMessage message(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("closed after: " + text);
            }
            text.write(next);
        }
        return new SipMessage(text.toString(ISO_8859_1), System.nanoTime());
    }

    /** Says something under TLS, over the same connection. */
    public void underneath(byte[] bytes) throws IOException {
        plain.getOutputStream().write(bytes);
    }

    /** Ends the connection without a word of TLS. */
    public void cut() throws IOException {
        plain.close();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (plain != null) {
            plain.close();
        }
    }
}
