package org.carillon.core.sip.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.Timeout;

/** SIP over TCP on real sockets, threads and time; the other end is a server that a test writes. */
@Timeout(60)
class OverTcpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final StreamLimits QUICK = new StreamLimits(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(10), 16);

    /** Asks often whether the other end is there. */
    private static final StreamLimits ANXIOUS = new StreamLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofMillis(1_200), Duration.ofMillis(900), 16);

    private final RecordingLog log = new RecordingLog();
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<Leg> calls = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private ServerSocket server;
    private Scope scope;
    private Listeners listeners;
    private SipCore phone;

    @BeforeEach
    void start() throws Exception {
        start(QUICK);
    }

    private void start(StreamLimits limits) throws Exception {
        server = new ServerSocket();
        server.bind(new InetSocketAddress(LOOPBACK, 0));
        server.setSoTimeout(5_000);
        var scopes = new SharedScopes(log.logger());
        scope = scopes.open("test");
        var sip = scope.serial("sip");
        var random = new SecureRandom();
        listeners = Listeners.bind(
                new StreamTransport.Surroundings(scopes, scope, sip, log.logger(), random, new RecordingFrames(), LOOPBACK, limits), 0,
                new Marking(40, 5),
                (socket, remote) -> socket);
        phone = new SipCore(new SipCore.Surroundings(scopes, scope, sip, listeners.transports(), "Carillon M8", "3C28A6200088",
                new Digests(), InetAddress::getByName, random, () -> this::incoming, event -> Optional.empty(), lines::add, log.logger()));
    }

    private Leg.Listener incoming(Leg leg, IncomingLegs.Invite invite) {
        calls.add(leg);
        leg.ring();
        return new Fixture.Story();
    }

    @AfterEach
    void stop() throws Exception {
        var begin = System.nanoTime();
        scope.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_900));
        for (var one : opened) {
            one.close();
        }
        server.close();
        assertThat(log.entries()).noneMatch(entry -> entry.message().equals("failed") || entry.message().contains("A task of"));
    }

    /** One end of a connection. */
    private final class Peer implements AutoCloseable {
        private final Socket socket;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(5_000);
            opened.add(this);
        }

        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
        }

        /** The next message; empty at the end. Keep-alives are passed over. */
        Optional<Sip> next() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
                int b = socket.getInputStream().read();
                if (b < 0) {
                    return Optional.empty();
                }
                head.write(b);
                if (head.toString(UTF_8).isBlank()) {
                    head.reset();
                }
            }
            var sip = Sip.parse(head.toString(UTF_8));
            var body = socket.getInputStream().readNBytes(Integer.parseInt(sip.header("Content-Length")));
            return Optional.of(new Sip(sip.startLine(), sip.headers(), new String(body, UTF_8)));
        }

        Sip expect(String what) throws IOException {
            var message = next().orElseThrow(() -> new AssertionError("closed instead of " + what));
            assertThat((message.request() ? "" : message.code() + " ") + message.method()).as(message.toString()).isEqualTo(what);
            return message;
        }

        /** Waits for the end of the connection. */
        void closed() throws IOException {
            try {
                while (socket.getInputStream().read() >= 0) {
                    // what was said before
                }
            } catch (java.net.SocketTimeoutException e) {
                throw new AssertionError("still open", e);
            } catch (IOException e) {
                // reset
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Peer accept() throws IOException {
        return new Peer(server.accept());
    }

    private Peer connect() throws IOException {
        return new Peer(new Socket(LOOPBACK, port()));
    }

    private int port() {
        return listeners.tcp().localPort();
    }

    private void configure(Object... more) {
        var settings = Fixture.settings("server1Address", "127.0.0.1", "server1Port", server.getLocalPort(), "server1Transport", 1);
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        phone.put(Account.of(1, Configs.of(AccountConfig.class, settings)));
    }

    private Line line(Line.State state) throws InterruptedException {
        while (true) {
            var line = lines.poll(5, TimeUnit.SECONDS);
            assertThat(line).as("a line that is %s", state).isNotNull();
            if (line.state() == state) {
                return line;
            }
        }
    }

    private Peer registered() throws Exception {
        configure();
        var peer = accept();
        peer.send(peer.expect("REGISTER").answer(200, "OK", "t", "Expires: 600"));
        line(Line.State.REGISTERED);
        return peer;
    }

    /** A request of Fixture's, as it stands for TCP and for a user of this phone. */
    private static String tcp(String text) {
        return text.replace("SIP/2.0/UDP", "SIP/2.0/TCP");
    }

    private static String options(String callId) {
        return tcp(Fixture.request("OPTIONS", "sip:1001@127.0.0.1", callId, 1, callId, null, ""));
    }

    @Test
    void aLineRegistersOverItsConnectionAndIsCalledOverIt() throws Exception {
        configure();
        var peer = accept();
        var register = peer.expect("REGISTER");
        assertThat(register.startLine()).isEqualTo("REGISTER sip:127.0.0.1:" + server.getLocalPort() + " SIP/2.0");
        assertThat(register.header("Via")).startsWith("SIP/2.0/TCP 127.0.0.1:" + port() + ";");
        assertThat(register.contact()).endsWith("@127.0.0.1:" + port() + ";transport=tcp");
        peer.send(register.answer(200, "OK", "t", "Expires: 600"));
        assertThat(line(Line.State.REGISTERED).transport()).isEqualTo("tcp");

        peer.send(tcp(Fixture.request("INVITE", register.contact(), "in", 1, "in", null,
                "Contact: <sip:bob@192.0.2.9:5060;transport=tcp>\n" + Fixture.offer())));
        peer.expect("100 INVITE");
        assertThat(peer.expect("180 INVITE").contact()).endsWith(":" + port() + ";transport=tcp");
    }

    @Test
    void anAnswerGoesOverTheConnectionOfItsRequest() throws Exception {
        var one = connect();
        var other = connect();
        one.send(options("one"));
        other.send(options("other"));
        assertThat(one.expect("404 OPTIONS").callId()).isEqualTo("one");
        assertThat(other.expect("404 OPTIONS").callId()).isEqualTo("other");
    }

    @Test
    void anAnswerWhoseConnectionIsGoneGoesToItsVia() throws Exception {
        var own = registered();
        var caller = connect();
        var invite = Fixture.request("INVITE", "sip:1001@127.0.0.1", "gone", 1, "gone", null,
                "Contact: <sip:bob@127.0.0.1:" + server.getLocalPort() + ";transport=tcp>\n" + Fixture.offer());
        caller.send(tcp(invite).replace("192.0.2.9:5060;branch", "127.0.0.1:" + server.getLocalPort() + ";branch"));
        caller.expect("100 INVITE");
        caller.expect("180 INVITE");
        caller.close();
        var leg = calls.poll(5, TimeUnit.SECONDS);
        while (listeners.tcp().connected() > 1) {
            Thread.sleep(5);
        }
        leg.reject(486);
        assertThat(own.expect("486 INVITE").callId()).as("over the connection that leads there").isEqualTo("gone");
    }

    @Test
    void aRefusedConnectionIsSaid() throws Exception {
        int port = server.getLocalPort();
        server.close();
        configure("server1Port", port);
        var line = line(Line.State.FAILED);
        assertThat(line.code()).isEqualTo(503);
        assertThat(line.reason()).isEqualTo("cannot connect to 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void aConnectionThatIsClosedIsMadeAgain() throws Exception {
        var first = registered();
        first.close();
        assertThat(line(Line.State.FAILED).reason()).isEqualTo("the other side closed the connection");
        var second = accept();
        second.send(second.expect("REGISTER").answer(200, "OK", "t", "Expires: 600"));
        line(Line.State.REGISTERED);
    }

    @Test
    void aCallWhoseConnectionIsGoneGoesOnOverTheNextOne() throws Exception {
        var first = registered();
        var server = "<sip:bob@127.0.0.1:" + this.server.getLocalPort() + ";transport=tcp>";
        var contact = "Contact: " + server + "\n";
        first.send(tcp(Fixture.request("INVITE", "sip:1001@127.0.0.1", "call", 1, "call", null, contact + Fixture.offer())));
        first.expect("100 INVITE");
        first.expect("180 INVITE");
        var leg = calls.poll(5, TimeUnit.SECONDS);
        leg.accept(Fixture.OUR_SDP);
        var tag = first.expect("200 INVITE").toTag();
        first.send(tcp(Fixture.request("ACK", "sip:1001@127.0.0.1", "call", 1, "ack", tag, "")));
        first.close();
        line(Line.State.FAILED);

        leg.reinvite(Fixture.OUR_SDP);
        var second = accept();
        var reinvite = second.expect("INVITE");
        assertThat(reinvite.uri()).isEqualTo(server.substring(1, server.length() - 1));
        second.send(reinvite.answer(200, "OK", null, contact + Fixture.offer()));
        second.expect("ACK");
        leg.end();
        assertThat(second.expect("BYE").callId()).isEqualTo("call");
        second.send(second.expect("REGISTER").answer(200, "OK", "t", "Expires: 600"));
        assertThat(line(Line.State.REGISTERED).transport()).isEqualTo("tcp");
    }

    @Test
    void aServerThatFallsSilentIsNoticed() throws Exception {
        stop();
        start(ANXIOUS);
        var peer = registered();
        pinged(peer);
        peer.send("\r\n");
        assertThat(line(Line.State.FAILED).reason()).isEqualTo("the server does not answer any more");
        peer.closed();
        accept().expect("REGISTER");
    }

    private static void pinged(Peer peer) throws IOException {
        assertThat(peer.socket.getInputStream().readNBytes(4)).containsExactly('\r', '\n', '\r', '\n');
    }

    @Test
    void aServerWithoutPongsIsAskedForOptions() throws Exception {
        stop();
        start(ANXIOUS);
        var peer = registered();
        pinged(peer);
        var options = peer.expect("OPTIONS");
        assertThat(options.header("Via")).startsWith("SIP/2.0/TCP ");
        peer.send(options.answer(501, "What", "t", ""));
        peer.send(peer.expect("OPTIONS").answer(200, "OK", "t", ""));
        assertThat(lines).noneMatch(line -> line.state() == Line.State.FAILED);
        peer.expect("OPTIONS");
        assertThat(line(Line.State.FAILED).reason()).isEqualTo("the server does not answer any more");
    }

    @Test
    void pingsOfOthersAreAnswered() throws Exception {
        var peer = connect();
        peer.send(options("first"));
        peer.expect("404 OPTIONS");
        peer.send("\r\n\r\n");
        assertThat(peer.socket.getInputStream().readNBytes(2)).containsExactly('\r', '\n');
    }

    @Test
    void aMessageMayComeByteByByte() throws Exception {
        var peer = connect();
        peer.socket.setTcpNoDelay(true);
        for (var b : options("slow").getBytes(UTF_8)) {
            peer.socket.getOutputStream().write(b);
        }
        peer.expect("404 OPTIONS");
    }

    @Test
    void whoIsTooSlowIsCutOff() throws Exception {
        var silent = connect();
        var half = connect();
        half.send("OPTIONS sip:a@b SIP/2.0\r\nVia: ");
        var body = connect();
        body.send("MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 10\r\n\r\nabc");
        silent.closed();
        half.closed();
        body.closed();
    }

    @Test
    void dripsDoNotHelp() throws Exception {
        var peer = connect();
        peer.send("OPTIONS sip:a@b SIP/2.0\r\n");
        var begin = System.nanoTime();
        try {
            while (Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 5) {
                peer.send("X: y\r\n");
                Thread.sleep(50);
            }
            throw new AssertionError("still taken");
        } catch (IOException e) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void whatIsNoMessageIsAnsweredIfItCanBeAndCutOff() throws Exception {
        var junk = connect();
        junk.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        junk.closed();
        for (var length : List.of("-1", "2000000000", "99999999999999999999")) {
            var peer = connect();
            peer.send(options("len").replace("Content-Length: 0", "Content-Length: " + length));
            var answer = peer.next().orElseThrow();
            assertThat(answer.code()).isEqualTo(length.equals("2000000000") ? 513 : 400);
            peer.closed();
        }
        connect().send(options("fine"));
    }

    @Test
    void manyIdleConnectionsDoNotKeepAServerOut() throws Exception {
        var peer = registered();
        for (int i = 0; i < 300; i++) {
            connect();
        }
        var other = connect();
        other.send(options("after"));
        other.expect("200 OPTIONS");
        peer.send(tcp(Fixture.request("OPTIONS", "sip:1001@127.0.0.1", "line", 1, "line", null, "")));
        var answer = peer.next().orElseThrow();
        while (answer.request()) {
            answer = peer.next().orElseThrow();
        }
        assertThat(answer.code()).isEqualTo(200);
        assertThat(listeners.tcp().connected()).isLessThanOrEqualTo(QUICK.incoming() / 4 + 1);
    }

    @Test
    void whoDoesNotReadIsCutOffAndHoldsNobodyUp() throws Exception {
        var socket = new Socket();
        socket.setReceiveBufferSize(1_024);
        socket.connect(new InetSocketAddress(LOOPBACK, port()));
        var deaf = new Peer(socket);
        try {
            var begin = System.nanoTime();
            for (int i = 0; Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 20; i++) {
                deaf.send(options("deaf" + i));
            }
            throw new AssertionError("still taken");
        } catch (IOException e) {
            // cut off
        }
        var other = connect();
        other.send(options("other"));
        other.expect("404 OPTIONS");
    }

    @Test
    void randomBytesHarmNobody() throws Exception {
        var random = new Random(7);
        var valid = options("fuzz").getBytes(UTF_8);
        for (int i = 0; i < 200; i++) {
            var bytes = valid.clone();
            for (int change = 0; change < 4; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (var peer = connect()) {
                peer.socket.getOutputStream().write(bytes, 0, 1 + random.nextInt(bytes.length));
            }
        }
        var peer = connect();
        peer.send(options("last"));
        peer.expect("404 OPTIONS");
    }

    @Test
    void aLineThatIsSwitchedOffLeavesOverItsConnection() throws Exception {
        var peer = registered();
        configure("enable", false);
        var register = peer.expect("REGISTER");
        assertThat(register.header("Expires")).isEqualTo("0");
        peer.send(register.answer(200, "OK", "t", ""));
        line(Line.State.OFF);
    }

    @Test
    void twoLinesShareAConnection() throws Exception {
        var peer = registered();
        phone.put(Account.of(2, Configs.of(AccountConfig.class, Fixture.settings("server1Address", "127.0.0.1", "server1Port",
                server.getLocalPort(), "server1Transport", 1, "userName", "1002"))));
        assertThat(peer.expect("REGISTER").header("To")).contains("1002");
    }
}
