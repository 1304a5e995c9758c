package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.carillon.api.scope.Scope;
import org.carillon.api.sip.GroupSubscriptions;
import org.carillon.api.sip.GroupSubscriptions.Notification;
import org.carillon.api.sip.GroupSubscriptions.Question;
import org.carillon.api.sip.SipException;
import org.carillon.lib.jainsip.Receiver;
import org.carillon.lib.jainsip.Transport;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.Footprint;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.Mutator;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

/** What a port that asks a group says, and whom it listens to. */
class GroupPortTest {
    private static final Question QUESTION = new Question(new InetSocketAddress("224.0.1.75", 5060), 5082, "MAC:3C28A6200088",
            "ua-profile;profile-type=\"device\";vendor=\"Carillon\"", "application/url, text/plain");
    private static final String OURS = "sip:MAC%3A3C28A6200088@192.0.2.1:5082";
    private static final String URL = "Content-Type: application/url\n\nhttp://192.0.2.9/\n";

    private final ManualScopes clock = new ManualScopes();
    private final Scope scope = clock.open("test");
    private final RecordingLog log = new RecordingLog();
    private final Queue<Fixture.Datagram> sent = new ArrayDeque<>();
    private final List<String> answers = new ArrayList<>();
    private final List<Notification> told = new ArrayList<>();
    private int verdict = 200;
    private Receiver receiver;
    private GroupPort port;

    @BeforeEach
    void open() throws Exception {
        port = new GroupPort(new GroupPort.Surroundings(clock, scope, scope.serial("sip"), new Wire(), "Carillon M8", new Random(1),
                log.logger()), QUESTION, new GroupSubscriptions.Listener() {
                    @Override
                    public void answered(int code, String reason) {
                        answers.add(code + " " + reason);
                    }

                    @Override
                    public int notified(Notification notification) {
                        told.add(notification);
                        if (verdict == 0) {
                            throw new IllegalStateException("on purpose");
                        }
                        return verdict;
                    }
                });
    }

    @AfterEach
    void close() {
        port.close();
        assertThat(receiver).isNull();
        assertThat(clock.waitingTimers()).isZero();
    }

    private final class Wire implements Transport {
        @Override
        public String name() {
            return "udp";
        }

        @Override
        public InetAddress localAddress() {
            return InetAddress.ofLiteral("192.0.2.1");
        }

        @Override
        public int localPort() {
            return 5082;
        }

