package org.carillon.sim.testkit;

import java.lang.management.ManagementFactory;

/**
 * What this virtual machine holds, garbage not counted.
 *
 * @param heap
 *            bytes
 * @param threads
 *            platform threads
 */
public record Footprint(long heap, int threads) {
    /** Collects the garbage first; takes some ten milliseconds. */
    public static Footprint now() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return new Footprint(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /**
     * Compares with now.
     *
     * @throws AssertionError
     *             when there are more threads, or that many more bytes
     */
    public void requireNoGrowth(long bytes) {
        var now = now();
        if (now.heap - heap > bytes || now.threads > threads) {
            throw new AssertionError("grown from " + this + " to " + now);
        }
    }
}
