package org.carillon.core.digest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.carillon.api.digest.DigestAuthentication.Session;
import org.junit.jupiter.api.Test;

/** The examples of the RFCs. */
class RfcExamplesTest {
    private static final byte[] NO_BODY = {};
    private static final String HTTP_AUTH = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s, "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private static String answer(String user, String password, String cnonce, String uri, String... challenges) {
        Session session = new Digests(() -> cnonce).open(user, password);
        assertThat(session.challenged(List.of(challenges), false)).isTrue();
        return session.authorize("GET", uri, NO_BODY).orElseThrow();
    }

    @Test
    void rfc2617Section35() {
        assertThat(answer("Mufasa", "Circle Of Life", "0a4f113b", "/dir/index.html",
                "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                        + "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                        + "uri=\"/dir/index.html\", response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", "
                        + "qop=auth, nc=00000001, cnonce=\"0a4f113b\"");
    }

    @Test
    void rfc7616Section391Md5() {
        assertThat(answer("Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html",
                "Digest " + HTTP_AUTH.formatted("MD5"))).contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"", "algorithm=MD5");
    }

    @Test
    void rfc7616Section391Sha256() {
        assertThat(answer("Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html",
                "Digest " + HTTP_AUTH.formatted("MD5"), "Digest " + HTTP_AUTH.formatted("SHA-256")))
                .contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"", "algorithm=SHA-256");
    }

    /** As corrected by erratum 4897: the RFC prints what SHA-512 cut to 256 bits gives. */
    @Test
    void rfc7616Section392Sha512256WithoutUserhash() {
        assertThat(answer("J\u00e4s\u00f8n Doe", "Secret, or not?", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "/doe.json",
                "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
                        + "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true"))
                .startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, ")
                .contains("response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"", "algorithm=SHA-512-256");
    }
}
