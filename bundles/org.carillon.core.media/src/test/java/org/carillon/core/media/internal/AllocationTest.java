package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakePhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts the bytes that the media threads allocate while they move some thousand packets. Opus is apart ({@code OpusTest}). */
@Timeout(60)
class AllocationTest {
    private static final int CALLS = 10;
    private static final int PACKETS = 5_000;
    /** In them, each call has spoken and been silent once. */
    private static final int WARM_UP = 6_000;
    /** The smallest object per packet would be 16 times as much; what there is comes from RTCP, a report in some seconds. */
    private static final long PERMITTED_BYTES = PACKETS;
    /** Milliseconds of sound, and as many of silence. */
    private static final int SPURT = 400;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final FakeConfigurations accounts = new FakeConfigurations(20);
    private final MediaService alice = Calls.service(new FakePhone(Path.of(".")), accounts);
    private final MediaService bob = Calls.service(new FakePhone(Path.of(".")), accounts);
    private final ToneDevice aliceAudio = new ToneDevice(440);
    private final ToneDevice bobAudio = new ToneDevice(1000);
    private final List<MediaSession> sessions = new ArrayList<>();

    @BeforeEach
    void bind() {
        alice.bindAudio(aliceAudio);
        bob.bindAudio(bobAudio);
    }

    @AfterEach
    void end() {
        alice.deactivate();
        bob.deactivate();
    }

    private long allocated(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("core.media"))
                .filter(thread -> thread.getName().contains(name)).mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
                .sum();
    }

    private long moved() {
        return sessions.stream().map(MediaSession::statistics).mapToLong(s -> s.sent() + s.received()).sum();
    }

    private void waitFor(long packets) throws InterruptedException {
        long end = moved() + packets;
        while (moved() < end) {
            Thread.sleep(50);
        }
    }

    private void requireNoneAllocated(String what) throws InterruptedException {
        waitFor(WARM_UP);
        long paced = allocated("pace");
        long received = allocated("receive");
        waitFor(PACKETS);
        System.out.printf("bytes allocated while %d packets moved, %s: pacing %d, receiving %d%n", PACKETS, what,
                allocated("pace") - paced, allocated("receive") - received);
        assertThat(allocated("pace") - paced).as("pacing threads").isLessThan(PERMITTED_BYTES);
        assertThat(allocated("receive") - received).as("receiving threads").isLessThan(PERMITTED_BYTES);
        assertThat(allocated("pace")).as("the count itself works").isPositive();
    }

    private MediaSession session(MediaService service) throws MediaException {
        MediaSession session = service.open(1, (digit, millis) -> {});
        sessions.add(session);
        return session;
    }

    @ParameterizedTest
    @CsvSource({"0, PCMU", "8, PCMA", "9, G722", "111, G726-16", "112, G726-24", "113, G726-32", "114, G726-40"})
    void packetsCostNoMemory(String payloadType, String codec) throws MediaException, InterruptedException {
        accounts.put(AccountConfig.PID, 1, Map.of("audioCodecs", new String[]{payloadType}));
        for (int i = 0; i < CALLS; i++) {
            MediaSession a = session(alice);
            MediaSession b = session(bob);
            a.accept(b.answer(a.offer(false), false).replace("a=ptime:20", "a=ptime:10"));
        }
        requireNoneAllocated(codec);
        assertThat(sessions).allMatch(session -> session.statistics().codec().equals(codec));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "113"})
    void whatIsMissingCostsNoMemory(String payloadType) throws MediaException, InterruptedException, IOException {
        accounts.put(AccountConfig.PID, 1, Map.of("audioCodecs", new String[]{payloadType}));
        List<Relay> relays = new ArrayList<>();
        try {
            for (int i = 0; i < CALLS; i++) {
                Relay relay = new Relay();
                relays.add(relay);
                relay.there((packet, number) -> number % 10 == 9 ? List.of() : List.of(packet));
                MediaSession a = session(alice);
                MediaSession b = session(bob);
                a.accept(relay.back(b.answer(relay.there(a.offer(false)), false).replace("a=ptime:20", "a=ptime:10")));
            }
            requireNoneAllocated("a tenth of them lost");
            assertThat(sessions.stream().mapToLong(session -> session.statistics().lost()).sum()).isGreaterThan(PACKETS / 100);
        } finally {
            for (Relay relay : relays) {
                relay.close();
            }
        }
    }

    /** Sound and silence take turns: the detector of speech, descriptions of noise, and noise in the ear. */
    @Test
    void comfortNoiseCostsNoMemory() throws MediaException, InterruptedException {
        accounts.put(AccountConfig.PID, 1, Map.of("vad", true));
        for (int i = 0; i < CALLS; i++) {
            MediaSession a = session(alice);
            MediaSession b = session(bob);
            a.accept(b.answer(a.offer(false), false));
        }
        Thread halting = Thread.ofPlatform().daemon().start(this::halt);
        try {
            requireNoneAllocated("with pauses");
            long frames = (aliceAudio.count() + bobAudio.count()) / 160;
            assertThat(sessions.stream().mapToLong(session -> session.statistics().sent()).sum()).isBetween(frames / 4, frames * 9 / 10);
        } finally {
            halting.interrupt();
        }
    }

    private void halt() {
        try {
            for (int spurt = 0;; spurt++) {
                aliceAudio.amplitude = spurt % 2 == 0 ? ToneDevice.AMPLITUDE : 0;
                bobAudio.amplitude = aliceAudio.amplitude;
                Thread.sleep(SPURT);
            }
        } catch (InterruptedException e) {
            // the end
        }
    }
}
