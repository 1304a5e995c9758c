package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LockOutTest {
    private static final InetAddress ALICE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BOB = InetAddress.ofLiteral("192.0.2.2");
    private long nanos;
    private final LockOut lockOut = new LockOut(() -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Each as soon as it may. */
    private void fail(InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            pass(lockOut.wait(client));
            assertThat(lockOut.attempt(client)).isZero();
        }
    }

    @Test
    void eachFurtherFailureDoublesTheWait() {
        fail(ALICE, 2);
        assertThat(lockOut.wait(ALICE)).isZero();
        fail(ALICE, 1);
        assertThat(lockOut.wait(ALICE)).isEqualTo(Duration.ofSeconds(2));
        pass(Duration.ofSeconds(2));
        assertThat(lockOut.wait(ALICE)).isZero();
        fail(ALICE, 1);
        assertThat(lockOut.wait(ALICE)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void nobodyWaitsForLongerThanFiveMinutes() {
        fail(ALICE, 29);
        assertThat(lockOut.wait(ALICE)).isEqualTo(LockOut.LONGEST);
    }

    @Test
    void othersDoNotWaitAndSuccessForgets() {
        fail(ALICE, 5);
        assertThat(lockOut.wait(BOB)).isZero();
        lockOut.succeeded(ALICE);
        assertThat(lockOut.wait(ALICE)).isZero();
    }

    @Test
    void manyClientsTogetherAreSlowedDownAsWell() {
        for (int i = 0; i < LockOut.FREE_IN_ALL; i++) {
            fail(InetAddress.ofLiteral("198.51.100." + i), 1);
        }
        assertThat(lockOut.wait(BOB)).isEqualTo(LockOut.REGAIN);
        pass(LockOut.REGAIN);
        assertThat(lockOut.wait(BOB)).isZero();
        fail(BOB, 1);
        assertThat(lockOut.wait(ALICE)).isPositive();
    }

    @Test
    void successIsNoFailureOfAll() {
        for (int i = 0; i < 2 * LockOut.FREE_IN_ALL; i++) {
            fail(ALICE, 1);
            lockOut.succeeded(ALICE);
        }
        assertThat(nanos).as("nobody waited").isZero();
    }

    @Test
    void whoIsToWaitMakesNoAttempt() {
        fail(ALICE, 3);
        assertThat(lockOut.attempt(ALICE)).isEqualTo(LockOut.FIRST);
        assertThat(lockOut.attempt(ALICE)).isEqualTo(LockOut.FIRST);
    }

    @Test
    void attemptsSideBySideAreCountedBeforeAnyIsOver() throws Exception {
        int many = 32;
        CyclicBarrier together = new CyclicBarrier(many);
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            List<Future<Duration>> waits = threads.invokeAll(Collections.nCopies(many, () -> {
                together.await();
                return lockOut.attempt(ALICE);
            }));
            List<Duration> granted = new ArrayList<>();
            for (Future<Duration> wait : waits) {
                granted.add(wait.get());
            }
            assertThat(granted.stream().filter(Duration::isZero)).hasSize(LockOut.FREE);
        }
    }

    @Test
    void remembersABoundedNumberOfClients() {
        for (int i = 0; i < 100_000; i++) {
            pass(LockOut.REGAIN);
            fail(InetAddress.ofLiteral("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)), 1);
        }
        fail(ALICE, 3);
        assertThat(lockOut.wait(ALICE)).isPositive();
        for (int i = 0; i < LockOut.MOST; i++) {
            pass(LockOut.REGAIN);
            fail(InetAddress.ofLiteral("198.51." + (i >> 8) + "." + (i & 255)), 1);
        }
        fail(ALICE, 1);
        assertThat(lockOut.wait(ALICE)).as("as for the first time").isZero();
    }
}