        @Override
        public boolean reliable() {
            return false;
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public int longest() {
            return UdpTransport.MAX_MESSAGE;
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        @Override
        public void send(byte[] message, InetAddress address, int to) {
            sent.add(new Fixture.Datagram(Sip.parse(new String(message, StandardCharsets.UTF_8)), new InetSocketAddress(address, to)));
        }

        @Override
        public void stop() {
            receiver = null;
        }
    }

    private void receive(byte[] bytes) {
        scope.serial("sip").execute(() -> receiver.received(bytes, bytes.length, Fixture.PEER));
        clock.settle();
    }

    private void receive(String text) {
        receive(text.getBytes(StandardCharsets.UTF_8));
    }

    private Sip next() {
        clock.settle();
        assertThat(sent).isNotEmpty();
        return sent.poll().message();
    }

    private Sip asked() {
        port.ask();
        return next();
    }

    private static String notify(String callId, String toTag, String more) {
        return Fixture.request("NOTIFY", OURS, callId, 1, "n" + callId, toTag, more);
    }

    private int answer(String request) {
        receive(request);
        return next().code();
    }

    @Test
    void theQuestionGoesToTheGroup() {
        port.ask();
        clock.settle();
        assertThat(sent.element().to()).isEqualTo(QUESTION.group());
        var subscribe = next();
        assertThat(subscribe.startLine()).isEqualTo("SUBSCRIBE sip:MAC%3A3C28A6200088@224.0.1.75 SIP/2.0");
        assertThat(subscribe.header("Event")).isEqualTo("ua-profile;profile-type=\"device\";vendor=\"Carillon\"");
        assertThat(subscribe.header("Expires")).isEqualTo("0");
        assertThat(subscribe.header("Via")).startsWith("SIP/2.0/UDP 192.0.2.1:5082;").contains("rport");
        assertThat(subscribe.contact()).isEqualTo(OURS);
        assertThat(subscribe.toString()).contains("Accept: application/url", "text/plain");
    }

    @Test
    void itIsRepeatedUntilSomebodyAnswers() {
        var subscribe = asked();
        clock.advance(Duration.ofSeconds(4));
        assertThat(sent).hasSizeGreaterThan(2);
        receive(subscribe.answer(200, "OK", "peer", "Expires: 0"));
        sent.clear();
        clock.advance(Duration.ofSeconds(40));
        assertThat(sent).isEmpty();
        assertThat(answers).containsExactly("200 OK");
    }

    @Test
    void thereMayBeNobody() {
        port.ask();
        clock.advance(Duration.ofSeconds(40));
        assertThat(answers).containsExactly("408 no answer");
    }

    @Test
    void aSecondServersAnswerIsOneTooMany() {
        var subscribe = asked();
        receive(subscribe.answer(404, "Not Found", "one", ""));
        receive(subscribe.answer(200, "OK", "two", ""));
        assertThat(answers).containsExactly("404 Not Found");
        assertThat(log.messages(LogLevel.ERROR)).isEmpty();
    }

    @Test
    void whoSawTheQuestionIsTold() {
        var subscribe = asked();
        var notify = notify(subscribe.callId(), subscribe.fromTag(),
                "Event: ua-profile\nSubscription-State: terminated;reason=timeout\n" + URL);
        assertThat(answer(notify)).isEqualTo(200);
        asked();
        assertThat(answer(notify(subscribe.callId(), subscribe.fromTag(), "Event: UA-Profile;effective-by=0\n" + URL))).isEqualTo(200);
        assertThat(told).hasSize(2).allMatch(Notification::asked).first()
                .isEqualTo(new Notification(Fixture.PEER.getAddress(), true, "application/url", Map.of(), "http://192.0.2.9/\r\n"));
    }

    @Test
    void othersAreTakenForWhatTheyAre() {
        var subscribe = asked();
        assertThat(answer(notify("else", null, "Event: ua-profile\nContent-Type: message/external-body; ACCESS-TYPE=\"URL\";\n"
                + " URL=\"http://192.0.2.9/a;b?c\"\n\nContent-Type: text/xml\n\n"))).isEqualTo(200);
        assertThat(told).singleElement().satisfies(notification -> {
            assertThat(notification.asked()).isFalse();
            assertThat(notification.contentType()).isEqualTo("message/external-body");
            assertThat(notification.contentParameters()).isEqualTo(Map.of("access-type", "URL", "url", "http://192.0.2.9/a;b?c"));
        });
        assertThat(answer(notify(subscribe.callId(), "forged", "Event: ua-profile\n" + URL))).isEqualTo(481);
        assertThat(answer(notify("else", subscribe.fromTag(), "Event: ua-profile\n" + URL))).isEqualTo(481);
        assertThat(told).hasSize(1);
    }

    @Test
    void onlyThatEventIsHeard() {
        receive(notify("other", null, "Event: presence\n" + URL));
        var answer = next();
        assertThat(answer.code()).isEqualTo(489);
        assertThat(answer.header("Allow-Events")).isEqualTo("ua-profile");
        assertThat(answer(notify("none", null, URL))).isEqualTo(489);
        receive(Fixture.request("INVITE", OURS, "call", 1, "call", null, "Contact: <sip:bob@192.0.2.9>\n" + Fixture.offer()));
        answer = next();
        assertThat(answer.code()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("NOTIFY");
        assertThat(answer(Fixture.request("CANCEL", OURS, "call", 1, "call", null, ""))).isEqualTo(481);
        assertThat(answer(notify("required", null, "Event: ua-profile\nRequire: 100rel\n" + URL))).isEqualTo(420);
        assertThat(told).isEmpty();
    }

    @Test
    void theListenerSaysTheAnswer() {
        verdict = 415;
        receive(notify("a", null, "Event: ua-profile\n" + URL));
        assertThat(next().toString()).contains("415 ", "Accept: application/url");
        verdict = 0;
        assertThat(answer(notify("b", null, "Event: ua-profile\n" + URL))).isEqualTo(500);
    }

    @Test
    void aFloodLeavesNothingBehind() {
        var mutator = new Mutator(6665, 12_000);
        var subscribe = asked();
        var samples = List.of(notify("a", null, "Event: ua-profile\n" + URL).getBytes(StandardCharsets.UTF_8),
                notify(subscribe.callId(), subscribe.fromTag(), "Event: ua-profile;a=b\nSubscription-State: active;expires=9\n" + URL)
                        .getBytes(StandardCharsets.UTF_8),
                subscribe.answer(200, "OK", "peer", "Contact: <sip:x@192.0.2.9>").getBytes(StandardCharsets.UTF_8));
        fuzz(mutator, samples, 3_000);
        var before = Footprint.now();
        fuzz(mutator, samples, 20_000);
        before.requireNoGrowth(4L << 20);
        assertThat(log.entries()).noneMatch(entry -> entry.level() == LogLevel.ERROR);
        assertThat(clock.waitingTimers()).isLessThan(10);
        assertThat(answer(notify("last", null, "Event: ua-profile\n" + URL))).isEqualTo(200);
    }

    private void fuzz(Mutator mutator, List<byte[]> samples, int messages) {
        for (int i = 0; i < messages; i++) {
            receive(mutator.next(samples));
            sent.forEach(datagram -> assertThat(datagram.message().toString()).doesNotContain("gov.nist", "Exception", "java."));
            sent.clear();
            told.clear();
            clock.advance(Duration.ofMillis(20));
            if (log.entries().size() > 1_000) {
                assertThat(log.entries()).noneMatch(entry -> entry.level() == LogLevel.ERROR);
                log.clear();
            }
        }
    }

    @Test
    void aPhoneWithoutANetworkSaysSo() {
        var component = new GroupComponent(Configs.defaults(SipConfig.class), new FakePhone(Path.of("home")), clock, new RecordingFrames(),
                log.logger());
        assertThatThrownBy(() -> component.open(QUESTION, null)).isInstanceOf(SipException.class)
                .hasMessage("no network reaches the group 224.0.1.75 from 127.0.0.1");
        component.deactivate();
    }
}
