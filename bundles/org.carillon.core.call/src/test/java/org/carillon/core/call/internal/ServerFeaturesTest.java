package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.ServerFeature;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.parameter.ParameterEvents;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.SipException;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakeSettings;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.log.LogLevel;

class ServerFeaturesTest {
    private final ManualScopes scopes = new ManualScopes();
    private final FakeLines lines = new FakeLines().put(1, Line.State.FAILED).put(2, Line.State.REGISTERED).put(3, Line.State.REGISTERED);
    private final FakeCalls calls = new FakeCalls();
    private final FakeSettings settings = new FakeSettings().onSet(this::stored);
    private final RecordingLog log = new RecordingLog();
    private final RecordingEvents events = new RecordingEvents();
    private final Server server = new Server();
    private final Lamp lamp = new Lamp("Lamp");
    private ServerFeatures features;

    /** A feature with a switch and a colour, which says something only while the lamp is on. */
    private static final class Lamp implements ServerFeature {
        final String name;
        final Map<String, String> values = new HashMap<>();
        final Map<Integer, Set<String>> known = new TreeMap<>();
        final Set<Integer> subscribing = new HashSet<>();
        boolean perAccount;

        Lamp(String name) {
            this.name = name;
        }

        String id(int account, String what) {
            return (perAccount ? "Account" + account : "Feature") + name + what;
        }

        @Override
        public boolean isPerAccount() {
            return perAccount;
        }

        @Override
        public boolean subscribes(int account) {
            return subscribing.contains(account);
        }

        @Override
        public List<Switch> switches(int account) {
            String on = values.getOrDefault(id(account, "On"), "false");
            String colour = values.getOrDefault(id(account, "Colour"), "");
            Map<String, String> all = Map.of(id(account, "On"), on, id(account, "Colour"), colour);
            return List.of(new Switch(name.toLowerCase(java.util.Locale.ROOT), on.equals("true"), all,
                    on.equals("true") ? all.keySet() : Set.of(id(account, "On")),
                    on.equals("true") ? "*1" + colour : "*0", Document.of("Set" + name, "on", on, "colour", colour)));
        }

        @Override
        public Map<String, String> read(int account, Document event) {
            Map<String, String> said = new HashMap<>();
            if (event.name().equals(name + "Event")) {
                said.put(id(account, "On"), event.elements().get("on"));
                event.elements().computeIfPresent("colour", (key, colour) -> said.put(id(account, "Colour"), colour));
            }
            return said;
        }

        @Override
        public void serverKnows(int account, Set<String> parameters) {
            known.put(account, parameters);
        }
    }

    /** A server with subscriptions; what it was asked for by account. */
    private static final class Server implements EventSubscriptions {
        final Map<Integer, Listener> open = new TreeMap<>();
        final List<String> said = new ArrayList<>();
        int subscriptions;
        String refusal;

        @Override
        public Subscription subscribe(int account, String event, String accept, Listener listener) {
            if (refusal != null) {
                throw new SipException(refusal);
            }
            assertThat(event).isEqualTo("as-feature-event");
            subscriptions++;
            open.put(account, listener);
            return new Subscription() {
                @Override
                public void send(String contentType, String body) {
                    said.add(account + " " + body.replaceAll(".*<on>(.*)</on><colour>(.*)</colour>.*", "$1 $2").strip());
                }

                @Override
                public void close() {
                    open.remove(account);
                }
            };
        }

        void notify(int account, String name, String elements) {
            open.get(account).notified(FeatureEvents.TYPE, "<" + name + "Event >" + elements + "</" + name + "Event>", Map.of());
        }
    }

    private void start() {
        start(calls);
    }

    private void start(Calls caller) {
        features = new ServerFeatures(settings, lines, caller, server, events, scopes, log.logger());
        features.bindFeature(lamp);
        scopes.settle();
    }

    /** What core.config does when the phone sets something. */
    private void stored(Map<String, String> values) {
        lamp.values.putAll(values);
        changed("user", values.keySet().toArray(String[]::new));
    }

    private void changed(String layer, String... ids) {
        features.handleEvent(new Event(ParameterEvents.CHANGED, Map.of(ParameterEvents.IDS, List.of(ids), ParameterEvents.LAYER, layer)));
        scopes.settle();
    }

    private void turn(boolean on) {
        settings.set(Map.of("FeatureLampOn", String.valueOf(on)));
    }

