package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.sim.testkit.Footprint;
import org.carillon.sim.testkit.Mutator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.log.LogLevel;

/** Wrong messages by the hundred thousand against parser, transactions, dialogs, lines and subscriptions, while a call is up. */
class FuzzTest {
    private static final Path VECTORS = Path.of("../../target-platform/jain-sip/src/test/resources/rfc4475");
    private static final int MESSAGES = 150_000;
    private static final int WARM_UP = 30_000;
    private static final int MOST_LEGS = 12;
    private static final int PER_CALLER = 20;
    private static final List<String> METHODS = List.of("INVITE", "INVITE", "INVITE", "INVITE", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS",
            "INFO",
            "NOTIFY", "REFER", "UPDATE");
    /** What a heap of some tens of megabytes may differ by without anything being kept. */
    private static final long HEAP_BYTES = 4L << 20;
    private static final List<InetSocketAddress> SOURCES = List.of(Fixture.PEER, Fixture.SERVER,
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.66"), 1));

    private final Mutator mutator = new Mutator(4475, 12_000);
    private final List<byte[]> samples = new ArrayList<>();
    private final Deque<Leg> legs = new ArrayDeque<>();
    private final Queue<String> recent = new ArrayDeque<>();
    private final Fixture.Story story = new Fixture.Story();
    private Fixture phone;
    private String contact;
    private Leg kept;
    private int fixed;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.configure(1, Fixture.settings());
        var register = phone.expect("REGISTER");
        contact = register.contact();
        phone.reply(register, 200, "OK", "Expires: 3600");
        phone.taker = (leg, invite) -> {
            kept = leg;
            return story;
        };
        collect();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private void collect() throws IOException {
        try (var files = Files.list(VECTORS)) {
            for (var file : files.sorted().toList()) {
                samples.add(Files.readAllBytes(file));
            }
        }
        fixed = samples.size();
        refresh(0);
    }

    /** Requests of callers who are new, so that they are not taken for those before. */
    private void refresh(int number) {
        samples.subList(fixed, samples.size()).clear();
        for (var method : METHODS) {
            var id = "victim" + number;
            sample(Fixture.request(method, contact, id, 1, id, null,
                    "Contact: <sip:bob@192.0.2.9:5060>\nAccept: application/sdp\nRecord-Route: <sip:192.0.2.5;lr>\n" + Fixture.offer()));
        }
    }

    private void sample(String text) {
        samples.add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A talking call that the fuzzer knows nothing of. */
    private String talk() {
        phone.receive(Fixture.PEER, Fixture.invite("kept", Fixture.offer()));
        phone.expect("100 INVITE");
        kept.accept(Fixture.OUR_SDP);
        var tag = phone.expect("200 INVITE").toTag();
        phone.receive(Fixture.PEER, Fixture.request("ACK", contact, "kept", 1, "ack", tag, ""));
        phone.taker = this::take;
        return tag;
    }

    /** What a person may do with a call that comes. */
    private Leg.Listener take(Leg leg, IncomingLegs.Invite invite) {
        legs.add(leg);
        if (legs.size() > MOST_LEGS) {
            legs.remove().end();
        }
        switch (mutator.random().nextInt(6)) {
            case 0 -> leg.reject(486);
            case 1 -> leg.redirect("sip:1003@192.0.2.5");
            case 2 -> leg.end();
            case 3 -> leg.accept(Fixture.OUR_SDP);
            default -> leg.ring();
        }
        return new Fixture.Story() {
            @Override
            public void offered(String offer) {
                leg.answer(Fixture.OUR_SDP);
            }
        };
    }

    private void fuzz(int messages) {
        for (int i = 0; i < messages; i++) {
            var message = mutator.next(samples);
            recent.add(new String(message, StandardCharsets.ISO_8859_1));
            if (recent.size() > 3) {
                recent.remove();
            }
            phone.receiveBytes(SOURCES.get(mutator.random().nextInt(SOURCES.size())), message);
            if (i % PER_CALLER == 0) {
                refresh(i);
                act();
            }
            answer();
            phone.advance(Duration.ofMillis(mutator.random().nextInt(30)));
        }
    }

    /** The phone calls and subscribes too, so that there are requests whose answers are mutated. */
    private void act() {
        assertThat(phone.log.entries()).as("last messages: %s", recent).noneMatch(entry -> entry.level().compareTo(LogLevel.WARN) <= 0);
        phone.log.clear();
        if (mutator.random().nextInt(4) == 0) {
            var leg = phone.core.invite(1, "1002", Fixture.OUR_SDP, new Fixture.Story());
            legs.add(leg);
            if (legs.size() > MOST_LEGS) {
                legs.remove().end();
            }
        }
    }

    /** Requests of the phone are answered, rightly or wrongly, or not at all; what was sent is a sample for later. */
    private void answer() {
        for (var sent = phone.sent.poll(); sent != null; sent = phone.sent.poll()) {
            var message = sent.message();
            assertThat(message.toString()).as("last messages: %s", recent).doesNotContain("gov.nist", "Exception", "java.");
            if (!message.request() || message.method().equals("ACK")) {
                remember(message);
                continue;
            }
            int code = message.method().equals("REGISTER") ? 200 : List.of(100, 180, 183, 200, 200, 302, 401, 407, 422, 486, 503)
                    .get(mutator.random().nextInt(11));
            var answer = message.answer(code, "Whatever", "peer",
                    "Contact: <sip:bob@192.0.2.9:5060>\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", algorithm=MD5\n"
                            + Fixture.offer())
                    .getBytes(StandardCharsets.UTF_8);
            var kind = mutator.random().nextInt(4);
            if (kind > 0) {
                phone.receiveBytes(Fixture.SERVER,
                        kind == 1 && !message.method().equals("REGISTER") ? mutator.next(List.of(answer)) : answer);
            }
        }
    }

    /** In-dialog requests for a call that the phone took. */
    private void remember(Sip sent) {
        if (!sent.request() && sent.code() == 200 && sent.method().equals("INVITE") && !sent.callId().equals("kept")) {
            var method = List.of("BYE", "INVITE", "INFO", "ACK", "OPTIONS").get(mutator.random().nextInt(5));
            var text = Fixture.request(method, contact, sent.callId(), 2, "in" + mutator.random().nextInt(100), sent.toTag(),
                    "Contact: <sip:bob@192.0.2.9:5060>\n" + Fixture.offer()).getBytes(StandardCharsets.UTF_8);
            samples.add(text);
        }
    }

    /** All calls but the one that is kept end, and nothing wrong comes any more. */
    private void rest() {
        legs.forEach(Leg::end);
        legs.clear();
        for (int i = 0; i < 300 || i < 600 && phone.core.load() > 0; i++) {
            phone.seconds(1);
            for (var sent = phone.sent.poll(); sent != null; sent = phone.sent.poll()) {
                if (sent.message().request() && !sent.message().method().equals("ACK")) {
                    phone.receiveBad(Fixture.SERVER, sent.message().answer(200, "OK", "peer", "Expires: 3600"));
                }
            }
        }
    }

    @Test
    @Timeout(900)
    void theCallGoesOnAndNothingGrows() {
        var tag = talk();
        fuzz(WARM_UP);
        rest();
        var before = Footprint.now();

        fuzz(MESSAGES - WARM_UP);
        rest();
        before.requireNoGrowth(HEAP_BYTES);
        assertThat(phone.core.load()).as("transactions").isLessThan(5);
        assertThat(story.events).containsExactly("acknowledged");
        phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "kept", 2, "probe", tag, ""));
        phone.expect("200 OPTIONS");
        phone.receive(Fixture.PEER, Fixture.request("BYE", contact, "kept", 3, "bye", tag, ""));
        phone.expect("200 BYE");
        assertThat(story.events).hasSize(2);
    }
}
