package org.carillon.feature.cms.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three forms in which openssl writes CMS: DER, PEM (RFC 7468), and S/MIME with base64 (RFC 8551). */
final class Wrapping {
    private static final int BEGINNING = 512;
    private static final Pattern PEM = Pattern
            .compile("\\A\\s*-----BEGIN (CMS|PKCS7)-----\\s([\\sA-Za-z0-9+/=]*+)-----END \\1-----\\s*+\\z");
    private static final Pattern MIME = Pattern.compile("\\A(?:[!-~][^\\r\\n]*+\\r?\\n){1,30}+\\r?\\n([\\sA-Za-z0-9+/=]*+)\\z");
    /** A sequence that begins with an object identifier of PKCS#7. */
    private static final Pattern DER = Pattern.compile("\\A30(?:80|[0-7].|8[1-4](?:..){1,4}?)06092a864886f70d0107.*");

    private Wrapping() {}

    static boolean isCms(byte[] content) {
        String text = beginning(content);
        return DER.matcher(HexFormat.of().formatHex(content, 0, Math.min(content.length, 20))).matches()
                || text.matches("(?s)\\s*-----BEGIN (CMS|PKCS7)-----.*")
                || text.matches("(?is)(MIME-Version|Content-[a-z-]+):.*") && text.contains("pkcs7-");
    }

    private static String beginning(byte[] content) {
        return new String(content, 0, Math.min(content.length, BEGINNING), StandardCharsets.ISO_8859_1);
    }

    /** @throws IOException when it is cut off, or has other lines than it should */
    static byte[] unwrap(byte[] content) throws IOException {
        if (content.length == 0 || content[0] == 0x30) {
            return content;
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher pem = PEM.matcher(text);
        Matcher mime = MIME.matcher(text);
        try {
            if (pem.matches()) {
                return Base64.getMimeDecoder().decode(pem.group(2));
            }
            if (mime.matches()) {
                return Base64.getMimeDecoder().decode(mime.group(1));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("the file is no base64, or cut off", e);
        }
        throw new IOException("the file is cut off, or has its signature apart from its content; openssl cms -sign needs -nodetach");
    }
}
