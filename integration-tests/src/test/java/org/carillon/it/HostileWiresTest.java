package org.carillon.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Flood;
import org.carillon.it.kit.Jcmd;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.TalkingPhone;
import org.carillon.it.kit.ThreadDump;
import org.carillon.it.kit.TortureMessage;
import org.carillon.it.kit.Workspace;
import org.carillon.sim.testkit.Mutator;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A fuzzer and floods, over real sockets, to a registered phone in a call: the call goes on, and nothing of it stays behind. */
public class HostileWiresTest {
    private static final int CALLS = 5;
    private static final int FUZZED = 10_000;
    private static final int WARM_UP = 3_000;
    private static final int BATCH = 100;
    private static final long HEAP_BYTES = 2L << 20;
    /** The transactions of what was sent last have to run out. */
    private static final Duration TRANSACTIONS = Duration.ofSeconds(60);
    private static final int FLOOD_PER_SECOND = 2_000;
    private static final Duration FLOOD = Duration.ofSeconds(10);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static TalkingPhone talking;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private final Mutator mutator = new Mutator(20_263, 12_000);

    @BeforeClass
    public static void start() {
        talking = TalkingPhone.start(WORKSPACE);
    }

    @Before
    public void talk() {
        talking.talk();
    }

    private static PhoneProcess phone() {
        return talking.phone();
    }

    @Test
    public void fiftyThousandWrongMessagesLeaveNothingBehind() {
        fuzz(WARM_UP);
        talking.goesOn();
        long heap = Jcmd.liveBytes(WORKSPACE, phone().pid());
        Map<Long, String> threads = ThreadDump.of(phone().pid(), WORKSPACE);

        for (int i = 0; i < CALLS; i++) {
            talking.talk();
            fuzz(FUZZED);
            talking.goesOn();
        }
        Await.until("the heap is as before: " + heap + " bytes", TRANSACTIONS,
                () -> Jcmd.liveBytes(WORKSPACE, phone().pid()) < heap + HEAP_BYTES, () -> phone().tail());
        Map<Long, String> more = ThreadDump.of(phone().pid(), WORKSPACE);
        more.keySet().removeAll(threads.keySet());
        assertThat(more).as("threads").isEmpty();
    }

    /** In batches, each of which must be dealt with before the next one is sent. */
    private void fuzz(int messages) {
        try (RawSip raw = new RawSip(new InetSocketAddress(talking.stranger(), 0), phone().sipPort())) {
            for (int sent = 0; sent < messages; sent += BATCH) {
                List<byte[]> samples = samples(raw);
                for (int i = 0; i < BATCH; i++) {
                    raw.send(mutator.next(samples));
                }
                assertThat(RawSip.isAlive(phone().sipPort(), Bench.OURS)).isTrue();
                if (sent % (10 * BATCH) == 0) {
                    talking.hangUpOthers();
                }
            }
        }
    }

    private static List<byte[]> samples(RawSip raw) {
        List<byte[]> samples = new ArrayList<>();
        for (String method : List.of("INVITE", "INVITE", "INVITE", "CANCEL", "OPTIONS", "BYE", "ACK", "INFO", "NOTIFY", "REGISTER")) {
            samples.add(raw.request(method, Bench.OURS, "").getBytes(UTF_8));
        }
        TortureMessage.all().forEach(message -> samples.add(message.bytes("UDP")));
        return samples;
    }

    @Test
    public void junkAtTheSipPortCostsTheCallNothing() {
        try (RawSip raw = new RawSip(new InetSocketAddress(talking.stranger(), 0), phone().sipPort())) {
            List<byte[]> samples = samples(raw);
            flood(phone().sipPort(), () -> mutator.random().nextBoolean() ? mutator.noise(200) : mutator.next(samples));
        }
    }

    @Test
    public void junkAtTheRtpPortCostsTheCallNothing() {
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] packet = mutator.noise(172);
            packet[0] = (byte) 0x80;
            packet[1] = (byte) (i % 2 * 8);
            samples.add(packet);
        }
        flood(talking.rtpPort(), () -> mutator.random().nextBoolean() ? mutator.noise(172) : mutator.next(samples));
    }

    private void flood(int port, Supplier<byte[]> junk) {
        long before = Json.number(talking.call(), "rtp", "received");
        double rate = Flood.run(talking.stranger(), port, FLOOD_PER_SECOND, FLOOD, junk);
        long received = Json.number(talking.call(), "rtp", "received") - before;
        System.out.printf("%.0f datagrams per second to port %d, %d packets of the call received meanwhile%n", rate, port, received);
        assertThat(rate).as("datagrams per second").isGreaterThan(0.95 * FLOOD_PER_SECOND);
        assertThat(received).as("packets of the call").isGreaterThan(FLOOD.toMillis() / 20 * 95 / 100);
        talking.goesOn();
    }
}
