package org.carillon.feature.dhcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ProvisioningRuns;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.api.provisioning.ScepSettings;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogLevel;

class DhcpProvisioningTest {
    private static final Location FIRST = new Location("http://first.example/", "DHCP option 66");

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<Object> offered = new ArrayList<>();
    private final FakeFiles files = new FakeFiles();
    private final FakeClient client = new FakeClient();
    private final List<String> begun = new ArrayList<>();
    private final DhcpProvisioning dhcp = provisioning(Map.of());

    private DhcpProvisioning provisioning(Map<String, ?> config) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{BundleContext.class},
                (proxy, method, arguments) -> registered(arguments[0] == ScepSettings.class ? arguments[1] : null));
        DhcpProvisioning made = new DhcpProvisioning(context, Configs.of(DhcpConfig.class, config),
                new FakePhone(Path.of("/nowhere")).model("M7s Pro"),
                scopes, files, log.logger());
        made.bindRuns(new ProvisioningRuns() {
            @Override
            public void begin(String cause) {
                begun.add(cause);
            }

            @Override
            public void begin(String cause, Location location) {
                throw new AssertionError("not asked for");
            }
        });
        return made;
    }

    private Object registered(Object service) {
        offered.add(service);
        return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ServiceRegistration.class},
                (proxy, method, arguments) -> {
                    offered.remove(service);
                    return null;
                });
    }

    private static final class FakeFiles implements ConfigurationFiles {
        private final List<List<File>> applied = new ArrayList<>();
        private List<Rejection> rejected = List.of();

        @Override
        public Outcome apply(List<File> now, boolean plan) {
            applied.add(now);
            return new Outcome(List.of(), rejected, List.of(), false);
        }

        @Override
        public Ineffective ineffective(Layer layer) {
            return new Ineffective(List.of(), List.of());
        }

        @Override
        public String fingerprint(Layer layer) {
            throw new AssertionError("not asked for");
        }
    }

    private static final class FakeClient implements DhcpClient {
        private final List<Request> requests = new ArrayList<>();
        private final List<Consumer<Leases>> listeners = new ArrayList<>();
        private final List<InetAddress> servers = new ArrayList<>();
        private Leases leases = Leases.NONE;

        @Override
        public void request(Request request) {
            requests.add(request);
        }

        @Override
        public AutoCloseable listen(Consumer<Leases> listener) {
            listeners.add(listener);
            listener.accept(leases);
            return () -> listeners.remove(listener);
        }

        @Override
        public void resolve(List<InetAddress> now, List<String> domains) {
            servers.clear();
            servers.addAll(now);
        }

        private void tell(Map<Integer, String> options) {
            leases = new Leases(Optional.of(new Lease("eth0", Optional.of(InetAddress.ofLiteral("192.0.2.7")), options)), leases.ipv6());
            listeners.forEach(listener -> listener.accept(leases));
        }

        private void lose() {
            leases = Leases.NONE;
            listeners.forEach(listener -> listener.accept(leases));
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void tell(Map<Integer, String> options) {
        client.tell(options);
        scopes.settle();
    }

    @Test
    void withoutAClientThereIsNothingAndNothingIsWaitedFor() {
        assertThat(dhcp.locations()).isEmpty();
        assertThat(files.applied).isEmpty();
    }

    @Test
    void theClientIsToldWhatToSend() {
        dhcp.bindClient(client);
        assertThat(client.requests).singleElement().satisfies(request -> {
            assertThat(request.vendorClass()).isEqualTo("aledevice");
            assertThat(request.hostName()).isEqualTo("m7spro-3c28a6200088");
            assertThat(request.options()).contains(43, 66);
            assertThat(request.options6()).contains(17, 59);
        });
        dhcp.modified(Configs.of(DhcpConfig.class, Map.of("vciValue", "other", "customOption", new String[]{"200"})));
        assertThat(client.requests.getLast().vendorClass()).isEqualTo("other");
        assertThat(client.requests.getLast().options()).contains(200);
    }

    @Test
    void whatALeaseSaysIsTaken() {
        dhcp.bindClient(client);
        tell(Map.of(66, hex(FIRST.url()), 6, "c0000235", 133, "03"));
        assertThat(dhcp.locations()).containsExactly(FIRST);
        assertThat(client.servers).containsExactly(InetAddress.ofLiteral("192.0.2.53"));
        assertThat(files.applied.getLast()).extracting(ConfigurationFiles.File::name).containsExactly("DHCP option 133");
        assertThat(begun).isEmpty();
    }

    @Test
    void whoLookedBeforeHearsOfAnotherServerOnce() {
        dhcp.bindClient(client);
        tell(Map.of(66, hex(FIRST.url())));
        dhcp.locations();
        tell(Map.of(66, hex(FIRST.url()), 133, "03"));
        assertThat(begun).isEmpty();
        tell(Map.of(66, hex("http://second.example/")));
        tell(Map.of(66, hex("http://second.example/"), 133, "03"));
        assertThat(begun).containsExactly("DHCP");
        tell(Map.of());
        assertThat(begun).containsExactly("DHCP");
        assertThat(dhcp.locations()).isEmpty();
    }

    @Test
    void switchedOffItKnowsNoServerAndTakesTheRest() {
        dhcp.bindClient(client);
        dhcp.modified(Configs.of(DhcpConfig.class, Map.of("enable", false)));
        tell(Map.of(66, hex(FIRST.url()), 133, "03"));
        assertThat(dhcp.locations()).isEmpty();
        assertThat(files.applied.getLast()).hasSize(1);
        dhcp.modified(Configs.defaults(DhcpConfig.class));
        scopes.settle();
        assertThat(begun).containsExactly("DHCP");
        assertThat(dhcp.locations()).containsExactly(FIRST);
    }

    @Test
    void whatWasSaidCountsWhenTheLeaseIsLost() {
        dhcp.bindClient(client);
        tell(Map.of(66, hex(FIRST.url())));
        client.lose();
        scopes.settle();
        assertThat(dhcp.locations()).containsExactly(FIRST);
        assertThat(files.applied.getLast()).isEqualTo(files.applied.getFirst());
    }

    @Test
    void whatIsMalformedIsSaidOnce() {
        dhcp.bindClient(client);
        tell(Map.of(66, hex("no server"), 42, "c00002"));
        tell(Map.of(66, hex("no server"), 42, "c00002", 133, "03"));
        assertThat(log.messages(LogLevel.WARN)).satisfiesExactlyInAnyOrder(
                message -> assertThat(message).startsWith("DHCP option 66 is ignored"),
                message -> assertThat(message).startsWith("DHCP option 42 is ignored"));
    }

    @Test
    void whatTheConfigurationRefusesIsSaid() {
        files.rejected = List.of(new ConfigurationFiles.Rejection("DHCP option 133", 0, "Setting8021pPriority", "7", "0 to 6"));
        dhcp.bindClient(client);
        tell(Map.of(133, "07"));
        assertThat(log.messages(LogLevel.WARN)).containsExactly("DHCP option 133 is ignored: Setting8021pPriority takes 0 to 6");
    }

    @Test
    void enrolmentIsOfferedForAsLongAsTheNetworkOffersIt() {
        dhcp.bindClient(client);
        String one = "4619" + hex("https://scep.example.com/");
        tell(Map.of(43, one));
        assertThat(offered).singleElement().isInstanceOf(ScepSettings.class);
        Object first = offered.getFirst();
        tell(Map.of(43, one, 133, "03"));
        assertThat(offered.getFirst()).isSameAs(first);
        tell(Map.of(43, one + "4703" + hex("pwd")));
        assertThat(offered).singleElement().isNotSameAs(first);
        tell(Map.of());
        assertThat(offered).isEmpty();
    }

    @Test
    void theCommandShowsNoSecrets() {
        dhcp.bindClient(client);
        tell(Map.of(66, hex("http://user:hunter2@first.example/"), 43,
                "4625" + hex("https://bob:hunter2@scep.example.com/") + "4707" + hex("letmein")));
        Map<?, ?> answer = (Map<?, ?>) dhcp.run("dhcp", List.of(), more -> {});
        assertThat(answer.toString()).contains("http://first.example/", "https://scep.example.com/", "192.0.2.7", "aledevice")
                .doesNotContain("hunter2", "letmein", hex("letmein"));
        assertThatThrownBy(() -> dhcp.run("dhcp", List.of("x"), more -> {})).isInstanceOf(CommandException.class);
    }

    @Test
    void whenItGoesNothingStaysBehind() throws Exception {
        dhcp.bindClient(client);
        tell(Map.of(66, hex(FIRST.url())));
        dhcp.unbindClient(client);
        dhcp.deactivate();
        assertThat(client.listeners).isEmpty();
        assertThat(scopes.openScopes()).isEmpty();
    }
}