    private void lineChanged(int account, Line.State state) {
        lines.put(account, state);
        features.handleEvent(new Event(LineEvents.CHANGED, Map.of(LineEvents.ACCOUNT, account)));
        scopes.settle();
    }

    @Test
    void codesAreDialledForAPersonOverTheFirstRegisteredLine() {
        start();
        turn(true);
        turn(false);
        assertThat(calls.requests()).containsExactly("dial *1 2", "dial *0 2");
    }

    @Test
    void everyLineHearsWhoeverTurnsIt() {
        start();
        lamp.values.put("FeatureLampOn", "true");
        changed("mac", "FeatureLampOn");
        turn(false);
        changed("mac", "FeatureOther");
        assertThat(events.of(LineEvents.SWITCHED)).extracting(event -> event.getProperty(LineEvents.ACCOUNT) + " "
                + event.getProperty(LineEvents.SERVICE) + " " + event.getProperty(LineEvents.ON)).containsExactly("1 lamp true",
                        "2 lamp true", "3 lamp true", "1 lamp false", "2 lamp false", "3 lamp false");
    }

    @Test
    void whatStoodSoFromTheBeginningIsNoNews() {
        lamp.values.put("FeatureLampOn", "true");
        start();
        changed("mac", "FeatureOther");
        assertThat(events.of(LineEvents.SWITCHED)).isEmpty();
    }

    @Test
    void nothingIsDialledForProvisioningOrOtherParameters() {
        start();
        lamp.values.put("FeatureLampOn", "true");
        changed("mac", "FeatureLampOn");
        changed("user", "FeatureOther", "Account2LampOn");
        assertThat(calls.requests()).isEmpty();
    }

    @Test
    void whatBelongsToASwitchIsToldWhileItSaysSomething() {
        start();
        settings.set(Map.of("FeatureLampColour", "red"));
        assertThat(calls.requests()).isEmpty();
        turn(true);
        settings.set(Map.of("FeatureLampColour", "blue"));
        assertThat(calls.requests()).containsExactly("dial *1red 2", "dial *1blue 2");
    }

    @Test
    void whereEachAccountHasASwitchItsOwnServerIsTold() {
        lamp.perAccount = true;
        start();
        settings.set(Map.of("Account1LampOn", "true", "Account3LampOn", "true"));
        assertThat(calls.requests()).containsExactly("dial *1 3");
    }

