package org.carillon.sim.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A certificate (RFC 5280) with its key on the curve P-256, made for a test. */
public final class TestCertificate {
    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int BOOLEAN = 1;
    private static final int INTEGER = 2;
    private static final int BIT_STRING = 3;
    private static final int OCTET_STRING = 4;
    private static final int OID = 6;
    private static final int UTF8_STRING = 0x0c;
    private static final int TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final TestCertificate issuer;

    private TestCertificate(X509Certificate certificate, PrivateKey key, TestCertificate issuer) {
        this.certificate = certificate;
        this.key = key;
        this.issuer = issuer;
    }

    /** Signed by itself unless something else is said, and valid from an hour ago for a day. */
    public static Builder named(String commonName) {
        return new Builder(commonName);
    }

    /** What the certificate says. The methods return the builder itself. */
    public static final class Builder {
        private final String name;
        private final List<byte[]> extensions = new ArrayList<>();
        private TestCertificate signer;
        private Instant from = Instant.now().minus(Duration.ofHours(1));
        private Instant until = from.plus(Duration.ofDays(1));

        private Builder(String name) {
            this.name = name;
        }

        public Builder signedBy(TestCertificate authority) {
            signer = authority;
            return this;
        }

        /** It may sign others. */
        public Builder authority() {
            return extension("551d13", true, der(SEQUENCE, der(BOOLEAN, (byte) 0xff)));
        }

        public Builder valid(Instant first, Instant last) {
            from = first;
            until = last;
            return this;
        }

        /** Host names and IPv4 addresses of a server. */
        public Builder hosts(String... hosts) {
            return extension("551d11", false, der(SEQUENCE, Stream.of(hosts).map(Builder::host).toArray(byte[][]::new)));
        }

        private static byte[] host(String host) {
            return host.matches("[0-9.]+")
                    ? der(0x87, InetAddress.ofLiteral(host).getAddress())
                    : der(0x82, host.getBytes(StandardCharsets.US_ASCII));
        }

        /** It serves to sign other certificates and for nothing else (key usage). */
        public Builder forCertificatesOnly() {
            return extension("551d0f", true, der(BIT_STRING, (byte) 2, (byte) 4));
        }

        /** It serves a client and no server (extended key usage). */
        public Builder forClientsOnly() {
            return extension("551d25", false, der(SEQUENCE, oid("2b06010505070302")));
        }

        private Builder extension(String oid, boolean critical, byte[] value) {
            extensions.add(der(SEQUENCE, oid(oid), critical ? der(BOOLEAN, (byte) 0xff) : new byte[0], der(OCTET_STRING, value)));
            return this;
        }

        public TestCertificate make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(new ECGenParameterSpec("secp256r1"));
                KeyPair pair = generator.generateKeyPair();
                byte[] issued = signer == null ? name(name) : signer.certificate.getSubjectX500Principal().getEncoded();
                byte[] content = der(SEQUENCE, der(0xa0, der(INTEGER, (byte) 2)), der(INTEGER, serial()), algorithm(), issued,
                        der(SEQUENCE, time(from), time(until)), name(name), pair.getPublic().getEncoded(),
                        extensions.isEmpty() ? new byte[0] : der(0xa3, der(SEQUENCE, extensions.toArray(byte[][]::new))));
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(signer == null ? pair.getPrivate() : signer.key);
                signature.update(content);
                byte[] whole = der(SEQUENCE, content, algorithm(), der(BIT_STRING, new byte[1], signature.sign()));
                X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
                return new TestCertificate(certificate, pair.getPrivate(), signer);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] serial() {
            return new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray();
        }

        private static byte[] algorithm() {
            return der(SEQUENCE, oid("2a8648ce3d040302"));
        }

        private static byte[] name(String commonName) {
            return der(SEQUENCE, der(SET, der(SEQUENCE, oid("550403"), der(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8)))));
        }

        private static byte[] time(Instant instant) {
            return der(TIME, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static byte[] oid(String hex) {
        return der(OID, HexFormat.of().parseHex(hex));
    }

    private static byte[] der(int tag, byte... content) {
        return der(tag, new byte[][]{content});
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = Stream.of(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length > 0xff) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length > 0x7f) {
            out.write(0x81);
        }
        out.write(length);
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public PrivateKey key() {
        return key;
    }

    /** From this one to the authority that signed itself. */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>();
        for (TestCertificate next = this; next != null; next = next.issuer) {
            chain.add(next.certificate);
        }
        return chain;
    }

    /** The certificate alone (RFC 7468). */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Key and chain (RFC 7292). */
    public byte[] pkcs12(String password) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            keyStore(password).store(out, password.toCharArray());
            return out.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Key and chain as an entry that has the same password. */
    public KeyStore keyStore(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", key, password.toCharArray(), chain().toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
