package org.carillon.feature.dhcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private final List<String> complaints = new ArrayList<>();

    private <T> Optional<T> read(String digits, Function<byte[], T> reading) {
        return Options.of("DHCP option", Map.of(1, digits), complaints::add).read(1, reading);
    }

    @Test
    void addresses() {
        assertThat(read("c0000201c0000202", Options::ipv4Addresses)).contains(List.of(InetAddress.ofLiteral("192.0.2.1"),
                InetAddress.ofLiteral("192.0.2.2")));
        assertThat(read("20010db8000000000000000000000001", Options::ipv6Addresses))
                .contains(List.of(InetAddress.ofLiteral("2001:db8::1")));
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c00002", "c0000201c0", "00000000", "e0000001", "31302e302e302e31ff"})
    void whatAreNoAddressesCountsAsAbsent(String digits) {
        assertThat(read(digits, Options::ipv4Addresses)).isEmpty();
        assertThat(complaints).singleElement().asString().startsWith("DHCP option 1 is ignored: of its " + digits.length() / 2 + " bytes ");
    }

    @ParameterizedTest
    @CsvSource({"35, 5", "3130, 10", "31303030, 1000", "34303934, 4094", "0a, 10", "03e8, 1000", "000003e8, 1000", "353500, 55"})
    void numbersAreDigitsOrBytes(String digits, int number) {
        assertThat(read(digits, value -> Options.number(value, 1, 4094))).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "30", "0fff", "34303935", "ffffffff", "000001", "2d35", "352035", "3939393939393939", "0000000000000005"})
    void whatIsNoNumberCountsAsAbsent(String digits) {
        assertThat(read(digits, value -> Options.number(value, 1, 4094))).isEmpty();
        assertThat(complaints).singleElement().asString().endsWith("1 to 4094 is permitted, in decimal digits or in 1, 2 or 4 bytes");
    }

    @Test
    void domains() {
        assertThat(read("076578616d706c6503636f6d00016100", Options::domains)).contains(List.of("example.com", "a"));
        assertThat(read("6578616d706c652e636f6d", Options::domain)).contains("example.com");
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "c00c", "0761", "ff61", "032d613d00", "01612000"})
    void whatAreNoDomainsCountsAsAbsent(String digits) {
        assertThat(read(digits, Options::domains)).isEmpty();
        assertThat(complaints).hasSize(1);
    }

    @Test
    void subOptionsHavePadsAndAnEnd() {
        Options inner = Options.of("DHCP option", Map.of(43, "003a0135004203616263ff4401"), complaints::add).within(43);
        assertThat(inner.read(58, Options::text)).contains("5");
        assertThat(inner.read(66, Options::text)).contains("abc");
        assertThat(inner.read(67, Options::text)).isEmpty();
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"3a01354203616, 66", "3a0135424, 66", "42ff616263, 66", "3a01353a0136, 58"})
    void aSubOptionThatIsMalformedTakesTheOthersWithIt(String digits, int sub) {
        String even = digits.length() % 2 == 0 ? digits : digits.substring(0, digits.length() - 1);
        Options inner = Options.of("DHCP option", Map.of(43, even), complaints::add).within(43);
        assertThat(inner.read(58, Options::text)).isEmpty();
        assertThat(complaints).singleElement().asString().startsWith("DHCP option 43 is ignored").contains("sub-option " + sub);
    }

    @Test
    void optionsOfAnEnterprise() {
        assertThat(read("00002710000100036162630002000164", Options::vendorTexts)).contains(List.of("abc", "d"));
        assertThat(read("00002710", Options::vendorTexts)).isEmpty();
        assertThat(read("000027100001000461", Options::vendorTexts)).isEmpty();
        assertThat(complaints).hasSize(2);
    }

    /** Nothing but a complaint comes of noise, whatever it is read as. */
    @Test
    void noiseHarmsNothing() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            String digits = HexFormat.of().formatHex(noise);
            Options options = Options.of("DHCP option", Map.of(1, digits), complaints::add);
            options.within(1);
            options.read(1, Options::ipv4Addresses);
            options.read(1, Options::ipv6Addresses);
            options.read(1, Options::domains);
            options.read(1, Options::domain);
            options.read(1, Options::vendorTexts);
            options.read(1, ProvisioningUrl::server);
            options.read(1, ProvisioningUrl::serverOrPath);
            options.read(1, ProvisioningUrl::vendorServer);
            options.read(1, PosixTimeZone::read);
            options.read(1, value -> Options.number(value, 0, 7));
        }
        assertThat(complaints).allMatch(complaint -> complaint.startsWith("DHCP option 1 is ignored: of its "));
    }
}
