package org.carillon.feature.scep.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who issues certificates, as the server says (RFC 8894 4.2): one authority, and perhaps others that register for it. What a verified https
 * server says is believed; of what came otherwise each certificate that is used must lead to one that was added to this phone (record 0063).
 */
final class Authority {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int LONGEST_NAME = 100;
    /** What is issued just now may begin a little later by the clock of this phone. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    /** Extended key usages of who registers for an authority: id-kp-cmcRA (RFC 6402) and the one of Microsoft's servers. */
    private static final List<String> REGISTERING = List.of("1.3.6.1.5.5.7.3.28", "1.3.6.1.4.1.311.20.2.1");

    private final List<X509Certificate> said;
    private final boolean verified;
    private final Set<TrustAnchor> anchors;
    private final Instant now;

    private Authority(List<X509Certificate> said, boolean verified, Set<TrustAnchor> anchors, Instant now) {
        this.said = said;
        this.verified = verified;
        this.anchors = anchors;
        this.now = now;
    }

    /**
     * @param answer
     *            of GetCACert: one certificate, or several in PKCS#7
     * @param added
     *            certificates that were added to this phone
     * @param verified
     *            true when the server has proved who it is
     * @throws IOException
     *             when none can be read or none is trusted, in words
     */
    static Authority of(byte[] answer, List<X509Certificate> added, boolean verified, Instant now) throws IOException {
        List<X509Certificate> said = read(answer);
        List<X509Certificate> trusted = verified ? said : added;
        Authority authority = new Authority(said, verified, trusted.stream().filter(Authority::issues)
                .map(certificate -> new TrustAnchor(certificate, null)).collect(Collectors.toSet()), now);
        authority.path(authority.issuer());
        authority.path(authority.recipient());
        return authority;
    }

    /** Certificates of a file or a message, DER or PKCS#7. */
    static List<X509Certificate> read(byte[] content) throws IOException {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException("the server sent no certificate that can be read", e);
        }
    }

    private static boolean issues(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    /** Not everybody who has a certificate of the authority may read what others request of it. */
    private boolean registers(X509Certificate certificate, int usage) throws IOException {
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            return !issues(certificate) && (certificate.getKeyUsage() == null || certificate.getKeyUsage()[usage])
                    && (verified || extended != null && extended.stream().anyMatch(REGISTERING::contains));
        } catch (CertificateException e) {
            throw new IOException("the usage of the certificate of " + name(certificate) + " cannot be read", e);
        }
    }

    /** The authority itself: of several the one that issued another, or else the first. */
    X509Certificate issuer() throws IOException {
        List<X509Certificate> authorities = said.stream().filter(Authority::issues).toList();
        return authorities.stream()
                .filter(candidate -> said.stream().anyMatch(other -> !issues(other) && isIssuedBy(other, candidate))).findFirst()
                .or(() -> authorities.stream().findFirst())
                .orElseThrow(() -> new IOException("the server sent no certificate of an authority"));
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    /** For whom requests are encrypted. */
    X509Certificate recipient() throws IOException {
        for (X509Certificate certificate : said) {
            if (registers(certificate, KEY_ENCIPHERMENT)) {
                return certificate;
            }
        }
        return issuer();
    }

    /** Who may sign answers. */
    List<X509Certificate> signers() throws IOException {
        List<X509Certificate> signers = new ArrayList<>(List.of(issuer()));
        for (X509Certificate certificate : said) {
            if (registers(certificate, DIGITAL_SIGNATURE)) {
                path(certificate);
                signers.add(certificate);
            }
        }
        return signers;
    }

    /** An issued certificate and those that lead to the authority, apart from one that is signed by itself. */
    List<X509Certificate> chain(X509Certificate issued) throws IOException {
        return path(issued).stream()
                .filter(certificate -> certificate.equals(issued) || !isIssuedBy(certificate, certificate)).toList();
    }

    private List<X509Certificate> path(X509Certificate certificate) throws IOException {
        if (anchors.stream().anyMatch(anchor -> anchor.getTrustedCert().equals(certificate))) {
            requireValid(certificate);
            return List.of(certificate);
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(time(certificate)));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(said)));
            PKIXCertPathBuilderResult built = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
            List<X509Certificate> path = new ArrayList<>();
            for (Certificate each : built.getCertPath().getCertificates()) {
                path.add((X509Certificate) each);
            }
            path.add(built.getTrustAnchor().getTrustedCert());
            return path;
        } catch (GeneralSecurityException e) {
            requireValid(certificate);
            throw new IOException("the certificate of " + name(certificate) + " (SHA-256 " + fingerprint(certificate)
                    + ") is not issued by an authority among the added certificates; its authority is to be added there,"
                    + " or the URL is to be one of https", e);
        }
    }

    private Instant time(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        return from.isAfter(now) && from.isBefore(now.plus(CLOCKS_DIFFER)) ? from : now;
    }

    private void requireValid(X509Certificate certificate) throws IOException {
        try {
            certificate.checkValidity(Date.from(time(certificate)));
        } catch (CertificateException e) {
            throw new IOException("the certificate of " + name(certificate) + " is valid from " + certificate.getNotBefore().toInstant()
                    + " to " + certificate.getNotAfter().toInstant() + ", and the clock of this phone says " + now, e);
        }
    }

    private static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
