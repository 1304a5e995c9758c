package org.carillon.feature.pnp.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.feature.pnp.internal.Profile.Refused;
import org.carillon.sim.testkit.Mutator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static String url(String body) throws Refused {
        return Profile.url("application/url", Map.of(), body);
    }

    private static void assertRefused(int status, String type, Map<String, String> parameters, String body) {
        assertThatThrownBy(() -> Profile.url(type, parameters, body)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.status()).isEqualTo(status)).message().isNotBlank();
    }

    private static void assertRefused(String body) {
        assertRefused(400, "application/url", Map.of(), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1/", "HTTPS://config.example/phones/$mac", "tftp://[2001:db8::1]/c.xml",
            "http://phone:secret@192.0.2.1:8080/a?b=c"})
    void theBodyIsAUrl(String text) throws Refused {
        assertThat(url(text)).isEqualTo(text);
        assertThat(url(text + "\r\n")).isEqualTo(text);
        assertThat(Profile.url("text/plain", Map.of("charset", "utf-8"), text + "\n")).isEqualTo(text);
    }

    @Test
    void theBodyIsSomewhereElse() throws Refused {
        assertThat(Profile.url("message/external-body", Map.of("access-type", "URL", "url", "http://192.0.2.1/c.xml"),
                "Content-Type: text/xml\r\nContent-ID: <x>\r\n\r\n")).isEqualTo("http://192.0.2.1/c.xml");
        assertRefused(400, "message/external-body", Map.of("url", "http://192.0.2.1/"), "");
        assertRefused(400, "message/external-body", Map.of("access-type", "anon-ftp", "url", "http://192.0.2.1/"), "");
        assertRefused(400, "message/external-body", Map.of("access-type", "url"), "http://192.0.2.1/");
    }

    @Test
    void otherBodiesAreRefused() {
        assertRefused(415, "application/xml", Map.of(), "http://192.0.2.1/");
        assertRefused(415, "application/urls", Map.of(), "http://192.0.2.1/");
        assertRefused(400, "", Map.of(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "192.0.2.1", "//192.0.2.1/", "ftp://192.0.2.1/", "file:///etc/passwd", "jar:http://192.0.2.1/!/",
            "http://", "http:///c.xml", "http:192.0.2.1", "http://192.0.2.1/ c.xml", " http://192.0.2.1/", "http://192.0.2.1/\n\n",
            "http://192.0.2.1/\r\nhttp://192.0.2.2/", "http://192.0.2.1/\r", "http://192.0.2.1/\0", "http://192.0.2.1/\t",
            "http://b\u00fccher.example/", "http://192.0.2.1/%zz", "http://[::1/", "http://192.0.2.1:port/", "javascript://192.0.2.1/"})
    void notEveryTextIsAUrl(String text) {
        assertRefused(text);
    }

    @Test
    void longUrlsAreRefused() throws Refused {
        String longest = "http://192.0.2.1/" + "x".repeat(512 - 17);
        assertThat(url(longest)).isEqualTo(longest);
        assertRefused(longest + "x");
        assertRefused("http://192.0.2.1/" + "x".repeat(16_000));
    }

    /** Whatever is said, what comes out is a URL in one line, or a refusal. */
    @Test
    void noiseIsRefusedOrAUrl() {
        Mutator mutator = new Mutator(6080, 2_000);
        List<byte[]> samples = List
                .of("http://192.0.2.1/config.xml\r\n", "https://u:p@[2001:db8::1]:8443/a/b?c=d#e", "tftp://host.example/x",
                        "access-type=\"URL\";URL=\"http://192.0.2.1/\"")
                .stream().map(text -> text.getBytes(UTF_8)).toList();
        List<String> types = List.of("application/url", "text/plain", "message/external-body", "application/xml", "");
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            String body = new String(mutator.next(samples), UTF_8);
            Map<String, String> parameters = new HashMap<>(Map.of("access-type", "URL", "url", body));
            try {
                String url = Profile.url(types.get(i % types.size()), parameters, body);
                taken++;
                assertThat(url).matches("(?i)(https?|tftp)://[!-~]+").hasSizeLessThanOrEqualTo(512);
                assertThat(URI.create(url).getHost()).isNotEmpty();
            } catch (Refused e) {
                assertThat(e.status()).isIn(400, 415);
                assertThat(e.getMessage()).hasSizeLessThan(120).matches("[ -~]+");
            }
        }
        assertThat(taken).isBetween(1_000, 90_000);
    }
}