    @Test
    void aCodeThatCannotBeDialledIsLogged() {
        start((Calls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Calls.class}, (proxy, method, arguments) -> {
            throw new CallException("no port is free");
        }));
        turn(true);
        assertThat(log.messages(LogLevel.WARN)).containsExactly("code *1 was not dialled for account 2: no port is free");
    }

    @Test
    void codesAreFeatureCodes() {
        List<DialRequest> requests = new ArrayList<>();
        start((Calls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Calls.class}, (proxy, method, arguments) -> {
            requests.add((DialRequest) arguments[0]);
            return FakeCalls.call("c1", Call.Direction.OUT, Call.State.DIALING);
        }));
        turn(true);
        assertThat(requests).containsExactly(new DialRequest("*1", 2, true));
    }

    @Test
    void aSubscriptionTellsTheServer() {
        lamp.subscribing.add(2);
        start();
        assertThat(server.open).containsOnlyKeys(2);
        turn(true);
        settings.set(Map.of("FeatureLampColour", "red"));
        turn(false);
        assertThat(server.said).containsExactly("2 true", "2 true red", "2 false red");
        assertThat(calls.requests()).isEmpty();
    }

    @Test
    void theServerTurnsThePhoneAndHearsNoEcho() {
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>true</on><colour>red</colour>");
        scopes.settle();
        assertThat(settings.values()).isEqualTo(Map.of("FeatureLampOn", "true", "FeatureLampColour", "red"));
        assertThat(server.said).isEmpty();
        turn(false);
        assertThat(server.said).containsExactly("2 false red");
        server.notify(2, "Lamp", "<on>false</on>");
        scopes.settle();
        assertThat(server.said).hasSize(1);
    }

    @Test
    void onlyWhatDiffersIsSet() {
        lamp.subscribing.add(2);
        lamp.values.put("FeatureLampColour", "red");
        start();
        server.notify(2, "Lamp", "<on>true</on><colour>red</colour>");
        scopes.settle();
        assertThat(settings.values()).isEqualTo(Map.of("FeatureLampOn", "true"));
    }

    @Test
    void ofNotificationsThatMeetTheLastCounts() {
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>true</on>");
        server.notify(2, "Lamp", "<on>false</on>");
        scopes.settle();
        assertThat(settings.values()).isEmpty();
    }

    @Test
    void featuresHearOfWhatTheServerKnowsUntilItRefuses() {
        lamp.subscribing.add(2);
        start();
        turn(true);
        assertThat(lamp.known).isEmpty();
        server.notify(2, "Other", "<on>true</on>");
        assertThat(lamp.known).isEmpty();
        server.notify(2, "Lamp", "<on>true</on>");
        assertThat(lamp.known).isEqualTo(Map.of(2, Set.of("FeatureLampOn")));
        server.open.get(2).refused(489, "Bad Event");
        assertThat(lamp.known).isEqualTo(Map.of(2, Set.of()));
        assertThat(log.messages(LogLevel.WARN)).containsExactly("the server of account 2 refuses as-feature-event: 489 Bad Event");
    }

    @Test
    void subscriptionsFollowLinesAndParameters() {
        lamp.subscribing.add(1);
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>true</on>");
        lineChanged(1, Line.State.REGISTERED);
        assertThat(server.open).containsOnlyKeys(1);
        assertThat(lamp.known).isEqualTo(Map.of(2, Set.of()));
        lamp.perAccount = true;
        lamp.subscribing.retainAll(Set.of(2));
        lamp.subscribing.add(3);
        changed("common", "FeatureLampMode");
        assertThat(server.open).containsOnlyKeys(2, 3);
        lineChanged(3, Line.State.FAILED);
        assertThat(server.open).containsOnlyKeys(2);
        server.refusal = "there is no line 3";
        lineChanged(3, Line.State.REGISTERED);
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString().contains("there is no line 3");
        assertThat(scopes.openScopes()).containsExactly("core.call.features", "core.call.features/account2");
    }

    @Test
    void featuresShareASubscriptionThatIsMadeAnewForALateOne() {
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>true</on>");
        scopes.settle();
        Lamp late = new Lamp("Late");
        late.subscribing.add(2);
        features.bindFeature(late);
        scopes.settle();
        assertThat(server.subscriptions).isEqualTo(2);
        assertThat(server.open).containsOnlyKeys(2);
        assertThat(lamp.known).isEqualTo(Map.of(2, Set.of()));
        server.notify(2, "Lamp", "<on>true</on>");
        server.notify(2, "Late", "<on>false</on>");
        assertThat(lamp.known.get(2)).contains("FeatureLampOn");
        assertThat(late.known.get(2)).contains("FeatureLateOn");
        features.unbindFeature(lamp);
        features.unbindFeature(late);
        scopes.settle();
        assertThat(server.open).isEmpty();
    }

    /** A server that others subscribe to changes nothing of a feature that dials codes. */
    @Test
    void aFeatureThatDialsCodesHearsNothingOfASubscription() {
        Lamp other = new Lamp("Other");
        other.subscribing.add(2);
        start();
        features.bindFeature(other);
        scopes.settle();
        server.notify(2, "Lamp", "<on>true</on>");
        scopes.settle();
        assertThat(settings.values()).isEmpty();
        turn(true);
        assertThat(calls.requests()).containsExactly("dial *1 2");
        assertThat(server.said).isEmpty();
    }

    @Test
    void nothingIsLeftAfterTheEnd() {
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>false</on>");
        EventSubscriptions.Listener listener = server.open.get(2);
        features.deactivate();
        assertThat(server.open).isEmpty();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(lamp.known).isEqualTo(Map.of(2, Set.of()));
        listener.notified(FeatureEvents.TYPE, "<LampEvent ><on>true</on></LampEvent>", Map.of());
        changed("user", "FeatureLampOn");
        assertThat(settings.values()).isEmpty();
        assertThat(scopes.readyTasks()).isZero();
    }

    @Test
    void aRefusedSettingIsLogged() {
        settings.refuse("FeatureLampOn", "FeatureLampOn: locked");
        lamp.subscribing.add(2);
        start();
        server.notify(2, "Lamp", "<on>true</on>");
        scopes.settle();
        assertThat(log.messages(LogLevel.ERROR)).containsExactly("account 2 does not follow its server: FeatureLampOn: locked");
    }
}
