package org.carillon.feature.cms.internal;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may sign configuration files: a certificate for code signing that was added to this phone, or that an added authority issued. Those that
 * the runtime trusts do not count: they vouch for web servers (record 0064).
 *
 * @param added
 *            certificates that were added to this phone
 */
record Signers(List<X509Certificate> added, Instant now) {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int LONGEST_NAME = 100;

    /**
     * @param sent
     *            certificates that may lead to an added one
     * @throws IOException
     *             unless it may sign
     */
    void require(X509Certificate signer, List<X509Certificate> sent) throws IOException {
        String who = "who signed the file, " + name(signer) + ", ";
        try {
            signer.checkValidity(Date.from(now));
            boolean[] usage = signer.getKeyUsage();
            List<String> extended = signer.getExtendedKeyUsage();
            if (extended == null || !extended.contains(CODE_SIGNING) || usage != null && !usage[DIGITAL_SIGNATURE]) {
                throw new IOException(who + "has no certificate for that: extended key usage codeSigning is needed");
            }
        } catch (CertificateException e) {
            throw new IOException(who + "has a certificate from " + signer.getNotBefore().toInstant() + " to "
                    + signer.getNotAfter().toInstant() + ", and the clock of this phone says " + now, e);
        }
        if (!added.contains(signer) && !leadsToAdded(signer, sent)) {
            throw new IOException(who + "is not trusted: neither that certificate nor its authority is among the added certificates");
        }
    }

    private boolean leadsToAdded(X509Certificate signer, List<X509Certificate> sent) {
        Set<TrustAnchor> anchors = added.stream().filter(certificate -> certificate.getBasicConstraints() >= 0)
                .map(certificate -> new TrustAnchor(certificate, null)).collect(Collectors.toSet());
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(signer);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    }
}
