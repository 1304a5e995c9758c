package org.carillon.feature.cms.internal;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.KeyTransRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.operator.OperatorCreationException;
import org.carillon.api.tls.DeviceCertificates.Identity;

/** EnvelopedData around SignedData (RFC 5652): first for whom it is, then whom it is from, and only then what it says. */
final class Envelope {
    static final int MAX_BYTES = 2 << 20;

    private Envelope() {}

    /**
     * @throws IOException
     *             unless it is encrypted for this phone and everybody who signed it may do so
     */
    static byte[] open(byte[] file, Identity own, Signers signers) throws IOException {
        byte[] decrypted = decrypt(Wrapping.unwrap(file), own);
        if (!Wrapping.isCms(decrypted)) {
            throw new IOException("the file is encrypted, but not signed");
        }
        byte[] signed = Wrapping.unwrap(decrypted);
        try {
            CMSSignedData data = new CMSSignedData(signed);
            if (data.getSignedContent() == null || data.getSignerInfos().size() == 0) {
                throw new IOException("the file is encrypted, but not signed together with its content");
            }
            List<X509Certificate> sent = certificates(data);
            for (SignerInformation signature : data.getSignerInfos()) {
                X509Certificate signer = signer(signature, sent, signers.added());
                signers.require(signer, sent);
                if (!signature.verify(new JcaSimpleSignerInfoVerifierBuilder().build(signer))) {
                    throw new IOException("the signature of the file is wrong");
                }
            }
            return (byte[]) data.getSignedContent().getContent();
        } catch (CMSException | OperatorCreationException | CertificateEncodingException | RuntimeException | StackOverflowError e) {
            throw new IOException("what is encrypted is not signed, or its signature cannot be checked", e); // whatever a parser makes of garbage
        }
    }

    private static byte[] decrypt(byte[] file, Identity own) throws IOException {
        try {
            X509CertificateHolder holder = new JcaX509CertificateHolder(own.certificate());
            Collection<RecipientInformation> recipients = new CMSEnvelopedData(file).getRecipientInfos()
                    .getRecipients(new KeyTransRecipientId(holder.getIssuer(), holder.getSerialNumber()));
            RecipientInformation recipient = recipients.stream().findFirst()
                    .orElseThrow(() -> new IOException("the file is encrypted for another certificate than the one of this phone"));
            return recipient.getContent(new JceKeyTransEnvelopedRecipient(own.key()));
        } catch (CMSException | CertificateEncodingException | RuntimeException | StackOverflowError e) {
            throw new IOException("the file is not encrypted for the certificate of this phone, or damaged", e);
        }
    }

    private static List<X509Certificate> certificates(CMSSignedData data) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (X509CertificateHolder holder : data.getCertificates().getMatches(null)) {
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IOException("a certificate in the file cannot be read", e);
        }
    }

    private static X509Certificate signer(SignerInformation signature, List<X509Certificate> sent, List<X509Certificate> added)
            throws IOException, CertificateEncodingException {
        for (List<X509Certificate> place : List.of(added, sent)) {
            for (X509Certificate candidate : place) {
                if (signature.getSID().match(new JcaX509CertificateHolder(candidate))) {
                    return candidate;
                }
            }
        }
        throw new IOException("the certificate of who signed the file is neither in it nor among the added certificates");
    }
}
