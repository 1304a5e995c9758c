package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcTest {
    private final Proc self = new Proc(ProcessHandle.current().pid());

    @Test
    void readsFieldsBehindAnyName() {
        assertThat(Proc.stat("4711 (a) b (c) S 1 2 3\n")).containsExactly("S", "1", "2", "3");
    }

    @Test
    void readsNumbers() {
        assertThat(Proc.number("VmRSS:\t  81234 kB\nThreads:\t17\n", "Threads")).isEqualTo(17);
        assertThatThrownBy(() -> Proc.number("", "Threads")).hasMessage("no Threads");
    }

    @Test
    void addsUpWhatThreadsAllocated() {
        assertThat(Proc.allocatedBytes("""
                "main" #3 [1] prio=5 os_prio=0 cpu=1805.53ms elapsed=120.99s allocated=88K defined_classes=581
                "Finalizer" #8 [2] daemon prio=8 allocated=12B defined_classes=0
                "pool" #9 [3] daemon prio=8 allocated=3M defined_classes=0
                """)).isEqualTo((3 << 20) + (88 << 10) + 12);
    }

    @Test
    void tellsWhatIsUsed() throws InterruptedException {
        assertThat(Double.parseDouble(self.share(20))).isNotNegative();
    }

    @Test
    void looksAtAProcess() {
        long busy = System.nanoTime();
        while (self.cpuNanos() == 0 && System.nanoTime() - busy < 10_000_000_000L) {
            Thread.onSpinWait();
        }
        assertThat(self.cpuNanos()).isPositive();
        assertThat(self.residentMegabytes()).isGreaterThan(10);
        assertThat(self.status("Threads")).isPositive();
        assertThat(self.descriptors()).isGreaterThan(2);
        assertThat(self.realtimeThreads()).isZero();
    }
}
