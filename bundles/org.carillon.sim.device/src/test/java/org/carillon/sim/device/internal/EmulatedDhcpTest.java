package org.carillon.sim.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.DhcpClient.Request;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.LogLevel;

class EmulatedDhcpTest {
    private static final Request REQUEST = new Request("", "m8", new TreeSet<>(Set.of(66)), new TreeSet<>());

    @TempDir
    private Path directory;

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<Object> registered = new ArrayList<>();

    /** @param spec null when the start said nothing */
    private EmulatedDhcp started(String spec) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{BundleContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("registerService")) {
                        registered.add(arguments[1]);
                        return null;
                    }
                    return spec;
                });
        return new EmulatedDhcp(context, scopes, log.logger());
    }

    @Test
    void withoutAFileThereIsNone() {
        started(null).deactivate();
        started("eth0").deactivate();
        assertThat(registered).isEmpty();
        assertThat(scopes.openScopes()).isEmpty();
    }

    @Test
    void eachRequestIsAnsweredFromTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("dhcp"), "ipv4 66 \"a\"\n");
        EmulatedDhcp dhcp = started("file:" + file);
        assertThat(registered).containsExactly(dhcp);
        List<Leases> told = new ArrayList<>();
        AutoCloseable listening = dhcp.listen(told::add);
        dhcp.request(REQUEST);
        scopes.settle();
        assertThat(told.getFirst()).isEqualTo(Leases.NONE);
        assertThat(told.getLast().ipv4().orElseThrow().options()).containsEntry(66, "61");
        Files.writeString(file, "ipv4 66 \"b\"\n");
        dhcp.request(REQUEST);
        scopes.settle();
        assertThat(told.getLast().ipv4().orElseThrow().options()).containsEntry(66, "62");
        listening.close();
        dhcp.request(REQUEST);
        scopes.settle();
        assertThat(told).hasSize(3);
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws IOException {
        EmulatedDhcp dhcp = started("file:" + Files.writeString(directory.resolve("dhcp"), "nonsense\n"));
        dhcp.request(REQUEST);
        scopes.settle();
        assertThat(log.messages(LogLevel.ERROR)).singleElement().asString().contains("line 1: ");
    }
}
