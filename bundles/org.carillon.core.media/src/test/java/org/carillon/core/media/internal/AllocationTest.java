package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counts the bytes that the media threads allocate while they move some thousand packets. */
@Timeout(60)
class AllocationTest {
    private static final int CALLS = 10;
    private static final int PACKETS = 20_000;
    /** The smallest object per packet would be 16 times as much; what there is comes from RTCP, a report in some seconds. */
    private static final long PERMITTED_BYTES = PACKETS;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MediaService alice = Calls.service();
    private final MediaService bob = Calls.service();
    private final List<MediaSession> sessions = new ArrayList<>();

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

    @Test
    void packetsCostNoMemory() throws MediaException, InterruptedException {
        try {
            alice.bindAudio(new ToneDevice(440));
            bob.bindAudio(new ToneDevice(1000));
            for (int i = 0; i < CALLS; i++) {
                MediaSession a = alice.open(1, (digit, millis) -> {});
                MediaSession b = bob.open(1, (digit, millis) -> {});
                a.accept(b.answer(a.offer(false), false).replace("a=ptime:20", "a=ptime:10"));
                sessions.addAll(List.of(a, b));
            }
            waitFor(2_000);
            long paced = allocated("pace");
            long received = allocated("receive");
            waitFor(PACKETS);
            System.out.printf("bytes allocated while %d packets moved: pacing %d, receiving %d%n", PACKETS, allocated("pace") - paced,
                    allocated("receive") - received);
            assertThat(allocated("pace") - paced).as("pacing threads").isLessThan(PERMITTED_BYTES);
            assertThat(allocated("receive") - received).as("receiving threads").isLessThan(PERMITTED_BYTES);
            assertThat(allocated("pace")).as("the count itself works").isPositive();
        } finally {
            alice.deactivate();
            bob.deactivate();
        }
    }
}
