package org.carillon.core.web.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes an X.509 certificate (RFC 5280) of a server that vouches for itself, in DER (X.690). */
final class SelfSigned {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OID = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    /** GeneralName: dNSName and iPAddress. */
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;

    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ORGANIZATION = "2.5.4.10";
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private SelfSigned() {}

    /**
     * @param keys
     *            on P-256
     * @param addresses
     *            become alternative names, beside {@code localhost}
     */
    static X509Certificate of(KeyPair keys, String commonName, Collection<InetAddress> addresses, Instant from, Instant until)
            throws GeneralSecurityException {
        byte[] algorithm = der(SEQUENCE, oid(ECDSA_WITH_SHA256));
        byte[] name = der(SEQUENCE, attribute(ORGANIZATION, "Carillon"), attribute(COMMON_NAME, commonName));
        byte[] signed = der(SEQUENCE, der(VERSION, der(INTEGER, new byte[]{2})), der(INTEGER, serial()), algorithm, name,
                der(SEQUENCE, time(from), time(until)), name, keys.getPublic().getEncoded(), extensions(addresses));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        byte[] certificate = der(SEQUENCE, signed, algorithm, bits(0, signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    /** Positive, and with more than the 64 random bits that the CA/Browser Forum asks for. */
    private static byte[] serial() {
        return new BigInteger(120, new SecureRandom()).setBit(120).toByteArray();
    }

    private static byte[] extensions(Collection<InetAddress> addresses) {
        List<byte[]> names = new ArrayList<>();
        names.add(der(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)));
        addresses.forEach(address -> names.add(der(IP_ADDRESS, address.getAddress())));
        return der(EXTENSIONS, der(SEQUENCE, //
                extension(BASIC_CONSTRAINTS, true, der(SEQUENCE)), //
                extension(KEY_USAGE, true, bits(7, new byte[]{(byte) 0x80})), // digitalSignature
                extension(EXTENDED_KEY_USAGE, false, der(SEQUENCE, oid(SERVER_AUTH))), //
                extension(SUBJECT_ALT_NAME, false, der(SEQUENCE, names.toArray(byte[][]::new)))));
    }

    private static byte[] extension(String id, boolean critical, byte[] value) {
        byte[] mark = critical ? der(BOOLEAN, new byte[]{(byte) 0xFF}) : new byte[0];
        return der(SEQUENCE, oid(id), mark, der(OCTET_STRING, value));
    }

    private static byte[] attribute(String id, String value) {
        return der(SET, der(SEQUENCE, oid(id), der(UTF8_STRING, value.getBytes(StandardCharsets.UTF_8))));
    }

    /** Two digits for the year until 2049 (RFC 5280 4.1.2.5). */
    private static byte[] time(Instant instant) {
        String text = TIME.format(instant);
        boolean brief = text.compareTo("2050") < 0;
        return der(brief ? UTC_TIME : GENERALIZED_TIME, (brief ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bits(int unused, byte[] content) {
        return der(BIT_STRING, new byte[]{(byte) unused}, content);
    }

    private static byte[] oid(String dotted) {
        String[] words = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(words[0]) * 40 + Integer.parseInt(words[1]));
        for (int i = 2; i < words.length; i++) {
            int arc = Integer.parseInt(words[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    out.write(0x80 | arc >>> shift & 0x7F);
                }
            }
            out.write(arc & 0x7F);
        }
        return der(OID, out.toByteArray());
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int skip = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - skip);
            out.write(digits, skip, digits.length - skip);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
