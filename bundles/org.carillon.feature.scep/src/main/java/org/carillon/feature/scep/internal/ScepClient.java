package org.carillon.feature.scep.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.carillon.api.tls.DeviceCertificates.Identity;

/** One conversation with a server of certificates (RFC 8894). Used by one thread that may block. */
final class ScepClient {
    private static final ASN1ObjectIdentifier ATTRIBUTES = new ASN1ObjectIdentifier("2.16.840.1.113733.1.9");
    private static final ASN1ObjectIdentifier MESSAGE_TYPE = ATTRIBUTES.branch("2");
    private static final ASN1ObjectIdentifier STATUS = ATTRIBUTES.branch("3");
    private static final ASN1ObjectIdentifier FAIL_INFO = ATTRIBUTES.branch("4");
    private static final ASN1ObjectIdentifier SENDER_NONCE = ATTRIBUTES.branch("5");
    private static final ASN1ObjectIdentifier RECIPIENT_NONCE = ATTRIBUTES.branch("6");
    private static final ASN1ObjectIdentifier TRANSACTION = ATTRIBUTES.branch("7");
    private static final List<String> FAILURES = List.of("badAlg", "badMessageCheck", "badRequest", "badTime", "badCertId");
    private static final int NONCE = 16;

    private final Transport transport;
    private final URI server;
    private final Set<String> capabilities;
    private final Authority authority;

    /** Brings messages to a server and its answers back. */
    interface Transport {
        /**
         * @param message
         *            to be posted; empty for a question that the URL says
         * @throws IOException
         *             when there is no answer, in words
         */
        byte[] ask(URI uri, byte[] message) throws IOException;
    }

    /** What a message is (RFC 8894 3.2.1.2). */
    enum Type {
        RENEWAL(17), ENROLMENT(19), POLL(20);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** That the server refuses a request for good. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Asks the server who it is.
     *
     * @param added
     *            certificates that were added to this phone
     * @throws IOException
     *             when it does not answer, is not to be trusted or knows too little
     */
    ScepClient(Transport transport, URI server, List<X509Certificate> added, Instant now) throws IOException {
        this.transport = transport;
        this.server = server;
        String said = new String(ask("GetCACaps"), StandardCharsets.ISO_8859_1);
        this.capabilities = said.lines().limit(100).map(line -> line.strip().toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        if (!knows("AES") && !knows("DES3") || !knows("SHA-256") && !knows("SHA-512")) {
            throw new IOException("the server does not say that it knows AES or triple DES, and SHA-256 or SHA-512 (RFC 8894 3.5.2)");
        }
        this.authority = Authority.of(ask("GetCACert"), added, server.getScheme().equalsIgnoreCase("https"), now);
    }

    private byte[] ask(String operation) throws IOException {
        return transport.ask(uri(operation, ""), new byte[0]);
    }

    private URI uri(String operation, String message) {
        String text = server.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + "operation=" + operation
                + (message.isEmpty() ? "" : "&message=" + URLEncoder.encode(message, StandardCharsets.US_ASCII)));
    }

    private boolean knows(String capability) {
        return capabilities.contains(capability)
                || capabilities.contains("SCEPSTANDARD") && List.of("AES", "SHA-256", "POSTPKIOPERATION").contains(capability);
    }

    /** True when it takes requests that the certificate to be renewed signs. */
    boolean renews() {
        return knows("RENEWAL");
    }

    /**
     * Sends a request.
     *
     * @param signer
     *            signs it: what is to be renewed, or what is in {@code request}
     * @param request
     *            the key with a certificate signed by itself
     * @return the certificate and those that lead to the authority; empty when somebody has yet to decide
     * @throws RefusedException
     *             when the server said no
     * @throws IOException
     *             when there is no answer that can be believed
     */
    Optional<List<X509Certificate>> send(Type type, Identity signer, Identity request, Optional<String> challenge) throws IOException {
        try {
            byte[] content = type == Type.POLL
                    ? new DERSequence(new ASN1Encodable[]{name(authority.issuer()), name(request.certificate())}).getEncoded()
                    : Requests.pkcs10(request, challenge);
            String transaction = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(request.certificate().getPublicKey().getEncoded()));
            byte[] nonce = new byte[NONCE];
            new SecureRandom().nextBytes(nonce);
            AttributeTable attributes = new AttributeTable(new DERSet(new ASN1Encodable[]{
                    attribute(MESSAGE_TYPE, new DERPrintableString(Integer.toString(type.number))),
                    attribute(TRANSACTION, new DERPrintableString(transaction)), attribute(SENDER_NONCE, new DEROctetString(nonce))}));
            byte[] message = sign(signer, attributes, encrypt(content));
            byte[] answer = knows("POSTPKIOPERATION")
                    ? transport.ask(uri("PKIOperation", ""), message)
                    : transport.ask(uri("PKIOperation", Base64.getEncoder().encodeToString(message)), new byte[0]);
            return read(answer, signer, request, transaction, nonce);
        } catch (GeneralSecurityException | CMSException | OperatorCreationException e) {
            throw new IOException("the request cannot be made: " + e.getMessage(), e);
        }
    }

