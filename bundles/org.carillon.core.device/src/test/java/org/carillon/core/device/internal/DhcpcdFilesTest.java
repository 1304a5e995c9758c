package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.api.device.DhcpClient.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DhcpcdFilesTest {
    @TempDir
    private Path directory;

    private List<String> configuration(String vendorClass) throws IOException {
        DhcpcdFiles files = DhcpcdFiles.in(directory.resolve("network"));
        files.write(new Request(vendorClass, "m8-1", new TreeSet<>(Set.of(43, 66)), new TreeSet<>(Set.of(59))));
        return Files.readAllLines(files.configuration());
    }

    @Test
    void wantedOptionsAreHandedOverAsBytes() throws IOException {
        assertThat(configuration("aledevice")).contains("vendorclassid \"aledevice\"", "hostname \"m8\\x2d1\"",
                "define 43 binhex carillon_43",
                "define 66 binhex carillon_66", "define6 59 binhex carillon_59", "option subnet_mask, routers, carillon_43, carillon_66",
                "option dhcp6_sol_max_rt, dhcp6_carillon_59");
    }

    @Test
    void noTextBreaksOutOfItsLine() throws IOException {
        assertThat(configuration("a\"\nscript /tmp/evil \u00e9"))
                .contains("vendorclassid \"a\\x22\\x0ascript\\x20\\x2ftmp\\x2fevil\\x20\\xc3\\xa9\"")
                .noneMatch(line -> line.startsWith("script"));
        assertThat(configuration("")).contains("vendorclassid ");
    }

    @Test
    void namesAreResolvedByThreeServersAtMost() throws IOException {
        DhcpcdFiles files = DhcpcdFiles.in(directory);
        files.resolve(List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.2"),
                InetAddress.ofLiteral("192.0.2.3")), List.of("a.example", "b.example"));
        assertThat(Files.readAllLines(files.resolver())).containsExactly("nameserver 192.0.2.1", "nameserver 2001:db8:0:0:0:0:0:1",
                "nameserver 192.0.2.2", "search a.example b.example");
        files.resolve(List.of(), List.of());
        assertThat(files.resolver()).isEmptyFile();
    }
}
