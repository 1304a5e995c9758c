package org.carillon.feature.dhcp.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.provisioning.ConfigurationFiles.File;
import org.carillon.api.provisioning.ConfigurationFiles.Layer;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.api.provisioning.ProvisioningSource.Location;

/** What leases mean for the phone (manual 2.2, 2.3, 2.4.3). What IPv4 says goes before what IPv6 says. */
final class Findings {
    private static final SortedSet<Integer> OPTIONS = sorted(List.of(6, 12, 15, 42, 43, 66, 67, 100, 132, 133));
    private static final SortedSet<Integer> OPTIONS6 = sorted(List.of(17, 23, 24, 31, 39, 59));
    private static final List<String> TIME_SERVERS = List.of("SettingSntpServer", "SettingSntpServer2");
    /** Belongs to what DHCPv6 servers say among themselves (manual 3.8.2). */
    private static final int NOT_CUSTOM6 = 143;

    private final List<Location> locations = new ArrayList<>();
    private final Map<String, Map<String, String>> values = new LinkedHashMap<>();
    private final Set<InetAddress> nameServers = new LinkedHashSet<>();
    private final Set<String> domains = new LinkedHashSet<>();
    private final Set<String> complaints = new LinkedHashSet<>();
    private Optional<String> hostName = Optional.empty();
    private Optional<Scep> scep = Optional.empty();

    private Findings() {}

    static Findings of(Leases leases, DhcpConfig config) {
        Findings findings = new Findings();
        leases.ipv4().ifPresent(lease -> findings.read(lease, custom(config)));
        leases.ipv6().ifPresent(lease -> findings.read6(lease, custom6(config)));
        if (numbers(config.customOptionIPv6()).contains(NOT_CUSTOM6)) {
            findings.complaints.add(
                    "DeviceProvisionDHCPCustomOptionIPv6 has " + NOT_CUSTOM6 + ", which is ignored: 135 to 65535 without it are permitted");
        }
        return findings;
    }

    /** The options to ask for over IPv4. */
    static SortedSet<Integer> wanted(DhcpConfig config) {
        return union(OPTIONS, custom(config));
    }

    /** The options to ask for over IPv6. */
    static SortedSet<Integer> wanted6(DhcpConfig config) {
        return union(OPTIONS6, custom6(config));
    }

    private static List<Integer> custom(DhcpConfig config) {
        return numbers(config.customOption());
    }

    private static List<Integer> custom6(DhcpConfig config) {
        return numbers(config.customOptionIPv6()).stream().filter(number -> number != NOT_CUSTOM6).toList();
    }

    private static List<Integer> numbers(String[] words) {
        return List.of(words).stream().map(Integer::valueOf).distinct().toList();
    }

    private static SortedSet<Integer> union(SortedSet<Integer> some, List<Integer> more) {
        SortedSet<Integer> all = sorted(more);
        all.addAll(some);
        return all;
    }

    private static SortedSet<Integer> sorted(List<Integer> numbers) {
        return new TreeSet<>(numbers);
    }

    private void read(Lease lease, List<Integer> custom) {
        Options options = Options.of("DHCP option", lease.options(), complaints::add);
        Options vendor = options.within(43);
        locate(options, custom, ProvisioningUrl::server);
        ProvisioningUrl.of(vendor).or(() -> ProvisioningUrl.of(options)).ifPresent(locations::add);
        hostName = options.read(12, Options::domain);
        options.read(6, Options::ipv4Addresses).ifPresent(nameServers::addAll);
        options.read(15, Options::domain).ifPresent(domains::add);
        timeServers(options, 42, Options::ipv4Addresses);
        options.read(100, PosixTimeZone::read).ifPresent(zone -> values.put(options.name(100), zone));
        vlan(vendor, 58, options, 132);
        options.read(133, value -> Options.number(value, 0, 7)).map(String::valueOf).ifPresent(priority -> values.put(options.name(133),
                Map.of("Setting8021pPriority", priority, "Setting8021pUserPriority", priority)));
        scep = Scep.of(vendor);
    }

    private void read6(Lease lease, List<Integer> custom) {
        Options options = Options.of("DHCPv6 option", lease.options(), complaints::add);
        locate(options, custom, ProvisioningUrl::server);
        locate(options, List.of(17), ProvisioningUrl::vendorServer);
        locate(options, List.of(59), ProvisioningUrl::server);
        hostName = hostName.or(() -> options.read(39, Findings::fullName));
        options.read(23, Options::ipv6Addresses).ifPresent(nameServers::addAll);
        options.read(24, Options::domains).ifPresent(domains::addAll);
        timeServers(options, 31, Options::ipv6Addresses);
    }

    private void locate(Options options, List<Integer> numbers, Function<byte[], String> reading) {
        numbers.forEach(number -> options.read(number, reading).filter(text -> !text.isEmpty())
                .ifPresent(text -> locations.add(new Location(ProvisioningUrl.absolute(text), options.name(number)))));
    }

    private void timeServers(Options options, int number, Function<byte[], List<InetAddress>> reading) {
        if (values.keySet().stream().anyMatch(origin -> values.get(origin).containsKey(TIME_SERVERS.getFirst()))) {
            return;
        }
        List<InetAddress> servers = options.read(number, reading).orElse(List.of());
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(servers.size(), TIME_SERVERS.size()); i++) {
            settings.put(TIME_SERVERS.get(i), servers.get(i).getHostAddress());
        }
        if (!settings.isEmpty()) {
            values.put(options.name(number), settings);
        }
    }

    private void vlan(Options first, int sub, Options second, int option) {
        Optional<Integer> best = first.read(sub, Findings::vlan);
        Optional<Integer> other = second.read(option, Findings::vlan);
        best.or(() -> other).ifPresent(id -> values.put(best.isPresent() ? first.name(sub) : second.name(option),
                Map.of("DeviceNetworkLanVlanEnable", "true", "DeviceNetworkLanVlanNumber", id.toString())));
    }

    /** 0 and 4095 are reserved (IEEE 802.1Q). */
    private static int vlan(byte[] value) {
        return Options.number(value, 1, 4094);
    }

    /** The name behind the flags (RFC 4704). */
    private static String fullName(byte[] value) {
        List<String> names = Options.domains(Arrays.copyOfRange(value, 1, value.length));
        Options.check(names.size() == 1, "none make the name; flags and one name are permitted");
        return names.getFirst();
    }

    /** What the network calls the phone. */
    Optional<String> hostName() {
        return hostName;
    }

    /** Where files may be, best first. */
    List<Location> locations() {
        return List.copyOf(locations);
    }

    /** Values by id, by the option that they come from. */
    Map<String, Map<String, String>> values() {
        return values;
    }

    /** The layer of the network, whole: one file for each option that says something. */
    List<File> files() {
        List<File> files = new ArrayList<>();
        values.forEach((origin, settings) -> files.add(new File(Layer.NETWORK, origin, settings.entrySet().stream()
                .map(setting -> new Setting(0, setting.getKey(), setting.getValue(), false)).toList())));
        return files.isEmpty() ? List.of(new File(Layer.NETWORK, "DHCP", List.of())) : files;
    }

    List<InetAddress> nameServers() {
        return List.copyOf(nameServers);
    }

    List<String> domains() {
        return List.copyOf(domains);
    }

    Optional<Scep> scep() {
        return scep;
    }

    /** Options that were left out, and why. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }
}