    private static X500Name name(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static Attribute attribute(ASN1ObjectIdentifier id, ASN1Encodable value) {
        return new Attribute(id, new DERSet(value));
    }

    private byte[] encrypt(byte[] content) throws IOException, GeneralSecurityException, CMSException {
        CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(authority.recipient()));
        return generator.generate(new CMSProcessableByteArray(content), new JceCMSContentEncryptorBuilder(
                knows("AES") ? CMSAlgorithm.AES128_CBC : CMSAlgorithm.DES_EDE3_CBC).build()).toASN1Structure().getEncoded(ASN1Encoding.DER);
    }

    /** Without the time: the clock of a phone may be wrong. */
    private byte[] sign(Identity signer, AttributeTable attributes, byte[] content)
            throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
        String algorithm = (knows("SHA-256") ? "SHA256" : "SHA512") + "withRSA";
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                .setSignedAttributeGenerator(parameters -> new DefaultSignedAttributeTableGenerator(attributes).getAttributes(parameters)
                        .remove(CMSAttributes.signingTime))
                .build(algorithm, signer.key(), signer.certificate()));
        generator.addCertificate(new JcaX509CertificateHolder(signer.certificate()));
        return generator.generate(new CMSProcessableByteArray(content), true).toASN1Structure().getEncoded(ASN1Encoding.DER);
    }

    private Optional<List<X509Certificate>> read(byte[] answer, Identity signer, Identity request, String transaction, byte[] nonce)
            throws IOException {
        try {
            CMSSignedData message = new CMSSignedData(answer);
            AttributeTable attributes = verified(message).getSignedAttributes();
            if (!text(attributes, MESSAGE_TYPE).equals("3") || !text(attributes, TRANSACTION).equals(transaction)
                    || !Arrays.equals(octets(attributes, RECIPIENT_NONCE), nonce)) {
                throw new IOException("the answer is one to another request");
            }
            return switch (text(attributes, STATUS)) {
                case "0" -> Optional.of(issued((byte[]) message.getSignedContent().getContent(), signer, request));
                case "3" -> Optional.empty();
                case "2" -> throw new RefusedException("the server refuses: " + failure(text(attributes, FAIL_INFO)));
                default -> throw new IOException("the answer says neither yes nor no");
            };
        } catch (CMSException | RuntimeException | StackOverflowError e) { // whatever a parser makes of garbage
            throw new IOException("the answer is no message of SCEP that can be read", e);
        }
    }

    private SignerInformation verified(CMSSignedData message) throws IOException, CMSException {
        for (SignerInformation signer : message.getSignerInfos()) {
            for (X509Certificate candidate : authority.signers()) {
                try {
                    if (signer.getSID().match(new JcaX509CertificateHolder(candidate))
                            && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(candidate))) {
                        return signer;
                    }
                } catch (GeneralSecurityException | OperatorCreationException e) {
                    throw new IOException("the signature of the answer cannot be checked: " + e.getMessage(), e);
                }
            }
        }
        throw new IOException("the answer is not signed by the authority");
    }

    private static ASN1Encodable value(AttributeTable attributes, ASN1ObjectIdentifier id) throws IOException {
        Attribute attribute = attributes == null ? null : attributes.get(id);
        if (attribute == null || attribute.getAttrValues().size() != 1) {
            throw new IOException("the answer lacks the attribute " + id);
        }
        return attribute.getAttrValues().getObjectAt(0);
    }

    private static String text(AttributeTable attributes, ASN1ObjectIdentifier id) throws IOException {
        return value(attributes, id) instanceof ASN1String text ? text.getString() : "";
    }

    private static byte[] octets(AttributeTable attributes, ASN1ObjectIdentifier id) throws IOException {
        return ASN1OctetString.getInstance(value(attributes, id)).getOctets();
    }

    private static String failure(String number) {
        return number.matches("[0-4]") ? FAILURES.get(Integer.parseInt(number)) : "no reason";
    }

    private List<X509Certificate> issued(byte[] enveloped, Identity signer, Identity request) throws IOException, CMSException {
        for (RecipientInformation recipient : new CMSEnvelopedData(enveloped).getRecipientInfos()) {
            byte[] content = recipient.getContent(new JceKeyTransEnvelopedRecipient(signer.key()));
            for (X509Certificate certificate : Authority.read(content)) {
                if (certificate.getPublicKey().equals(request.certificate().getPublicKey())) {
                    return authority.chain(certificate);
                }
            }
        }
        throw new IOException("the server sent no certificate for the key of this phone");
    }
}
