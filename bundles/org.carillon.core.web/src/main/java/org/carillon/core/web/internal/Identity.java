package org.carillon.core.web.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.osgi.service.log.Logger;

/**
 * The server's certificate, self-signed, and its key, both in one file of the phone's home. Looked at whenever somebody connects: one that
 * lacks an address of the phone, or ends soon, is replaced by a new one of the same key. Safe for use by any thread.
 */
final class Identity extends X509ExtendedKeyManager {
    private static final String ALIAS = "phone";
    private static final String KEY_TYPE = "EC";
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration SOON = Duration.ofDays(30);
    /** A phone may start with a clock that is behind. */
    private static final Duration SLACK = Duration.ofDays(1);
    private static final int GENERAL_NAME_IP = 7;
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Pattern PEM = Pattern.compile("-----BEGIN (PRIVATE KEY|CERTIFICATE)-----([^-]+)-----END");

    private final Path file;
    private final String commonName;
    private final Supplier<Set<InetAddress>> addresses;
    private final Supplier<Instant> now;
    private final Logger log;
    private KeyPair keys;
    private X509Certificate certificate;

    /**
     * @param addresses
     *            those under which the phone is reached at the moment
     */
    Identity(Path file, String commonName, Supplier<Set<InetAddress>> addresses, Supplier<Instant> now, Logger log) {
        this.file = file;
        this.commonName = commonName;
        this.addresses = addresses;
        this.now = now;
        this.log = log;
    }

    /** The certificate that fits now. */
    synchronized X509Certificate certificate() {
        try {
            if (keys == null && !read()) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(KEY_TYPE);
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                keys = generator.generateKeyPair();
            }
            Set<InetAddress> wanted = addresses.get();
            if (certificate == null || !fits(certificate, wanted)) {
                certificate = SelfSigned.of(keys, commonName, wanted, now.get().minus(SLACK), now.get().plus(LIFE));
                write();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make a certificate", e);
        }
        return certificate;
    }

    private boolean fits(X509Certificate known, Set<InetAddress> wanted) throws CertificateParsingException {
        Instant time = now.get();
        return !known.getNotBefore().toInstant().isAfter(time) && known.getNotAfter().toInstant().isAfter(time.plus(SOON))
                && addresses(known).containsAll(wanted);
    }

    private static Set<InetAddress> addresses(X509Certificate known) throws CertificateParsingException {
        Set<InetAddress> found = new HashSet<>();
        Collection<List<?>> names = known.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.getFirst().equals(GENERAL_NAME_IP)) {
                found.add(InetAddress.ofLiteral(name.get(1).toString()));
            }
        }
        return found;
    }

    /** Returns false when there is nothing that can be used. */
    private boolean read() {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            PrivateKey key = null;
            X509Certificate found = null;
            KeyFactory factory = KeyFactory.getInstance(KEY_TYPE);
            for (Matcher part = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII)); part.find();) {
                byte[] der = Base64.getMimeDecoder().decode(part.group(2));
                if (part.group(1).equals("PRIVATE KEY")) {
                    key = factory.generatePrivate(new PKCS8EncodedKeySpec(der));
                } else {
                    found = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
                }
            }
            if (key == null || found == null) {
                throw new IOException("it lacks a key or a certificate");
            }
            keys = new KeyPair(found.getPublicKey(), key);
            certificate = found;
            return true;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            log.warn("the web server gets a new key, as {} cannot be used: {}", file, e.getMessage());
            return false;
        }
    }

    private void write() throws GeneralSecurityException {
        String text = pem("PRIVATE KEY", keys.getPrivate().getEncoded()) + pem("CERTIFICATE", certificate.getEncoded());
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, OWNER_ONLY);
            Files.writeString(fresh, text, StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("the web server's certificate is lost with the next start: {} cannot be written: {}", file, e.getMessage());
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return KEY_TYPE.equals(keyType) ? ALIAS : null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return KEY_TYPE.equals(keyType) ? ALIAS : null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return KEY_TYPE.equals(keyType) ? new String[]{ALIAS} : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[]{certificate()};
    }

    @Override
    public synchronized PrivateKey getPrivateKey(String alias) {
        certificate();
        return keys.getPrivate();
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
