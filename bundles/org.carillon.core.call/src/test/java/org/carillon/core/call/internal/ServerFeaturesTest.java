package org.carillon.feature.dnd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.SipException;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakeSettings;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class DndSyncTest {
    private final ManualScopes scopes = new ManualScopes();
    private final FakeConfigurations accounts = new FakeConfigurations(3);
    private final FakeLines lines = new FakeLines().put(1, Line.State.FAILED).put(2, Line.State.REGISTERED).put(3, Line.State.REGISTERED);
    private final FakeCalls calls = new FakeCalls();
    private final FakeSettings settings = new FakeSettings().onSet(this::stored);
    private final RecordingLog log = new RecordingLog();
    private final Server server = new Server();
    private final Map<String, Object> phone = new HashMap<>();
    private final DndScreening dnd = new DndScreening(Configs.defaults(DndConfig.class), accounts);
    private DndSync sync;

    /** A server with subscriptions; what it was asked for by account. */
    private static final class Server implements EventSubscriptions {
        final Map<Integer, Listener> open = new HashMap<>();
        final List<String> said = new ArrayList<>();
        String refusal;

        @Override
        public Subscription subscribe(int account, String event, String accept, Listener listener) {
            if (refusal != null) {
                throw new SipException(refusal);
            }
            assertThat(event).isEqualTo("as-feature-event");
            open.put(account, listener);
            return new Subscription() {
                @Override
                public void send(String contentType, String body) {
                    said.add(account + (body.contains(">true<") ? " on" : " off"));
                }

                @Override
                public void close() {
                    open.remove(account);
                }
            };
        }

        void notify(int account, boolean on) {
            open.get(account).notified(DndEvent.TYPE, "<DoNotDisturbEvent ><doNotDisturbOn>" + on + "</doNotDisturbOn></DoNotDisturbEvent>",
                    Map.of());
        }
    }

    private void start(Map<String, ?> values) {
        configure(values);
        sync = new DndSync(dnd, settings, lines, calls, server, scopes, log.logger());
        scopes.settle();
    }

    private void configure(Map<String, ?> values) {
        phone.putAll(values);
        dnd.modified(Configs.of(DndConfig.class, Map.copyOf(phone)));
    }

    /** What core.config does when the phone sets something. */
    private void stored(Map<String, String> values) {
        configure(Map.of("enable", Boolean.valueOf(values.get("FeatureDndEnable"))));
        changed("user", "FeatureDndEnable");
    }

    private void changed(String layer, String... ids) {
        sync.handleEvent(new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.IDS, List.of(ids), ParameterEvents.LAYER, layer)));
        scopes.settle();
    }

    private void turn(boolean on) {
        settings.set(Map.of("FeatureDndEnable", String.valueOf(on)));
    }

    private void lineChanged(int account, Line.State state) {
        lines.put(account, state);
        sync.handleEvent(new Event(LineEvents.CHANGED, Map.of(LineEvents.ACCOUNT, account)));
        scopes.settle();
    }

    private boolean rejects(int account) {
        return !dnd.judge(new IncomingCall("c1", account, "", "", "", false)).equals(Verdict.ring());
    }

    @Test
    void codesAreDialledForAPersonOverTheFirstRegisteredLine() {
        start(Map.of("onCode", "*78", "offCode", "*79"));
        turn(true);
        turn(false);
        assertThat(calls.requests()).containsExactly("dial *78 2", "dial *79 2");
    }

    @Test
    void nothingIsDialledForProvisioningOtherParametersOrBlankCodes() {
        start(Map.of("onCode", "*78"));
        configure(Map.of("enable", true));
        changed("mac", "FeatureDndEnable");
        changed("user", "FeatureDndOnCode", "Account2DndEnable");
        turn(false);
        assertThat(calls.requests()).isEmpty();
    }

    @Test
    void inCustomModeEachAccountHasItsCode() {
        start(Map.of("mode", 1, "onCode", "*78"));
        accounts.put(DndConfig.Account.PID, 2, Map.of("enable", true, "onCode", "*72"));
        accounts.put(DndConfig.Account.PID, 3, Map.of("offCode", "*73"));
        changed("user", "Account1DndEnable", "Account2DndEnable", "Account3DndEnable");
        assertThat(calls.requests()).containsExactly("dial *72 2", "dial *73 3");
    }

    @Test
    void aCodeThatCannotBeDialledIsLogged() {
        Calls broken = (Calls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Calls.class},
                (proxy, method, arguments) -> {
                    throw new CallException("no port is free");
                });
        configure(Map.of("onCode", "*78"));
        sync = new DndSync(dnd, settings, lines, broken, server, scopes, log.logger());
        turn(true);
        assertThat(log.messages(LogLevel.WARN)).containsExactly("the server of account 2 was not told that DND is on: no port is free");
    }

    @Test
    void codesAreFeatureCodes() {
        List<DialRequest> requests = new ArrayList<>();
        Calls taking = (Calls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Calls.class},
                (proxy, method, arguments) -> {
                    requests.add((DialRequest) arguments[0]);
                    return FakeCalls.call("c1", Call.Direction.OUT, Call.State.DIALING);
                });
        configure(Map.of("onCode", "*78"));
        sync = new DndSync(dnd, settings, lines, taking, server, scopes, log.logger());
        turn(true);
        assertThat(requests).containsExactly(new DialRequest("*78", 2, true));
    }

    @Test
    void aSubscriptionTellsTheServer() {
        start(Map.of("method", 1, "onCode", "*78"));
        assertThat(server.open).containsOnlyKeys(2);
        turn(true);
        turn(false);
        assertThat(server.said).containsExactly("2 on", "2 off");
        assertThat(calls.requests()).isEmpty();
    }

    @Test
    void theServerTurnsThePhoneAndHearsNoEcho() {
        start(Map.of("method", 1));
        server.notify(2, true);
        scopes.settle();
        assertThat(settings.values()).isEqualTo(Map.of("FeatureDndEnable", "true"));
        assertThat(server.said).isEmpty();
        turn(false);
        assertThat(server.said).containsExactly("2 off");
        server.notify(2, false);
        scopes.settle();
        assertThat(server.said).hasSize(1);
    }

    @Test
    void ofNotificationsThatMeetTheLastCounts() {
        start(Map.of("method", 1));
        server.notify(2, true);
        server.notify(2, false);
        scopes.settle();
        assertThat(settings.values()).isEmpty();
    }

    @Test
    void aServerThatKnowsRejectsByItselfUntilItRefuses() {
        start(Map.of("method", 1));
        turn(true);
        assertThat(rejects(2)).isTrue();
        server.notify(2, true);
        scopes.settle();
        assertThat(rejects(2)).isFalse();
        assertThat(rejects(3)).isTrue();
        server.open.get(2).refused(489, "Bad Event");
        assertThat(rejects(2)).isTrue();
        assertThat(log.messages(LogLevel.WARN)).containsExactly("the server of account 2 refuses as-feature-event: 489 Bad Event");
    }

    @Test
    void subscriptionsFollowLinesAndParameters() {
        start(Map.of("method", 1));
        lineChanged(1, Line.State.REGISTERED);
        assertThat(server.open).containsOnlyKeys(1);
        configure(Map.of("mode", 1));
        accounts.put(DndConfig.Account.PID, 3, Map.of("method", 1));
        changed("common", "FeatureDndMode", "Account3DndMethod");
        assertThat(server.open).containsOnlyKeys(3);
        lineChanged(3, Line.State.FAILED);
        assertThat(server.open).isEmpty();
        server.refusal = "there is no line 3";
        lineChanged(3, Line.State.REGISTERED);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("there is no line 3");
        assertThat(scopes.openScopes()).containsExactly("feature.dnd");
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        start(Map.of("method", 1));
        EventSubscriptions.Listener listener = server.open.get(2);
        sync.deactivate();
        assertThat(server.open).isEmpty();
        assertThat(scopes.openScopes()).isEmpty();
        listener.notified(DndEvent.TYPE, "<DoNotDisturbEvent ><doNotDisturbOn>true</doNotDisturbOn></DoNotDisturbEvent>", Map.of());
        changed("user", "FeatureDndEnable");
        assertThat(settings.values()).isEmpty();
        assertThat(scopes.readyTasks()).isZero();
    }

    @Test
    void aRefusedSettingIsLogged() {
        settings.refuse("FeatureDndEnable", "FeatureDndEnable: locked");
        start(Map.of("method", 1));
        server.notify(2, true);
        scopes.settle();
        assertThat(log.messages(LogLevel.ERROR)).containsExactly("DND of account 2 does not follow the server: FeatureDndEnable: locked");
    }
}
