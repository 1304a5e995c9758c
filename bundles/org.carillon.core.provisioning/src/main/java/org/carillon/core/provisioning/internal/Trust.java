package org.carillon.core.provisioning.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Whom this phone trusts as HTTPS server: the authorities that come with the Java runtime, and those in the directory {@code trusted} of its
 * home, PEM or DER, at most {@value #MAX_FILES} files of {@value #MAX_BYTES} bytes each (manual 5.4.3). Read anew for every run. Threads may
 * share an instance.
 */
final class Trust {
    static final int MAX_FILES = 10;
    static final int MAX_BYTES = 5 << 20;
    private final Path directory;

    Trust(Path home) {
        this.directory = home.resolve("trusted");
    }

    /**
     * @param verify
     *            false accepts every certificate and host name: AES keys and passwords are then open to whoever sits in between
     */
    SSLContext context(boolean verify) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{verify ? verifying() : new Everybody()}, null);
        return context;
    }

    /**
     * Adds the certificates of a file.
     *
     * @throws IOException
     *             when it holds none, is too large, or there are {@value #MAX_FILES} already
     */
    void add(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        try {
            if (certificates(content).isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificate that can be read: " + e.getMessage(), e);
        }
        Files.createDirectories(directory);
        Path target = directory.resolve(file.getFileName());
        if (!Files.exists(target) && files().size() >= MAX_FILES) {
            throw new IOException("there are " + MAX_FILES + " added certificates already: " + files());
        }
        Files.write(target, content);
    }

    /** Names of the files that were added. */
    List<String> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private X509TrustManager verifying() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : builtIn().getAcceptedIssuers()) {
            store.setCertificateEntry("builtin-" + store.size(), authority);
        }
        for (String name : files().stream().limit(MAX_FILES).toList()) {
            for (Certificate certificate : certificates(Files.readAllBytes(directory.resolve(name)))) {
                store.setCertificateEntry("added-" + store.size(), certificate);
            }
        }
        return manager(store);
    }

    private static X509TrustManager builtIn() throws GeneralSecurityException {
        return manager(null);
    }

    private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<Certificate> certificates(byte[] content) throws CertificateException {
        InputStream in = new ByteArrayInputStream(content);
        return new ArrayList<>(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }

    /** Verifies nothing (manual 5.7, verification disabled). Extended, so that the runtime adds no host name check of its own. */
    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // accepted
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            // accepted
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // accepted
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            // accepted
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // accepted
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // accepted
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
