package org.carillon.feature.actionuri.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.web.WebResource.Request;
import org.carillon.api.web.WebResource.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private static final Gate OPEN = new Gate(true, new TrustedAddresses(List.of("192.0.2.*")));

    private static int status(Gate gate, String method, String client, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(Map.of("host", "10.3.20.10"));
        all.putAll(headers);
        return gate
                .refusal(new Request(method, "/servlet", "key=OK", Map.of(), Map.of(), all, InetAddress.ofLiteral(client), false,
                        Optional.empty(), ""))
                .map(Response::status).orElse(200);
    }

    @Test
    void trustedAddressesAreHeardWhileItIsOn() {
        assertThat(status(OPEN, "GET", "192.0.2.1", Map.of())).isEqualTo(200);
        assertThat(status(OPEN, "GET", "192.0.3.1", Map.of())).isEqualTo(403);
        assertThat(status(new Gate(false, OPEN.trusted()), "GET", "192.0.2.1", Map.of())).isEqualTo(403);
        assertThat(status(new Gate(true, new TrustedAddresses(List.of())), "GET", "192.0.2.1", Map.of())).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"POST,405", "HEAD,405", "GET,200"})
    void onlyGetIsPermitted(String method, int status) {
        assertThat(status(OPEN, method, "192.0.2.1", Map.of())).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sec-fetch-site | none                         | 200
            sec-fetch-site | same-origin                  | 200
            sec-fetch-site | same-site                    | 403
            sec-fetch-site | cross-site                   | 403
            sec-fetch-site | cross-site, none             | 403
            origin         | http://10.3.20.10            | 200
            origin         | https://evil.example.com     | 403
            origin         | http://10.3.20.10.evil.example.com | 403
            origin         | http://10.3.20.10@evil.example.com | 403
            origin         | http://10.3.20.10:81         | 403
            origin         | null                         | 403
            origin         | ''                           | 403
            referer        | http://10.3.20.10/panel?x=1  | 200
            referer        | http://evil.example.com/10.3.20.10 | 403
            referer        | not a URL at all             | 403
            user-agent     | anything                     | 200
            """)
    void pagesOfOtherSitesAreRefused(String name, String value, int status) {
        assertThat(status(OPEN, "GET", "192.0.2.1", Map.of(name, value))).isEqualTo(status);
    }
}
