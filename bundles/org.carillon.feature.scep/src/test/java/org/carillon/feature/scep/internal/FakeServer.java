package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jscep.message.CertRep;
import org.jscep.message.PkcsPkiEnvelopeDecoder;
import org.jscep.message.PkcsPkiEnvelopeEncoder;
import org.jscep.message.PkiMessage;
import org.jscep.message.PkiMessageDecoder;
import org.jscep.message.PkiMessageEncoder;
import org.jscep.transaction.FailInfo;
import org.jscep.transaction.MessageType;
import org.jscep.transaction.Nonce;

/** A server of certificates whose messages jscep reads and writes, and which errs as a test wants it to. */
final class FakeServer implements ScepClient.Transport {
    static {
        Security.addProvider(new BouncyCastleProvider()); // jscep asks for it by name
    }

    /** What it does with a request. */
    enum Manner {
        ISSUE, HOLD, REFUSE, OTHER_KEY, OTHER_SIGNER, OTHER_NONCE, OTHER_AUTHORITY, GARBAGE, SILENT
    }

    private static final KeyPair AUTHORITY = pair();
    private static final KeyPair STRANGER = pair();

    private final Supplier<Instant> now;
    private final Party authority;
    private final Party stranger;
    private final List<X509Certificate> shown;
    final List<MessageType> asked = new ArrayList<>();
    final List<PublicKey> keys = new ArrayList<>();
    String capabilities = "AES\r\nPOSTPKIOperation\nSHA-256";
    Manner manner = Manner.ISSUE;
    Duration lasts = Duration.ofDays(30);
    String challenge = "";
    private PKCS10CertificationRequest held;
    private long serial = 1;

    /** Somebody with a key. */
    record Party(KeyPair pair, X509Certificate certificate) {}

    FakeServer(Supplier<Instant> now) {
        this.now = now;
        authority = party("Authority", AUTHORITY, null, null);
        stranger = party("Authority", STRANGER, null, null);
        shown = new ArrayList<>(List.of(authority.certificate()));
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    X509Certificate stranger() {
        return stranger.certificate();
    }

    /** Somebody who has a certificate of the authority says that he registers for it. */
    X509Certificate showRegistering(KeyPurposeId purpose) {
        Party between = party("Registering", STRANGER, authority, purpose);
        shown.add(between.certificate());
        return between.certificate();
    }

    static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Party party(String name, KeyPair pair, Party issuer, KeyPurposeId purpose) {
        return new Party(pair, certificate(new X500Name("CN=" + name), pair.getPublic(),
                issuer == null ? new Party(pair, null) : issuer, issuer == null, purpose, Duration.ofDays(3650)));
    }

    private X509Certificate certificate(X500Name name, PublicKey key, Party issuer, boolean issues, KeyPurposeId purpose, Duration valid) {
        try {
            X500Name from = issuer.certificate() == null ? name
                    : X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(from, BigInteger.valueOf(++serial),
                    Date.from(now.get().minusSeconds(60)), Date.from(now.get().plus(valid)), name, key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issues));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer.pair().getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] ask(URI uri, byte[] message) throws IOException {
        if (manner == Manner.SILENT) {
            throw new IOException("not finished within 20 s");
        }
        try {
            return switch (uri.getQuery()) {
                case "operation=GetCACaps" -> capabilities.getBytes(StandardCharsets.US_ASCII);
                case "operation=GetCACert" -> shown.size() == 1 ? authority().getEncoded() : degenerate(shown).getEncoded();
                case "operation=PKIOperation" -> answer(new CMSSignedData(message));
                default -> throw new AssertionError(uri.toString());
            };
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] answer(CMSSignedData message) throws Exception {
        if (manner == Manner.GARBAGE) {
            return "<html>no such page</html>".getBytes(StandardCharsets.US_ASCII);
        }
        X509Certificate requester = new JcaX509CertificateConverter()
                .getCertificate(message.getCertificates().getMatches(null).iterator().next());
        PkiMessage<?> request = new PkiMessageDecoder(requester,
                new PkcsPkiEnvelopeDecoder(authority.certificate(), authority.pair().getPrivate())).decode(message);
        asked.add(request.getMessageType());
        if (request.getMessageData() instanceof PKCS10CertificationRequest arrived) {
            held = arrived;
            keys.add(new JcaPKCS10CertificationRequest(arrived).getPublicKey());
            challenge = arrived.getAttributes().length == 0 ? ""
                    : arrived.getAttributes()[0].getAttrValues().getObjectAt(0).toString();
        }
        Nonce nonce = manner == Manner.OTHER_NONCE ? Nonce.nextNonce() : request.getSenderNonce();
        CertRep reply = switch (manner) {
            case HOLD -> new CertRep(request.getTransactionId(), Nonce.nextNonce(), nonce);
            case REFUSE -> new CertRep(request.getTransactionId(), Nonce.nextNonce(), nonce, FailInfo.badRequest);
            default -> new CertRep(request.getTransactionId(), Nonce.nextNonce(), nonce, degenerate(List.of(issue())));
        };
        Party signer = manner == Manner.OTHER_SIGNER ? stranger : authority;
        return new PkiMessageEncoder(signer.pair().getPrivate(), signer.certificate(), new PkcsPkiEnvelopeEncoder(requester, "AES"))
                .encode(reply).getEncoded();
    }

    private X509Certificate issue() throws Exception {
        PublicKey key = manner == Manner.OTHER_KEY ? STRANGER.getPublic() : new JcaPKCS10CertificationRequest(held).getPublicKey();
        return certificate(held.getSubject(), key, manner == Manner.OTHER_AUTHORITY ? stranger : authority, false,
                KeyPurposeId.id_kp_clientAuth, lasts);
    }

    private static CMSSignedData degenerate(List<X509Certificate> certificates) throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addCertificates(new JcaCertStore(certificates));
        return generator.generate(new CMSAbsentContent());
    }
}
