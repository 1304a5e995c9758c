package org.carillon.feature.actionurl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class ActionUrlsTest {
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final FakeCalls calls = new FakeCalls();
    private final FakeLines lines = new FakeLines().put(1, Line.State.REGISTERED).put(2, Line.State.FAILED).put(3, Line.State.REGISTERING);
    private final List<String> asked = new ArrayList<>();
    private ActionUrls urls;

    private final class Server implements Downloads {
        @Override
        public byte[] get(String url, int maxBytes) {
            throw new AssertionError(url);
        }

        @Override
        public int visit(String url) {
            asked.add(url.replace("http://server/?", ""));
            return 204;
        }
    }

    /** A client that says what it is told to. */
    private static final class Dhcp implements DhcpClient {
        private final List<Consumer<Leases>> listeners = new ArrayList<>();

        @Override
        public AutoCloseable listen(Consumer<Leases> listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public void request(Request request) {
            throw new AssertionError(request);
        }

        @Override
        public void resolve(List<InetAddress> servers, List<String> domains) {
            throw new AssertionError(servers);
        }

        private static Optional<Lease> lease(String address) {
            return address.isEmpty() ? Optional.empty()
                    : Optional.of(new Lease("eth0", Optional.of(InetAddress.ofLiteral(address)), Map.of()));
        }

        void say(String ipv4, String ipv6) {
            listeners.forEach(listener -> listener.accept(new Leases(lease(ipv4), lease(ipv6))));
        }
    }

    /** Each parameter has a URL that holds its name, the account's user and the caller. */
    private static Map<String, Object> everything() {
        return Arrays.stream(ActionUrlConfig.class.getDeclaredMethods()).map(Method::getName)
                .collect(Collectors.toMap(Function.identity(), name -> "http://server/?" + name + "-$active_user-$display_remote"));
    }

    private void start(boolean late, Map<String, ?> config) {
        urls = new ActionUrls(Configs.of(ActionUrlConfig.class, config), late, calls, lines, new FakePhone(Path.of(".")), new Server(),
                scopes,
                log.logger());
        scopes.settle();
    }

    private List<String> heard(String topic, Map<String, ?> properties) {
        asked.clear();
        urls.handleEvent(new Event(topic, properties));
        scopes.settle();
        return List.copyOf(asked);
    }

    private List<String> line(int account, String state) {
        return heard(LineEvents.CHANGED, Map.of(LineEvents.ACCOUNT, account, LineEvents.STATE, state));
    }

    @Test
    void aPhoneThatStartsTellsWhatItFinds() {
        start(false, everything());
        assertThat(asked).containsExactly("registerSucceeded-1001-", "registerFailed-1002-");
        assertThat(heard(ActionUrls.FRAMEWORK_STARTED, Map.of())).containsExactly("setupCompleted--");
    }

    @Test
    void registrationsAreToldWhenTheyChange() {
        start(true, everything());
        assertThat(asked).isEmpty();
        assertThat(line(1, "registered")).isEmpty();
        assertThat(line(1, "registering")).isEmpty();
        assertThat(line(1, "registered")).isEmpty();
        assertThat(line(1, "failed")).containsExactly("registerFailed-1001-");
        assertThat(line(1, "registered")).containsExactly("registerSucceeded-1001-");
        assertThat(line(1, "off")).containsExactly("unregistered-1001-");
        assertThat(line(2, "registering")).isEmpty();
        assertThat(line(2, "failed")).isEmpty();
        assertThat(line(2, "off")).isEmpty();
        assertThat(line(3, "registered")).containsExactly("registerSucceeded-1003-");
    }

    @ParameterizedTest
    @CsvSource({"dnd,true,dndEnabled", "dnd,false,dndDisabled", "forward.always,true,immediateForwardEnabled",
            "forward.always,false,immediateForwardDisabled", "forward.busy,true,busyForwardEnabled",
            "forward.busy,false,busyForwardDisabled",
            "forward.noAnswer,true,noReplyForwardEnabled", "forward.noAnswer,false,noReplyForwardDisabled"})
    void servicesOfALineAreTold(String service, boolean on, String parameter) {
        start(true, everything());
        assertThat(heard(LineEvents.SWITCHED, Map.of(LineEvents.ACCOUNT, 2, LineEvents.SERVICE, service, LineEvents.ON, on)))
                .containsExactly(parameter + "-1002-");
        assertThat(heard(LineEvents.SWITCHED, Map.of(LineEvents.ACCOUNT, 2, LineEvents.SERVICE, "other", LineEvents.ON, on))).isEmpty();
    }

    @Test
    void whatPeopleAndProvisioningDoIsTold() {
        start(true, everything());
        assertThat(heard(DeviceEvents.HOOK, Map.of(DeviceEvents.OFF_HOOK, true))).containsExactly("offHook--");
        assertThat(heard(DeviceEvents.HOOK, Map.of(DeviceEvents.OFF_HOOK, false))).containsExactly("onHook--");
        assertThat(heard(DeviceEvents.KEY, Map.of(DeviceEvents.KEY_NAME, "HANDSFREE"))).containsExactly("handfree--");
        assertThat(heard(DeviceEvents.KEY, Map.of(DeviceEvents.KEY_NAME, "HEADSET"))).containsExactly("headset--");
        assertThat(heard(DeviceEvents.KEY, Map.of(DeviceEvents.KEY_NAME, "OK"))).isEmpty();
        assertThat(heard(ProvisioningEvents.STARTED, Map.of(ProvisioningEvents.AT_START, false))).containsExactly("autopStart--");
        assertThat(provisioned(true, "applied")).containsExactly("autopFinish--");
        assertThat(provisioned(true, "failed")).isEmpty();
        assertThat(provisioned(false, "applied")).isEmpty();
    }

    private List<String> provisioned(boolean atStart, String result) {
        return heard(ProvisioningEvents.ENDED, Map.of(ProvisioningEvents.AT_START, atStart, ProvisioningEvents.RESULT, result));
    }

    @Test
    void aResetIsToldBeforeTheRestartThatItTakes() {
        start(true, everything());
        assertThat(farewell(false)).containsExactly("reboot--");
        assertThat(farewell(true)).containsExactly("reset--", "reboot--");
        assertThat(log.messages(LogLevel.WARN)).isEmpty();
    }

    /** The phone waits for its server, which is asked meanwhile. */
    private List<String> farewell(boolean reset) {
        asked.clear();
        Event event = new Event(DeviceEvents.REBOOT, Map.of(DeviceEvents.RESET, reset));
        Thread phone = Thread.ofVirtual().start(() -> urls.handleEvent(event));
        scopes.settleUntil(() -> !phone.isAlive(), Duration.ofSeconds(10));
        return List.copyOf(asked);
    }

    @Test
    void anotherAddressIsToldButNotTheFirstOrTheSame() throws Exception {
        start(true, everything());
        Dhcp dhcp = new Dhcp();
        urls.bindDhcp(dhcp);
        assertThat(leased(dhcp, "", "")).isEmpty();
        assertThat(leased(dhcp, "192.0.2.7", "")).isEmpty();
        assertThat(leased(dhcp, "192.0.2.7", "2001:db8::7")).isEmpty();
        assertThat(leased(dhcp, "192.0.2.8", "2001:db8::7")).containsExactly("ipChanged--");
        assertThat(leased(dhcp, "", "2001:db8::7")).isEmpty();
        assertThat(leased(dhcp, "192.0.2.8", "")).isEmpty();
        assertThat(leased(dhcp, "192.0.2.9", "2001:db8::9")).containsExactly("ipChanged--");
        Dhcp other = new Dhcp();
        urls.bindDhcp(other);
        urls.unbindDhcp(dhcp);
        assertThat(leased(dhcp, "192.0.2.10", "")).isEmpty();
        assertThat(leased(other, "192.0.2.10", "")).containsExactly("ipChanged--");
        urls.unbindDhcp(other);
        assertThat(leased(other, "192.0.2.11", "")).isEmpty();
    }

    private List<String> leased(Dhcp dhcp, String ipv4, String ipv6) {
        asked.clear();
        dhcp.say(ipv4, ipv6);
        scopes.settle();
        return List.copyOf(asked);
    }

    @Test
    void callsAreToldWithTheirAccount() {
        start(true, everything());
        Call call = FakeCalls.call("c1", Direction.OUT, State.DIALING);
        assertThat(heard(CallEvents.NEW, Map.of(CallEvents.CALL, call))).containsExactly("idleToBusy-1001-Bob", "outgoingCall-1001-Bob");
        assertThat(heard(CallEvents.CHANGED, Map.of(CallEvents.CALL, FakeCalls.call("c1", Direction.OUT, State.TALKING))))
                .containsExactly("callEstablished-1001-Bob");
        assertThat(heard(CallEvents.ENDED,
                Map.of(CallEvents.CALL, FakeCalls.call("c1", Direction.OUT, State.ENDED), CallEvents.WAS, "talking",
                        CallEvents.BY, "local", CallEvents.REASON, "")))
                .containsExactly("callTerminated-1001-Bob", "busyToIdle-1001-Bob");
    }

    @Test
    void nobodyIsAskedUnlessAUrlIsConfigured() {
        start(false, Map.of());
        assertThat(heard(ActionUrls.FRAMEWORK_STARTED, Map.of())).isEmpty();
        urls.modified(Configs.of(ActionUrlConfig.class, Map.of("setupCompleted", "http://server/?now")));
        assertThat(heard(ActionUrls.FRAMEWORK_STARTED, Map.of())).containsExactly("now");
    }

    @Test
    void aUrlThatIsNotPermittedIsNamedAndNotAskedFor() {
        Map<String, Object> config = new HashMap<>(everything());
        config.put("mute", "ftp://user:secret@server/?$mac");
        config.put("callHold", "http://user:secret@ser ver/?$mac");
        start(true, config);
        Call call = FakeCalls.call("c1", Direction.OUT, State.TALKING);
        heard(CallEvents.NEW, Map.of(CallEvents.CALL, call));
        assertThat(
                heard(CallEvents.CHANGED, Map.of(CallEvents.CALL, new Call("c1", "", 1, Direction.OUT, State.TALKING, "sip:bob@example.com",
                        "Bob", "", 0, "", true, false, false, true, Call.Rtp.NONE, 0, 0))))
                .isEmpty();
        assertThat(log.messages(LogLevel.WARN)).containsExactly(
                "ActionUrlCallHold is not a URL to ask for: http://HOST/... and https://HOST/... are permitted",
                "ActionUrlMute is not a URL to ask for: http://HOST/... and https://HOST/... are permitted");
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        start(true, everything());
        assertThat(scopes.openScopes()).containsExactly("feature.actionurl");
        urls.deactivate();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(heard(DeviceEvents.HOOK, Map.of(DeviceEvents.OFF_HOOK, true))).isEmpty();
    }
}
