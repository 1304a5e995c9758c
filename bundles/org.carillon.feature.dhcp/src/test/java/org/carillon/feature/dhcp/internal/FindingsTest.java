package org.carillon.feature.dhcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.sim.testkit.Configs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
    private static final DhcpConfig DEFAULTS = Configs.defaults(DhcpConfig.class);
    private static final DhcpConfig CUSTOM = Configs.of(DhcpConfig.class,
            Map.of("customOption", new String[]{"200", "160"}, "customOptionIPv6", new String[]{"143", "300"}));
    private static final String SHAPES = "http://tftp:[]@%.,;<>0123456789-+ \0\n";
    private static final String SUB_OPTIONS = new String(new char[]{0, 6, 12, 15, 42, 43, 58, 66, 67, 70, 71, 73, 255});
    private static final String SECOND_SNTP = "SettingSntpServer2";

    private static Lease lease(Map<Integer, String> options) {
        return new Lease("eth0", Optional.empty(), options);
    }

    private static Findings ipv4(Map<Integer, String> options) {
        return Findings.of(new Leases(Optional.of(lease(options)), Optional.empty()), DEFAULTS);
    }

    private static Findings ipv6(Map<Integer, String> options) {
        return Findings.of(new Leases(Optional.empty(), Optional.of(lease(options))), DEFAULTS);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String sub(int code, String text) {
        return HexFormat.of().toHexDigits((byte) code) + HexFormat.of().toHexDigits((byte) text.length()) + hex(text);
    }

    @Test
    void whereToLookGoesFromTheMostParticularToTheLeast() {
        Leases leases = new Leases(
                Optional.of(lease(Map.of(66, hex("http://four.example/"), 160, hex("http://second.example/"), 200, hex("first.example")))),
                Optional.of(lease(Map.of(59, hex("six.example"), 17, "0000271000010016" + hex("http://vendor.example/"), 300,
                        hex("http://custom6.example/"),
                        143, hex("http://never.example/")))));
        Findings findings = Findings.of(leases, CUSTOM);
        assertThat(findings.locations()).containsExactly(new Location("https://first.example", "DHCP option 200"),
                new Location("http://second.example/", "DHCP option 160"), new Location("http://four.example/", "DHCP option 66"),
                new Location("http://custom6.example/", "DHCPv6 option 300"), new Location("http://vendor.example/", "DHCPv6 option 17"),
                new Location("https://six.example", "DHCPv6 option 59"));
        assertThat(findings.complaints()).singleElement().asString().startsWith("DeviceProvisionDHCPCustomOptionIPv6 has 143");
    }

    @Test
    void customOptionsAreAskedForWhenTheyAreConfigured() {
        assertThat(Findings.wanted(DEFAULTS)).contains(43, 66, 67).doesNotContain(160, 200);
        assertThat(Findings.wanted(CUSTOM)).contains(43, 66, 67, 160, 200);
        assertThat(Findings.wanted6(CUSTOM)).contains(17, 59, 300).doesNotContain(143);
    }

    @Test
    void option17MayAlsoBeAUrlWithoutAnEnterprise() {
        assertThat(ipv6(Map.of(17, hex("http://vendor.example/"))).locations())
                .containsExactly(new Location("http://vendor.example/", "DHCPv6 option 17"));
        assertThat(ipv6(Map.of(17, hex("vendor.example"), 59, hex("six.example"))).locations())
                .containsExactly(new Location("https://six.example", "DHCPv6 option 59"));
    }

    @Test
    void timeServersOfIpv4GoBeforeThoseOfIpv6() {
        Lease four = lease(Map.of(42, "c0000201c0000202c0000203"));
        Lease six = lease(Map.of(31, "20010db8000000000000000000000001"));
        assertThat(Findings.of(new Leases(Optional.of(four), Optional.of(six)), DEFAULTS).values())
                .isEqualTo(Map.of("DHCP option 42", Map.of("SettingSntpServer", "192.0.2.1", SECOND_SNTP, "192.0.2.2")));
        assertThat(ipv6(Map.of(31, "20010db8000000000000000000000001")).values())
                .isEqualTo(Map.of("DHCPv6 option 31", Map.of("SettingSntpServer", "2001:db8:0:0:0:0:0:1")));
    }

    @Test
    void theVlanWithinOption43GoesFirst() {
        assertThat(ipv4(Map.of(132, hex("100"))).values()).isEqualTo(
                Map.of("DHCP option 132", Map.of("DeviceNetworkLanVlanEnable", "true", "DeviceNetworkLanVlanNumber", "100")));
        assertThat(ipv4(Map.of(132, hex("100"), 43, sub(58, "200"))).values()).isEqualTo(
                Map.of("DHCP option 43 sub-option 58", Map.of("DeviceNetworkLanVlanEnable", "true", "DeviceNetworkLanVlanNumber", "200")));
        assertThat(ipv4(Map.of(132, hex("100"), 43, sub(58, "4095"))).values()).containsOnlyKeys("DHCP option 132");
    }

    @Test
    void thePriorityIsThatOfSipAndOfAudio() {
        Findings findings = ipv4(Map.of(133, "06"));
        assertThat(findings.files()).singleElement().satisfies(file -> {
            assertThat(file.layer()).isEqualTo(Layer.NETWORK);
            assertThat(file.name()).isEqualTo("DHCP option 133");
            assertThat(file.settings()).containsExactlyInAnyOrder(new Setting(0, "Setting8021pPriority", "6", false),
                    new Setting(0, "Setting8021pUserPriority", "6", false));
        });
        assertThat(ipv4(Map.of(133, "08")).values()).isEmpty();
    }

    @Test
    void theTimeZone() {
        assertThat(ipv4(Map.of(100, hex("CET-1"))).values())
                .isEqualTo(Map.of("DHCP option 100", Map.of("SettingTimeZone", "+1:00", "SettingDstEnable", "0")));
    }

    @Test
    void whoSaysNothingEmptiesTheLayer() {
        assertThat(ipv4(Map.of()).files()).containsExactly(new File(Layer.NETWORK, "DHCP", List.of()));
    }

    @Test
    void namesAndWhoResolvesThem() {
        Lease four = lease(Map.of(6, "c0000201", 12, hex("desk-7"), 15, hex("four.example")));
        Lease six = lease(Map.of(23, "20010db8000000000000000000000001", 24, "03736978076578616d706c6500", 39, "000364736b00"));
        Findings both = Findings.of(new Leases(Optional.of(four), Optional.of(six)), DEFAULTS);
        assertThat(both.nameServers()).containsExactly(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"));
        assertThat(both.domains()).containsExactly("four.example", "six.example");
        assertThat(both.hostName()).contains("desk-7");
        assertThat(Findings.of(new Leases(Optional.empty(), Optional.of(six)), DEFAULTS).hostName()).contains("dsk");
    }

    @Test
    void enrolment() {
        String url = "https://scep.example.com/cgi-bin/pkiclient.exe";
        Scep scep = ipv4(Map.of(43, sub(70, url) + sub(71, "let me in") + sub(73, "CN=phone,O=Example"))).scep().orElseThrow();
        assertThat(scep)
                .isEqualTo(new Scep(URI.create(url), Optional.of("let me in"), Optional.of(new X500Principal("CN=phone, O=Example"))));
        assertThat(scep.toString()).contains(url).doesNotContain("let me in");
        assertThat(ipv4(Map.of(43, sub(71, "let me in"))).scep()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scep.example.com", "tftp://192.0.2.1/", "http://", "https:// /", "\u0001"})
    void withoutAUrlThereIsNoEnrolment(String url) {
        Findings findings = ipv4(Map.of(43, sub(70, url) + sub(71, "secret")));
        assertThat(findings.scep()).isEmpty();
        assertThat(findings.complaints()).singleElement().asString().startsWith("DHCP option 43 sub-option 70 is ignored")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"71, s\u00e9cret", "71, 'a\u0001b'", "73, desk"})
    void whatIsMalformedBesideTheUrlCountsAsAbsent(int code, String text) {
        Findings findings = ipv4(Map.of(43, sub(70, "https://scep.example.com/") + sub(code, text)));
        assertThat(findings.complaints()).singleElement().asString().startsWith("DHCP option 43 sub-option " + code + " is ignored")
                .doesNotContain(text);
        assertThat(findings.scep()).contains(new Scep(URI.create("https://scep.example.com/"), Optional.empty(), Optional.empty()));
    }

    /** Leases of noise, half of it shaped like options: all that comes of it are places, settings and complaints in words. */
    @Test
    void noiseHarmsNothing() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            Leases leases = new Leases(Optional.of(lease(noise(random, Findings.wanted(CUSTOM)))),
                    Optional.of(lease(noise(random, Findings.wanted6(CUSTOM)))));
            Findings findings = Findings.of(leases, CUSTOM);
            assertThat(findings.locations()).allMatch(location -> location.url().contains("://"));
            assertThat(findings.complaints()).allMatch(complaint -> complaint.matches("DHCP(v6)? option \\d+.* is ignored: .*|Device.*"));
        }
    }

    private static Map<Integer, String> noise(Random random, Set<Integer> numbers) {
        Map<Integer, String> options = new HashMap<>();
        for (int number : numbers) {
            byte[] value = new byte[random.nextInt(4) == 0 ? random.nextInt(600) : random.nextInt(24)];
            random.nextBytes(value);
            for (int i = 0; random.nextBoolean() && i < value.length; i++) {
                value[i] = (byte) SHAPES.charAt(random.nextInt(SHAPES.length()));
            }
            for (int at = 0; random.nextBoolean() && at + 1 < value.length; at += 2 + (value[at + 1] & 0xFF)) {
                value[at] = (byte) SUB_OPTIONS.charAt(random.nextInt(SUB_OPTIONS.length()));
                value[at + 1] = (byte) random.nextInt(20);
            }
            options.put(number, HexFormat.of().formatHex(value));
        }
        return options;
    }
}
