package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.carillon.api.line.Line;
import org.carillon.api.scope.Scope;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.core.digest.internal.Digests;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole SIP side on real sockets, threads and time; the other end is a socket that a test writes to. */
class OverUdpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final RecordingLog log = new RecordingLog();
    private final RecordingFrames frames = new RecordingFrames();
    private final Set<Thread> before = threads();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private volatile Leg leg;
    private DatagramSocket peer;
    private Scope scope;
    private UdpTransport transport;
    private SipCore phone;

    @BeforeEach
    void start() throws Exception {
        peer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        peer.setSoTimeout(5_000);
        var scopes = new SharedScopes(log.logger());
        scope = scopes.open("test");
        var sip = scope.serial("sip");
        transport = new UdpTransport(scope, sip, log.logger(), frames, LOOPBACK, 0, new Marking(40, 5));
        phone = new SipCore(new SipCore.Surroundings(scopes, scope, sip, new Transports(transport, Map.of()), "Carillon M8", "3C28A6200088",
                new Digests(),
                InetAddress::getByName, new SecureRandom(), () -> this::incoming, event -> Optional.empty(), lines::add, log.logger()));
    }

    @AfterEach
    void stop() throws Exception {
        scope.close();
        peer.close();
        assertThat(threads()).as("threads").allMatch(thread -> before.contains(thread) || idle(thread));
        assertThatThrownBy(() -> transport.send(new byte[1], LOOPBACK, 9)).isInstanceOf(IOException.class);
    }

    /** Shared threads outlive their scopes for a moment, with nothing to do. */
    private static boolean idle(Thread thread) {
        return !thread.getName().contains("sip-udp");
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).collect(Collectors.toSet());
    }

    private Leg.Listener incoming(Leg incoming, IncomingLegs.Invite invite) {
        leg = incoming;
        return new Fixture.Story() {
            @Override
            public void acknowledged(String answer) {
                calls.add("acknowledged");
            }

            @Override
            public void ended(int code, String reason, boolean byUs) {
                calls.add("ended " + code);
            }
        };
    }

    private void send(byte[] bytes) throws IOException {
        peer.send(new DatagramPacket(bytes, bytes.length, LOOPBACK, transport.localPort()));
    }

    private void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private Sip receive() throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        peer.receive(packet);
        return Sip.parse(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private Sip receive(String what) throws IOException {
        while (true) {
            var message = receive();
            if (((message.request() ? "" : message.code() + " ") + message.method()).equals(what)) {
                return message;
            }
        }
    }

    private String from(String text) {
        return text.replace("192.0.2.9:5060", "127.0.0.1:" + peer.getLocalPort()).replace("192.0.2.1",
                "127.0.0.1:" + transport.localPort());
    }

    private Sip registered() throws Exception {
        phone.put(Account.of(1,
                Configs.of(AccountConfig.class, Fixture.settings("server1Address", "127.0.0.1", "server1Port", peer.getLocalPort()))));
        var first = receive("REGISTER");
        send(first.answer(401, "Unauthorized", "s", "WWW-Authenticate: Digest realm=\"here\", nonce=\"abc\", algorithm=MD5, qop=\"auth\""));
        var second = receive("REGISTER");
        send(second.answer(200, "OK", "s", "Contact: <" + second.contact() + ">;expires=600"));
        while (!lines.poll(5, TimeUnit.SECONDS).registered()) {
            // not yet
        }
        return second;
    }

    @Test
    void registersWithDigest() throws Exception {
        var register = registered();
        assertThat(register.header("Authorization")).matches(
                "Digest (?=.*username=\"auth1001\")(?=.*realm=\"here\")(?=.*nonce=\"abc\")(?=.*nc=00000001)(?=.*qop=auth)(?=.*response=\"[0-9a-f]{32}\").*");
        var done = phone.stop();
        var leave = receive("REGISTER");
        assertThat(leave.header("Expires")).isEqualTo("0");
        send(leave.answer(200, "OK", "s", ""));
        done.get(5, TimeUnit.SECONDS);
    }

    @Test
    void takesACall() throws Exception {
        registered();
        send(from(Fixture.invite("call", Fixture.offer())));
        receive("100 INVITE");
        while (leg == null) {
            Thread.onSpinWait();
        }
        leg.ring();
        receive("180 INVITE");
        leg.accept(Fixture.OUR_SDP);
        var success = receive("200 INVITE");
        send(from(Fixture.request("ACK", success.contact(), "call", 1, "ack", success.toTag(), "")));
        assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("acknowledged");
        leg.end();
        var bye = receive("BYE");
        send(bye.answer(200, "OK", null, ""));
        assertThat(calls.poll(5, TimeUnit.SECONDS)).isEqualTo("ended 0");
    }

    @Test
    void noiseDoesNotHurt() throws Exception {
        registered();
        var random = new Random(1);
        var good = from(Fixture.request("OPTIONS", "sip:1001@192.0.2.1", "noise", 1, "noise", null, "")).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            var bytes = i % 2 == 0 ? new byte[random.nextInt(1, 1_400)] : good.clone();
            if (i % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                for (int change = 0; change < 3; change++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            send(bytes);
        }
        for (int i = 0; i < 20; i++) {
            drain();
            send(from(Fixture.request("OPTIONS", "sip:1001@192.0.2.1", "last", 1, "last" + i, null, "")));
            if (answered("last")) {
                return;
            }
        }
        throw new AssertionError("deaf");
    }

    private void drain() throws IOException {
        peer.setSoTimeout(50);
        try {
            while (true) {
                receive();
            }
        } catch (SocketTimeoutException e) {
            peer.setSoTimeout(5_000);
        }
    }

    private boolean answered(String callId) throws IOException {
        try {
            while (!callId.equals(receive().callId())) {
                // an answer to noise
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void tooLongAMessageIsRefused() throws Exception {
        var text = from(Fixture.request("MESSAGE", "sip:1001@192.0.2.1", "long", 1, "long", null,
                "Content-Type: text/plain\n\n" + "x".repeat(UdpTransport.MAX_MESSAGE)));
        send(text);
        assertThat(receive().startLine()).startsWith("SIP/2.0 513 ");
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        assertThatThrownBy(() -> new UdpTransport(scope, Runnable::run, log.logger(), frames, LOOPBACK, peer.getLocalPort(),
                new Marking(0, 0)))
                .isInstanceOf(BindException.class);
    }

    @Test
    void theWildcardHasAnAddress() {
        assertThat(LocalAddress.visible(InetAddress.ofLiteral("0.0.0.0")).isAnyLocalAddress()).isFalse();
    }

    @Test
    void theMarkChangesWhileItRuns() throws Exception {
        transport.mark(new Marking(0, 7));
        transport.mark(new Marking(63, 0));
        registered();
        assertThat(frames.marks()).containsExactly("UDP 5", "UDP 7", "UDP 0");
    }

    @Test
    void endingTakesNoTime() {
        var begin = System.nanoTime();
        scope.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    }
}
