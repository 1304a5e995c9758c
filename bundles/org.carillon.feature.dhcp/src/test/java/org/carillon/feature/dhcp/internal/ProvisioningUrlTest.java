package org.carillon.feature.dhcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProvisioningUrlTest {
    private final List<String> complaints = new ArrayList<>();

    /** Row by row, with each reading of what the row leaves open. */
    static Stream<List<String>> table() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(ProvisioningUrlTest.class.getResourceAsStream("results.txt"),
                StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList().stream()
                    .flatMap(line -> Stream.of("http://", "https://").map(scheme -> line.replace("S://", scheme)))
                    .flatMap(line -> Stream.of("-", "http://192.0.2.99/wrong").map(any -> line.replace("*", any))).distinct()
                    .map(line -> List.of(line.split(" ")));
        }
    }

    @ParameterizedTest(name = "row {0}")
    @MethodSource("table")
    void theResultsOfTheManual(List<String> row) {
        Location found = locations(row.get(1), row.get(2), row.get(3), row.get(4)).getFirst();
        assertThat(found.url().replaceFirst("/$", "")).isEqualTo(row.get(5).replaceFirst("/$", ""));
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest(name = "{0} and {1}: {2} by {3}")
    @CsvSource({"192.0.2.1, -, https://192.0.2.1, DHCP option 66", "192.0.2.1, /phones/, https://192.0.2.1/phones/, DHCP option 66 and 67",
            "http://192.0.2.1, 192.0.2.2, http://192.0.2.1, DHCP option 66",
            "http://192.0.2.1/a/, /b, http://192.0.2.1/a/b, DHCP option 66 and 67",
            "tftp://192.0.2.1, -, tftp://192.0.2.1, DHCP option 66",
            "config.example.com:8443/x, -, https://config.example.com:8443/x, DHCP option 66",
            "http://[2001:db8::1]/, -, http://[2001:db8::1]/, DHCP option 66",
            "http://192.0.2.1/$mac.xml, -, http://192.0.2.1/$mac.xml, DHCP option 66",
            "http://user:pass@192.0.2.1/, -, http://user:pass@192.0.2.1/, DHCP option 66", "-, /, , "})
    void whatTheManualDoesNotPrint(String server, String file, String url, String origin) {
        List<Location> found = locations(server, file, "-", "-");
        assertThat(found).isEqualTo(url == null ? List.of() : List.of(new Location(url, origin)));
    }

    @Test
    void option43WithoutASubOptionForItLeavesItToTheOthers() {
        Map<Integer, String> options = new TreeMap<>(Map.of(43, "3a0131", 66, hex("http://192.0.2.1/")));
        assertThat(locations(options)).containsExactly(new Location("http://192.0.2.1/", "DHCP option 66"));
    }

    @Test
    void originsSayWhere() {
        assertThat(locations("-", "192.0.2.2", "-", "-").getFirst().origin()).isEqualTo("DHCP option 67");
        assertThat(locations("-", "-", "192.0.2.1", "/x").getFirst().origin()).isEqualTo("DHCP option 43 sub-option 66 and 67");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ftp://192.0.2.1/", "http://", "http:///x", "/path", "two words", "bad_host\u0001", "h\u00f6st", "http://192.0.2.1:port/",
            "http://192.0.2.1/%zz", "gopher://192.0.2.1/", "a..b"})
    void whatIsNoServerCountsAsAbsent(String server) {
        assertThat(locations(server, "-", "-", "-")).isEmpty();
        assertThat(complaints).singleElement().asString().startsWith("DHCP option 66 is ignored: ").doesNotContain(server);
    }

    @Test
    void anOverLongOneCountsAsAbsent() {
        assertThat(locations("http://192.0.2.1/" + "x".repeat(512), "-", "-", "-")).isEmpty();
        assertThat(complaints).singleElement().asString().contains("up to 512 printable characters");
        assertThat(locations("http://192.0.2.1/" + "x".repeat(400), "-", "-", "-")).hasSize(1);
    }

    @Test
    void nulsAtTheEndAreNoneOfIt() {
        assertThat(locations(Map.of(66, hex("http://192.0.2.1/") + "0000"))).containsExactly(
                new Location("http://192.0.2.1/", "DHCP option 66"));
        assertThat(locations(Map.of(66, "0000", 67, ""))).isEmpty();
        assertThat(complaints).isEmpty();
    }

    private List<Location> locations(String server, String file, String inner, String innerFile) {
        Map<Integer, String> options = new TreeMap<>();
        put(options, 66, server);
        put(options, 67, file);
        String vendor = sub(66, inner) + sub(67, innerFile);
        if (!vendor.isEmpty()) {
            options.put(43, vendor);
        }
        return locations(options);
    }

    private List<Location> locations(Map<Integer, String> values) {
        Options options = Options.of("DHCP option", values, complaints::add);
        return ProvisioningUrl.of(options.within(43)).or(() -> ProvisioningUrl.of(options)).stream().toList();
    }

    private static void put(Map<Integer, String> options, int number, String text) {
        if (!text.equals("-")) {
            options.put(number, hex(text));
        }
    }

    private static String sub(int code, String text) {
        return text.equals("-") ? ""
                : HexFormat.of().toHexDigits((byte) code) + HexFormat.of().toHexDigits((byte) text.length()) + hex(text);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
