package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.carillon.api.line.Line;
import org.carillon.api.scope.Scope;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.NotifyHandler;
import org.carillon.lib.jainsip.Receiver;
import org.carillon.lib.jainsip.Transport;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;

/** A phone's SIP side on a clock that the test moves, and the wire to it as text. */
final class Fixture implements AutoCloseable {
    static final String SDP = "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\nm=audio 9000 RTP/AVP 0\n";
    static final String OUR_SDP = SDP.replace("192.0.2.9", "192.0.2.1").replace("\n", "\r\n");
    static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.5", 5060);
    static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.9", 5060);

    /** What left the phone. */
    record Datagram(Sip message, InetSocketAddress to) {}

    final ManualScopes clock = new ManualScopes();
    final Scope scope = clock.open("test");
    final Queue<Datagram> sent = new ArrayDeque<>();
    final List<String> lineEvents = new ArrayList<>();
    final Map<String, String> names = new HashMap<>();
    final RecordingLog log = new RecordingLog();
    /** By event package. */
    final Map<String, NotifyHandler> handlers = new HashMap<>();
    final SipCore core;
    IncomingLegs taker;
    boolean deaf;
    private Receiver receiver;

    Fixture() throws Exception {
        core = new SipCore(new SipCore.Surroundings(clock, scope, scope.serial("sip"), new Transports(new Wire(), Map.of()), "Carillon M8",
                "3C28A6200088",
                new FakeDigest(), this::lookup, new Random(1), () -> taker, event -> Optional.ofNullable(handlers.get(event)),
                this::changed, log.logger()));
    }

    private InetAddress lookup(String host) throws UnknownHostException {
        if (!names.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        return InetAddress.ofLiteral(names.get(host));
    }

    private void changed(Line line) {
        lineEvents.add(line.account() + " " + line.state() + " " + line.code() + (line.reason().isEmpty() ? "" : " " + line.reason()));
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
            return 5060;
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
        public void start(Receiver to) {
            receiver = to;
        }

        @Override
        public void send(byte[] message, InetAddress address, int port) throws IOException {
            if (deaf) {
                throw new IOException("Network is unreachable");
            }
            sent.add(new Datagram(Sip.parse(new String(message, StandardCharsets.UTF_8)), new InetSocketAddress(address, port)));
        }

        @Override
        public void stop() {
            receiver = null;
        }
    }

    /** A message arrives. */
    void receive(InetSocketAddress from, String text) {
        var before = log.entries().size();
        receiveBad(from, text);
        assertThat(log.entries().subList(before, log.entries().size())).noneMatch(entry -> entry.message().startsWith("bad message"));
    }

    /** A message arrives that may break the rules. */
    void receiveBad(InetSocketAddress from, String text) {
        receiveBytes(from, text.getBytes(StandardCharsets.UTF_8));
    }

    void receiveBytes(InetSocketAddress from, byte[] bytes) {
        scope.serial("sip").execute(() -> receiver.received(bytes, bytes.length, from));
        clock.settle();
    }

    void settle() {
        clock.settle();
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    void seconds(double seconds) {
        clock.advance(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** The next message that left the phone. */
    Sip next() {
        clock.settle();
        var datagram = sent.poll();
        assertThat(datagram).as("a message").isNotNull();
        return datagram.message();
    }

    /** Where the next message that left the phone goes. */
    InetSocketAddress destination() {
        clock.settle();
        return sent.element().to();
    }

    /** The next message, which is this request, or response to it: {@code INVITE} or {@code 200 INVITE}. */
    Sip expect(String what) {
        var message = next();
        assertThat((message.request() ? "" : message.code() + " ") + message.method()).as(message.toString()).isEqualTo(what);
        return message;
    }

    void silent() {
        clock.settle();
        assertThat(sent).as("messages").isEmpty();
    }

    /** The other side's answer to what the phone sent. */
    void reply(Sip request, int code, String reason) {
        reply(request, code, reason, "");
    }

    void reply(Sip request, int code, String reason, String more) {
        receive(SERVER, request.answer(code, reason, "peer", more));
    }

    static Map<String, Object> settings(Object... more) {
        var values = new HashMap<String, Object>(Map.of("userName", "1001", "regName", "auth1001", "_password", "secret", "server1Address",
                "192.0.2.5"));
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        return values;
    }

    void configure(int account, Map<String, Object> values) {
        core.put(Account.of(account, Configs.of(AccountConfig.class, values)));
        clock.settle();
    }

    /** Account 1 is registered for an hour; nothing is left to be read. */
    void registered(Object... more) {
        configure(1, settings(more));
        reply(expect("REGISTER"), 200, "OK", "Expires: 3600");
        assertThat(lineEvents.getLast()).startsWith("1 REGISTERED");
    }

    /** A request of somebody else to the phone. */
    static String request(String method, String uri, String callId, long sequence, String branch, String toTag, String more) {
        return Sip.text(("""
                %s %s SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK%s;rport
                Max-Forwards: 70
                From: "Bob" <sip:bob@192.0.2.9>;tag=bob
                To: <sip:1001@192.0.2.5>%s
                Call-ID: %s
                CSeq: %d %s
                """.formatted(method, uri, branch, toTag == null ? "" : ";tag=" + toTag, callId, sequence, method) + more).stripTrailing()
                + (more.contains("\n\n") ? "\n" : ""));
    }

    static String invite(String callId, String more) {
        return request("INVITE", "sip:1001@192.0.2.1", callId, 1, callId + "1", null, "Contact: <sip:bob@192.0.2.9:5060>\n" + more);
    }

    static String offer() {
        return "Content-Type: application/sdp\n\n" + SDP;
    }

    @Override
    public void close() {
        scope.close();
        assertThat(clock.waitingTimers()).isZero();
    }

    /** Writes down what happens to a leg. */
    static class Story implements Leg.Listener {
        final List<String> events = new ArrayList<>();
        String sdp;

        private void add(String event, String sdp) {
            events.add(event + (sdp == null ? "" : " sdp"));
            this.sdp = sdp;
        }

        @Override
        public void progress(int code, String answer) {
            add("progress " + code, answer);
        }

        @Override
        public void answered(String answer) {
            add("answered", answer);
        }

        @Override
        public void acknowledged(String answer) {
            add("acknowledged", answer);
        }

        @Override
        public void offered(String offer) {
            add("offered", offer);
        }

        @Override
        public void reinvited(String answer) {
            add("reinvited", answer);
        }

        @Override
        public void reinviteFailed(int code, String reason) {
            add("reinviteFailed " + code + " " + reason, null);
        }

        @Override
        public void dtmfRefused(char digit, int code, String reason) {
            add("dtmfRefused " + digit + " " + code + " " + reason, null);
        }

        @Override
        public void ended(int code, String reason, boolean byUs) {
            add("ended " + code + " " + reason + (byUs ? " by us" : ""), null);
        }
    }
}
