package org.carillon.core.tls.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.carillon.api.tls.DeviceCertificates.Identity;
import org.osgi.service.log.Logger;

/**
 * A key of the phone with its certificate (manual 5.4.3): one, which the next one replaces. Kept as PKCS#12 under the key of the device, in a
 * file that only this phone may read. Used by one thread at a time.
 */
final class IdentityFile {
    private static final char[] NO_PASSWORD = {};
    private final Path file;
    private final Path temporary;
    private final Sealing sealing;
    private final Logger log;

    IdentityFile(Path file, Path temporary, Sealing sealing, Logger log) {
        this.file = file;
        this.temporary = temporary;
        this.sealing = sealing;
        this.log = log;
    }

    /**
     * @param pkcs12
     *            with one private key and its certificate
     * @param origin
     *            where it is from, for messages
     * @throws IOException
     *             when it cannot be used; what was there stays
     */
    void put(byte[] pkcs12, char[] password, String origin) throws IOException {
        Identity identity = parse(pkcs12, password, origin);
        put(new Identity(Identity.FILE, identity.key(), identity.chain()));
    }

    void put(Identity identity) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(identity.origin(), identity.key(), NO_PASSWORD, identity.chain().toArray(Certificate[]::new));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, NO_PASSWORD);
            PrivateFile.replace(file, sealing.seal(name(), content.toByteArray()), temporary);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of " + identity + " cannot be kept: " + e.getMessage(), e);
        }
    }

    private String name() {
        return file.getFileName().toString();
    }

    void remove() throws IOException {
        PrivateFile.remove(file);
    }

    Path file() {
        return file;
    }

    /** Empty when there is none. What an earlier version left in the clear is sealed; what another key sealed is lost, and thrown away. */
    Optional<Identity> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] content = PrivateFile.read(file);
        if (!Sealing.isSealed(content)) {
            Identity identity = parse(content, NO_PASSWORD, file.toString());
            put(identity);
            return Optional.of(identity);
        }
        Optional<byte[]> opened = sealing.open(name(), content);
        if (opened.isEmpty()) {
            log.error("{} is damaged, or was kept under another key than this phone has now: key and certificate are lost", file);
            remove();
            return Optional.empty();
        }
        return Optional.of(parse(opened.get(), NO_PASSWORD, file.toString()));
    }

    private static Identity parse(byte[] pkcs12, char[] password, String origin) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(pkcs12), password);
            List<String> keys = Collections.list(store.aliases()).stream().filter(alias -> isKey(store, alias)).toList();
            if (keys.size() != 1) {
                throw new IOException(origin + " holds " + keys.size() + " private keys instead of one with its certificate");
            }
            Key key = store.getKey(keys.getFirst(), password);
            Certificate[] chain = store.getCertificateChain(keys.getFirst());
            return new Identity(keys.getFirst(), (PrivateKey) key, Stream.of(chain).map(X509Certificate.class::cast).toList());
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(why(e, password.length == 0, origin), e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias) && store.getCertificateChain(alias) != null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String why(Exception e, boolean withoutPassword, String origin) {
        boolean password = e instanceof UnrecoverableKeyException || e.getCause() instanceof UnrecoverableKeyException;
        if (password) {
            return origin + (withoutPassword ? " is protected by a password, and was given none" : " is protected by another password");
        }
        return String.valueOf(e.getMessage()).startsWith(origin) ? e.getMessage() : origin + " is no PKCS#12 file: " + e.getMessage();
    }
}
