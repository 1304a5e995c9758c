package org.carillon.core.tls.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.carillon.api.device.DeviceKey;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scopes;
import org.carillon.api.tls.DeviceCertificates;
import org.carillon.api.tls.TlsContexts;
import org.carillon.api.tls.TlsException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The phone's certificates, in its home: authorities that were added to those of the Java runtime in the directory {@code trusted}, its own
 * in {@code client.p12}, the one it has requested in {@code requested.p12}. A context is kept for as long as none of these files changes; another one has no TLS session of the one before, so
 * that nothing is resumed that would not be permitted anew. Safe for use by any thread.
 */
@Component(service = {TlsContexts.class, DeviceCertificates.class, Certificates.class})
public final class Certificates implements TlsContexts, DeviceCertificates {
    private final Trusted trusted;
    private final IdentityFile client;
    private final IdentityFile requested;
    private final Supplier<Instant> now;
    private List<Stamp> stamps;
    private SSLContext verifying;
    private SSLContext open;

    /** Tells a file from the one that replaced it. */
    private record Stamp(Path file, Object key, long size, Instant modified) {}

    /**
     * A certificate as a person is told about it.
     *
     * @param file
     *            name of the file that holds it
     */
    record Entry(String file, String subject, String issuer, Instant from, Instant until) {
        static Entry of(Path file, X509Certificate certificate) {
            return new Entry(file.getFileName().toString(), Words.subject(certificate), Words.issuer(certificate),
                    certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        }
    }

    @Activate
    public Certificates(@Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "key") DeviceKey key, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this(phone.home(), scopes::now, key, log);
    }

    Certificates(Path home, Supplier<Instant> now, DeviceKey key, Logger log) {
        Path temporary = home.resolve("certificate.new");
        Sealing sealing = new Sealing(key);
        this.trusted = new Trusted(home.resolve("trusted"), temporary);
        this.client = new IdentityFile(home.resolve("client.p12"), temporary, sealing, log);
        this.requested = new IdentityFile(home.resolve("requested.p12"), temporary, sealing, log);
        this.now = now;
    }

    @Override
    public synchronized SSLContext client(boolean verifyPeer) throws TlsException {
        try {
            List<Stamp> found = stamps();
            if (!found.equals(stamps)) {
                verifying = null;
                open = null;
                stamps = found;
            }
            if (verifyPeer) {
                verifying = verifying == null ? context(new Verifier(manager(trusted()), now)) : verifying;
                return verifying;
            }
            open = open == null ? context(new Everybody()) : open;
            return open;
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException("certificates of this phone cannot be used: " + e.getMessage(), e);
        }
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> found = new ArrayList<>();
        for (Path file : Stream.concat(trusted.files().stream(), Stream.of(client.file()).filter(Files::exists)).toList()) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            found.add(new Stamp(file, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime().toInstant()));
        }
        return found;
    }

    private SSLContext context(TrustManager trust) throws IOException, GeneralSecurityException {
        KeyManager[] keys = client.read().map(identity -> new KeyManager[]{new OwnKey(identity)}).orElse(new KeyManager[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[]{trust}, null);
        return context;
    }

    /** Those of the runtime and those that were added. */
    KeyStore trusted() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : manager(null).getAcceptedIssuers()) {
            store.setCertificateEntry("builtin-" + store.size(), authority);
        }
        for (X509Certificate certificate : added()) {
            store.setCertificateEntry("added-" + store.size(), certificate);
        }
        return store;
    }

    /**
     * @param store
     *            null for the authorities of the Java runtime
     */
    private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance).map(X509ExtendedTrustManager.class::cast)
                .findFirst().orElseThrow();
    }

    synchronized void trust(String name, byte[] content, String origin) throws IOException {
        trusted.put(name, content, origin);
    }

    synchronized void distrust(String name) throws IOException {
        trusted.remove(name);
    }

    synchronized List<Entry> listTrusted() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : trusted.files()) {
            Trusted.read(file).forEach(certificate -> entries.add(Entry.of(file, certificate)));
        }
        return entries;
    }

    synchronized void own(byte[] pkcs12, char[] password, String origin) throws IOException {
        client.put(pkcs12, password, origin);
    }

    synchronized void disown() throws IOException {
        client.remove();
    }

    /** Empty when the phone has none of its own. */
    synchronized Optional<Entry> own() throws IOException {
        return client.read().map(identity -> Entry.of(client.file(), identity.certificate()));
    }

    private IdentityFile file(Use use) {
        return use == Use.SHOWN ? client : requested;
    }

    @Override
    public synchronized Optional<Identity> get(Use use) throws IOException {
        return file(use).read();
    }

    @Override
    public synchronized void put(Use use, Identity identity) throws IOException {
        file(use).put(identity);
    }

    @Override
    public synchronized void remove(Use use) throws IOException {
        if (Files.exists(file(use).file())) {
            file(use).remove();
        }
    }

    @Override
    public synchronized List<X509Certificate> added() throws IOException {
        List<X509Certificate> added = new ArrayList<>();
        for (Path file : trusted.files()) {
            added.addAll(Trusted.read(file));
        }
        return added;
    }
}
