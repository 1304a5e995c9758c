package org.carillon.it.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A network of two namespaces with a cable between them: in one of them dnsmasq serves DHCP, DHCPv6, router advertisements and names, and nginx
 * files over HTTP; the other one is empty, for a phone.
 */
public final class DhcpServer implements AutoCloseable {
    public static final String ADDRESS = "10.77.0.1";
    public static final String ADDRESS6 = "fd77::1";
    /** A name that its DNS knows as its address. */
    public static final String NAME = "config.carillon.test";

    private final Network own;
    private final Network phones;
    private final Path directory;
    private final String link = "p" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private final NetworkWeb web;
    private Program dnsmasq;

    private DhcpServer(Workspace workspace) {
        own = Network.in(workspace);
        phones = Network.in(workspace);
        directory = workspace.directory("dhcp");
        String end = "s" + link.substring(1);
        own.connect(end, phones, link);
        own.address(end, ADDRESS + "/24");
        own.address(end, ADDRESS6 + "/64");
        web = new NetworkWeb(own, directory, ADDRESS, "[" + ADDRESS6 + "]");
    }

    /** Its DHCP servers say nothing before {@link #serve}. */
    public static DhcpServer in(Workspace workspace) {
        Peers.require("dhcpcd", "dnsmasq", "nginx");
        return workspace.owns(new DhcpServer(workspace));
    }

    private Program start(String program, String... arguments) {
        List<String> command = new ArrayList<>(own.enter());
        command.add(Peers.path(program));
        command.addAll(List.of(arguments));
        return Program.start(program, directory.resolve(program + ".log"), command);
    }

    /**
     * Serves DHCP over IPv4 from now on, instead of what it served before.
     *
     * @param options
     *            values of {@code dhcp-option-force}
     */
    public DhcpServer serve(String... options) {
        return serve(List.of("dhcp-range=10.77.0.100,10.77.0.200,1h"), options);
    }

    /** The same with other addresses: who has one of the former must take another as soon as it asks again. */
    public DhcpServer serveOthers(String... options) {
        return serve(List.of("dhcp-range=10.77.0.210,10.77.0.250,1h"), options);
    }

    /** The same over IPv6, with routers' advertisements. */
    public DhcpServer serve6(String... options) {
        return serve(List.of("dhcp-range=fd77::100,fd77::200,64,1h", "enable-ra", "ra-param=*,3"), options);
    }

    private DhcpServer serve(List<String> ranges, String... options) {
        if (dnsmasq != null) {
            dnsmasq.close();
        }
        List<String> lines = new ArrayList<>(List.of("keep-in-foreground", "log-facility=-", "interface=s" + link.substring(1),
                "bind-interfaces", "no-hosts", "no-resolv", "no-ping", "user=root", "log-dhcp", "dhcp-authoritative",
                "dhcp-leasefile=" + directory.resolve("leases"),
                "address=/" + NAME + "/" + ADDRESS));
        lines.addAll(ranges);
        for (String option : options) {
            lines.add("dhcp-option-force=" + option);
        }
        Kamailio.write(directory.resolve("dnsmasq.conf"), String.join("\n", lines) + "\n");
        dnsmasq = start("dnsmasq", "-C", directory.resolve("dnsmasq.conf").toString(), "-x", directory.resolve("dnsmasq.pid").toString());
        Await.until("dnsmasq serves", Duration.ofSeconds(10), () -> {
            dnsmasq.requireRunning();
            return dnsmasq.output().contains("started, version");
        }, dnsmasq::tail);
        return this;
    }

    /**
     * A phone whose interface there is to be configured.
     *
     * @param home
     *            an empty directory
     */
    public PhoneProcess.Builder phone(Workspace workspace, Path home) {
        Path resolver = home.resolve("network/resolv.conf");
        try {
            Files.createDirectories(resolver.getParent());
            Files.createFile(resolver);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PhoneProcess.in(workspace).home(home)
                .within(phones, List.of("sh", "-c", "mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"",
                        resolver.toString()))
                .audio("null").option("--dhcp", link);
    }

    /** The interface of the phone. */
    public String link() {
        return link;
    }

    /** A file of the web server. */
    public DhcpServer put(String name, String content) {
        web.put(name, content);
        return this;
    }

    /** Requests to the web server so far: its address and name that they were for, path with query, and status. */
    public List<String> requests() {
        return web.requests();
    }

    /** What dnsmasq says that it heard and said. */
    public String log() {
        return dnsmasq.output();
    }

    /** The addresses of the phone's interface. */
    public String addresses() {
        return phones.ask("ip", "address", "show", "dev", link);
    }

    @Override
    public void close() {
        web.close();
        if (dnsmasq != null) {
            dnsmasq.close();
        }
    }
}
