package org.carillon.feature.actionurl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.device.DeviceEvents;
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
