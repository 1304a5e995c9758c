package org.carillon.core.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockOutTest {
    private static final InetAddress ALICE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BOB = InetAddress.ofLiteral("192.0.2.2");
    private long nanos;
    private final LockOut lockOut = new LockOut(() -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void fail(InetAddress client, int times) {
        for (int i = 0; i < times; i++) {
            lockOut.failed(client);
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
            lockOut.failed(InetAddress.ofLiteral("198.51.100." + i));
        }
        assertThat(lockOut.wait(BOB)).isEqualTo(LockOut.REGAIN);
        pass(LockOut.REGAIN);
        assertThat(lockOut.wait(BOB)).isZero();
        lockOut.failed(BOB);
        assertThat(lockOut.wait(ALICE)).isPositive();
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
            pass(Duration.ofNanos(1));
            lockOut.failed(InetAddress.ofLiteral("198.51." + (i >> 8) + "." + (i & 255)));
        }
        pass(Duration.ofHours(1));
        assertThat(lockOut.wait(ALICE)).isZero();
    }
}
