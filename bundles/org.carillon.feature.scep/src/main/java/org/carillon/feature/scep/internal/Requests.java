package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.carillon.api.tls.DeviceCertificates.Identity;

/** What a certificate is requested with (RFC 8894 2.3): a key of RSA, as answers are encrypted for it. */
final class Requests {
    private static final int BITS = 2048;
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
    private static final Duration LASTS = Duration.ofDays(365);

    private Requests() {}

    /** A new key, with a certificate that it signs itself. */
    static Identity create(String origin, X500Principal subject, Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(subject, BigInteger.ONE,
                    Date.from(now.minus(CLOCKS_DIFFER)), Date.from(now.plus(LASTS)), subject, pair.getPublic());
            return new Identity(origin, pair.getPrivate(),
                    List.of(new JcaX509CertificateConverter().getCertificate(builder.build(signer(pair.getPrivate())))));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no key can be made: " + e.getMessage(), e);
        }
    }

    /**
     * A certificate request (RFC 2986) for the key and the subject of {@code request}.
     *
     * @param challenge
     *            password (RFC 2985 5.4.1), printable ASCII characters
     */
    static byte[] pkcs10(Identity request, Optional<String> challenge) throws IOException, OperatorCreationException {
        PKCS10CertificationRequestBuilder builder = new JcaPKCS10CertificationRequestBuilder(
                request.certificate().getSubjectX500Principal(), request.certificate().getPublicKey());
        challenge.ifPresent(password -> builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, text(password)));
        return builder.build(signer(request.key())).getEncoded();
    }

    private static ASN1Encodable text(String password) {
        return DERPrintableString.isPrintableString(password) ? new DERPrintableString(password) : new DERUTF8String(password);
    }

    private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withRSA").build(key);
    }
}
