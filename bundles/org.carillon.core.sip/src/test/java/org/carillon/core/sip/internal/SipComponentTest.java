package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.device.Endpoint;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.sip.SipException;
import org.carillon.core.digest.internal.Digests;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class SipComponentTest {
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingEvents events = new RecordingEvents();
    private final RecordingLog log = new RecordingLog();
    private final RecordingFrames frames = new RecordingFrames();
    private final AtomicInteger registered = new AtomicInteger();
    private Dictionary<?, ?> published;
    private SipComponent sip;

    @AfterEach
    void stop() throws InterruptedException {
        var over = new AtomicBoolean();
        var others = Thread.ofPlatform().start(() -> scopes.settleUntil(over::get, Duration.ofSeconds(10)));
        sip.deactivate();
        over.set(true);
        others.join();
        assertThat(scopes.openScopes()).isEmpty();
        assertThat(registered).hasValue(0);
    }

    private void start(int port) throws Exception {
        sip = new SipComponent(context(), Configs.defaults(SipConfig.class), new FakePhone(Path.of("home")).port("sip", port), scopes,
                frames, new Digests(), events, new NotifyHandlers(), log.logger());
    }

    private BundleContext context() {
        var registration = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ServiceRegistration.class},
                (proxy, method, arguments) -> method.getName().equals("unregister") ? gone() : null);
        return (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{BundleContext.class},
                (proxy, method, arguments) -> {
                    registered.incrementAndGet();
                    published = (Dictionary<?, ?>) arguments[2];
                    return registration;
                });
    }

    private Object gone() {
        registered.decrementAndGet();
        return null;
    }

    private void account(Map<String, Object> values) {
        new AccountComponent(sip, Configs.of(AccountConfig.class, values), Map.of("index", 1));
        scopes.settle();
    }

    @Test
    void aFreePortIsPublished() throws Exception {
        start(0);
        assertThat(published.get(Endpoint.NAME)).isEqualTo("sip");
        assertThat((Integer) published.get(Endpoint.PORT)).isPositive();
        assertThat(published.get(Endpoint.FAILURE)).isNull();
    }

    @Test
    void aTakenPortIsSaidAndLinesFail() throws Exception {
        try (var other = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            start(other.getLocalPort());
            assertThat(published.get(Endpoint.PORT)).isEqualTo(other.getLocalPort());
            assertThat((String) published.get(Endpoint.FAILURE)).contains("127.0.0.1:" + other.getLocalPort());
            account(Fixture.settings("server1Address", "127.0.0.1"));
            assertThat(sip.get(1)).hasValueSatisfying(line -> assertThat(line.state()).isEqualTo(Line.State.FAILED));
        }
    }

    @Test
    void linesAreShownAndAnnounced() throws Exception {
        start(0);
        assertThat(sip.all()).isEmpty();
        account(Fixture.settings("server1Address", "127.0.0.1", "server1Port", 9));
        assertThat(sip.all()).singleElement().satisfies(line -> assertThat(line.state()).isEqualTo(Line.State.REGISTERING));
        assertThat(events.of(LineEvents.CHANGED)).singleElement().satisfies(event -> {
            assertThat(event.getProperty(LineEvents.ACCOUNT)).isEqualTo(1);
            assertThat(event.getProperty(LineEvents.STATE)).isEqualTo("registering");
        });
        scopes.advance(Duration.ofSeconds(33));
        assertThat(sip.get(1)).hasValueSatisfying(line -> assertThat(line.code()).isEqualTo(408));
    }

    @Test
    void anAccountGoesWithItsConfiguration() throws Exception {
        start(0);
        var account = new AccountComponent(sip, Configs.of(AccountConfig.class, Fixture.settings("server1Address", "127.0.0.1")),
                Map.of("index", 3));
        scopes.settle();
        assertThat(sip.get(3)).isPresent();
        account.modified(Configs.of(AccountConfig.class, Fixture.settings("server1Address", "127.0.0.1", "label", "Desk")));
        scopes.settle();
        assertThat(sip.get(3)).hasValueSatisfying(line -> assertThat(line.label()).isEqualTo("Desk"));
        account.deactivate();
        scopes.settle();
        assertThat(sip.all()).isEmpty();
    }

    @Test
    void withoutALineNothingIsSent() throws Exception {
        start(0);
        assertThatThrownBy(() -> sip.invite(1, "1002", null, new Fixture.Story())).isInstanceOf(SipException.class);
        assertThatThrownBy(() -> sip.subscribe(1, "x", "y", (type, body, headers) -> {})).isInstanceOf(SipException.class);
    }

    @Test
    void theMarkFollowsTheConfiguration() throws Exception {
        start(0);
        sip.modified(Configs.of(SipConfig.class, Map.of("dscp", 26, "priority", 6)));
        assertThat(log.entries()).isEmpty();
        assertThat(frames.marks()).containsExactly("UDP 5", "TCP 5", "UDP 6", "TCP 6");
    }
}
