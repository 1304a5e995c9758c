package org.carillon.lib.jainsip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sip.SipException;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SipEngineTest {
    /** Longer than any timer of a transaction (32 s) and of a dialog's end. */
    private static final long LONG = 120_000;

    private final Set<Thread> threadsBefore = threads();
    private final Network network = new Network();
    private Endpoint alice;
    private Endpoint bob;

    @BeforeEach
    void start() throws Exception {
        alice = new Endpoint(network, "127.0.0.1", 5061);
        bob = new Endpoint(network, "127.0.0.2", 5062);
    }

    @AfterEach
    void stop() {
        alice.close();
        bob.close();
    }

    @Test
    void exchangesARequestWithoutADialog() throws Exception {
        alice.send(Request.OPTIONS, bob);
        network.settle();

        assertThat(bob.seen).containsExactly("OPTIONS");
        assertThat(alice.seen).containsExactly("200");
    }

    @Test
    void makesAndEndsACall() throws Exception {
        alice.send(Request.INVITE, bob);
        network.settle();
        assertThat(alice.seen).containsExactly("180", "200");
        assertThat(bob.seen).containsExactly("INVITE", "ACK");

        alice.bye();
        network.settle();
        assertThat(bob.seen).endsWith("BYE");
        assertThat(alice.seen).endsWith("200");

        network.advance(LONG);
        assertThat(alice.engine.load() + bob.engine.load()).isZero();
    }

    @Test
    void endsACallFromTheCalledSide() throws Exception {
        alice.send(Request.INVITE, bob);
        network.settle();
        bob.dialog = ((gov.nist.javax.sip.SipStackImpl) bob.engine.stack()).getDialogs().iterator().next();
        bob.bye();
        network.settle();

        assertThat(alice.seen).endsWith("BYE");
        assertThat(bob.seen).endsWith("200");
    }

    @Test
    void repeatsWhatGotLostAndStopsOnceAnswered() throws Exception {
        network.lost = text -> text.startsWith("OPTIONS") && network.log.size() < 3;
        alice.send(Request.OPTIONS, bob);
        network.advance(499);
        assertThat(network.log).hasSize(1);

        network.advance(LONG);
        assertThat(network.log.stream().filter(text -> text.startsWith("OPTIONS"))).hasSize(3);
        assertThat(alice.seen).containsExactly("200");
    }

    @Test
    void givesUpAfter32Seconds() throws Exception {
        network.lost = text -> true;
        alice.send(Request.INVITE, bob);
        network.advance(31_000);
        assertThat(alice.seen).isEmpty();

        network.advance(2_000);
        assertThat(alice.seen).containsExactly("timeout");
        assertThat(network.log).as("500 ms doubled up to 64 * T1, RFC 3261 17.1.1.2").hasSize(7);
    }

    @Test
    void repeatsTheFinalResponseUntilTheAckArrives() throws Exception {
        network.lost = text -> text.startsWith("ACK");
        alice.send(Request.INVITE, bob);
        network.advance(3_600);

        assertThat(network.log.stream().filter(text -> text.startsWith("SIP/2.0 200"))).hasSizeBetween(3, 4);
    }

    @Test
    void overAConnectionNothingIsRepeated() throws Exception {
        try (var carol = new Endpoint(network, "127.0.0.3", 5063, network.transport("127.0.0.3", 5063, "tcp", true));
                var dave = new Endpoint(network, "127.0.0.4", 5064, network.transport("127.0.0.4", 5064, "tcp", true))) {
            network.lost = text -> true;
            carol.send(Request.OPTIONS, dave);
            network.advance(10_000);
            assertThat(network.log).hasSize(1);

            network.lost = text -> false;
            carol.send(Request.OPTIONS, dave);
            network.settle();
            assertThat(carol.seen).containsExactly("200");
        }
    }

    @Test
    void saysWhereARequestCameFromAndAnswersThere() throws Exception {
        var nat = new InetSocketAddress("127.0.0.9", 40_000);
        var answers = network.transport("127.0.0.9", 40_000);
        var received = new ArrayList<String>();
        answers.start((data, length, source) -> received.add(new String(data, 0, length, UTF_8)));
        network.inject(options(";rport;maddr=127.0.0.77;branch=z9hG4bKx"), nat, new InetSocketAddress("127.0.0.2", 5062));
        network.settle();

        assertThat(SipEngine.source(bob.requests.getFirst())).isEqualTo(nat);
        var via = (ViaHeader) bob.requests.getFirst().getHeader(ViaHeader.NAME);
        assertThat(via.getReceived()).isEqualTo("127.0.0.9");
        assertThat(via.getRPort()).isEqualTo(40_000);
        assertThat(received).singleElement().asString().startsWith("SIP/2.0 200");
    }

    @Test
    void withoutRportTheAnswerGoesToTheSentByPort() throws Exception {
        var received = new ArrayList<String>();
        network.transport("127.0.0.9", 5070).start((data, length, source) -> received.add("answer"));
        network.inject(options(";branch=z9hG4bKx"), new InetSocketAddress("127.0.0.9", 40_000), new InetSocketAddress("127.0.0.2", 5062));
        network.settle();

        assertThat(received).hasSize(1);
    }

    private static byte[] options(String parameters) {
        return ("OPTIONS sip:bob@127.0.0.2:5062 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1:5070" + parameters
                + "\r\nFrom: <sip:a@10.0.0.1>;tag=1\r\nTo: <sip:b@127.0.0.2>\r\nCall-ID: natted\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n\r\n")
                .getBytes(UTF_8);
    }

    @Test
    void aCallToOneselfWorks() throws Exception {
        alice.send(Request.OPTIONS, alice);
        network.settle();

        assertThat(alice.seen).contains("OPTIONS", "200");
    }

    @Test
    void aListeningPointCanBeTakenBackAndMadeAgain() throws Exception {
        var first = alice.engine.listen(network.transport("127.0.0.5", 5065));
        assertThat(network.bound("127.0.0.5", 5065)).isTrue();
        alice.engine.stack().deleteListeningPoint(first);
        assertThat(network.bound("127.0.0.5", 5065)).isFalse();
        alice.engine.listen(network.transport("127.0.0.5", 5065));
        assertThat(network.bound("127.0.0.5", 5065)).isTrue();
    }

    @Test
    void aTransportThatDoesNotStartLeavesNothingBehind() throws Exception {
        var taken = network.transport("127.0.0.2", 5062);
        assertThatThrownBy(() -> alice.engine.listen(taken)).isInstanceOf(SipException.class).hasMessageContaining("in use");
        assertThat(network.bound("127.0.0.2", 5062)).isTrue();
        bob.close();
        alice.engine.listen(taken);
        assertThat(network.bound("127.0.0.2", 5062)).isTrue();
    }

    @Test
    void closingStopsTransportsTimersAndThreadsAtOnce() throws Exception {
        alice.send(Request.INVITE, bob);
        network.settle();
        alice.send(Request.OPTIONS, bob);
        var begin = System.nanoTime();
        alice.close();
        bob.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(500));
        assertThat(network.pendingTimers()).isZero();
        assertThat(network.bound("127.0.0.1", 5061)).isFalse();
        assertThat(alice.engine.load() + bob.engine.load()).isZero();
        assertNoNewThreads();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThatThrownBy(() -> alice.engine.listen(network.transport("127.0.0.1", 5061))).isInstanceOf(SipException.class);
    }

    @Test
    void aRunningStackHasNoThreadEither() throws Exception {
        alice.send(Request.INVITE, bob);
        network.settle();
        assertNoNewThreads();
    }

    @Test
    void thousandsOfCallsLeaveNothingBehind() throws Exception {
        call(200);
        var before = used();
        call(1_000);
        var growth = used() - before;

        assertThat(alice.engine.load() + bob.engine.load()).isZero();
        assertThat(network.pendingTimers()).isZero();
        assertThat(growth).as("bytes for 3,000 transactions").isLessThan(1_000_000);
    }

    private void call(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            alice.send(Request.INVITE, bob);
            network.settle();
            alice.bye();
            alice.send(Request.OPTIONS, bob);
            network.advance(1_000);
        }
        network.advance(LONG);
        alice.dialog = null;
        for (var endpoint : new Endpoint[]{alice, bob}) {
            endpoint.seen.clear();
            endpoint.requests.clear();
        }
        network.log.clear();
    }

    /** Some garbage takes several rounds. */
    private static long used() {
        var runtime = Runtime.getRuntime();
        return LongStream.range(0, 10).map(round -> {
            System.gc();
            return runtime.totalMemory() - runtime.freeMemory();
        }).min().orElseThrow();
    }

    @Test
    void floodOfNewTransactionsIsBounded() {
        for (int i = 0; i < 5_000; i++) {
            network.inject(options(";branch=z9hG4bK" + i), new InetSocketAddress("127.0.0.9", 40_000),
                    new InetSocketAddress("127.0.0.2", 5062));
            network.settle();
        }
        assertThat(bob.engine.load()).isBetween(1_500, 2_000);
        network.advance(LONG);
        assertThat(bob.engine.load()).isZero();
    }

    @Test
    void forgedResponsesMakeNoDialogs() {
        for (int i = 0; i < 100; i++) {
            network.inject(("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.2:5062;branch=z9hG4bK" + i + "\r\nFrom: <sip:a@127.0.0.2>;tag=1\r\n"
                    + "To: <sip:b@127.0.0.9>;tag=" + i + "\r\nCall-ID: forged\r\nCSeq: 1 INVITE\r\nContact: <sip:b@127.0.0.9>\r\n\r\n")
                    .getBytes(UTF_8),
                    new InetSocketAddress("127.0.0.9", 40_000), new InetSocketAddress("127.0.0.2", 5062));
        }
        network.settle();

        assertThat(bob.seen).isEmpty();
        assertThat(bob.engine.load()).isZero();
    }

    @Test
    void optionsReachTheStack() throws Exception {
        try (var engine = new SipEngine("x", Map.of("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off"), null, network, bad -> {})) {
            var provider = engine.stack().createSipProvider(engine.listen(network.transport("127.0.0.6", 5066)));
            provider.setAutomaticDialogSupportEnabled(false);
            assertThat(engine.load()).isZero();
        }
    }

    /** The thread that the stack starts in its constructor is told to end there, and may need a moment. */
    private void assertNoNewThreads() throws InterruptedException {
        var extra = threads();
        extra.removeAll(threadsBefore);
        for (var thread : extra) {
            thread.join(Duration.ofSeconds(2));
        }
        assertThat(extra).noneMatch(Thread::isAlive);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).collect(Collectors.toSet());
    }
}
