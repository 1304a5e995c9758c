package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DhcpcdRecordsTest {
    private static final Lease FOUR = new Lease("eth0", Optional.of(InetAddress.ofLiteral("192.0.2.7")), Map.of(66, "6162"));
    private static final Lease SIX = new Lease("eth0", Optional.of(InetAddress.ofLiteral("2001:db8::7")), Map.of(59, "63"));
    private static final Leases BOTH = new Leases(Optional.of(FOUR), Optional.of(SIX));

    private final DhcpcdRecords records = new DhcpcdRecords("eth0");

    private static List<Map<String, String>> read(String text) throws IOException {
        List<Map<String, String>> found = new ArrayList<>();
        DhcpcdRecords.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), found::add);
        return found;
    }

    private static Map<String, String> record(String reason, String... variables) {
        Map<String, String> record = new HashMap<>(Map.of("reason", reason, "interface", "eth0"));
        for (int i = 0; i < variables.length; i += 2) {
            record.put(variables[i], variables[i + 1]);
        }
        return record;
    }

    private static Map<String, String> bound(String reason) {
        return record(reason, "new_ip_address", "192.0.2.7", "new_carillon_66", "6162", "new_dhcp6_carillon_59", "99", "new_routers",
                "192.0.2.1");
    }

    private static Map<String, String> bound6(String reason) {
        return record(reason, "new_dhcp6_ia_na1_ia_addr1", "2001:db8::7", "new_dhcp6_carillon_59", "63", "new_carillon_66", "99");
    }

    @Test
    void recordsEndWithAnEmptyWord() throws IOException {
        assertThat(read("a=1\0b=two=2\nlines\0nothing\0=3\0\0a=4\0\0")).containsExactly(Map.of("a", "1", "b", "two=2\nlines"),
                Map.of("a", "4"));
    }

    @Test
    void aRecordThatIsCutOffIsNone() throws IOException {
        assertThat(read("a=1\0\0a=2\0b=")).containsExactly(Map.of("a", "1"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void aRecordThatIsTooLargeIsLeftOut() throws IOException {
        String large = "a=" + "x".repeat(DhcpcdRecords.LARGEST_RECORD);
        assertThat(read(large + "\0\0a=1\0\0")).containsExactly(Map.of("a", "1"));
        assertThat(read("a=1\0".repeat(DhcpcdRecords.LARGEST_RECORD) + "\0a=2\0\0")).containsExactly(Map.of("a", "2"));
    }

    @Test
    void noiseHarmsNothing() throws IOException {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        Leases[] leases = {BOTH};
        DhcpcdRecords.read(new ByteArrayInputStream(noise), found -> leases[0] = records.after(found, leases[0]));
        assertThat(leases[0]).isEqualTo(BOTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOUND", "RENEW", "REBIND", "REBOOT"})
    void leasesAreTaken(String reason) {
        assertThat(records.after(bound(reason), Leases.NONE)).isEqualTo(new Leases(Optional.of(FOUR), Optional.empty()));
        assertThat(records.after(bound6(reason + "6"), Leases.NONE)).isEqualTo(new Leases(Optional.empty(), Optional.of(SIX)));
    }

    @Test
    void optionsMayComeWithoutAnAddress() {
        assertThat(records.after(record("INFORM6", "new_dhcp6_carillon_59", "63"), Leases.NONE).ipv6())
                .contains(new Lease("eth0", Optional.empty(), Map.of(59, "63")));
    }

    @Test
    void leasesEnd() {
        assertThat(records.after(record("EXPIRE"), BOTH)).isEqualTo(new Leases(Optional.empty(), Optional.of(SIX)));
        assertThat(records.after(record("EXPIRE6"), BOTH)).isEqualTo(new Leases(Optional.of(FOUR), Optional.empty()));
        assertThat(records.after(record("NOCARRIER"), BOTH)).isEqualTo(Leases.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PREINIT", "CARRIER", "ROUTERADVERT", "STOP", "STOP6", "STOPPED", "", "6", "nonsense"})
    void whatElseHappensChangesNothing(String reason) {
        assertThat(records.after(record(reason), BOTH)).isEqualTo(BOTH);
    }

    @Test
    void otherInterfacesAreNotMeant() {
        Map<String, String> other = bound("BOUND");
        other.put("interface", "eth1");
        assertThat(records.after(other, Leases.NONE)).isEqualTo(Leases.NONE);
    }

    @Test
    void whatHasNotTheRightFormIsNotThere() {
        assertThat(records.after(record("BOUND", "new_ip_address", "somewhere", "new_carillon_66", "6", "new_carillon_67", "XX",
                "new_carillon_123456", "61", "new_carillon_", "61", "old_carillon_43", "61"), Leases.NONE).ipv4())
                .contains(new Lease("eth0", Optional.empty(), Map.of()));
    }
}
