package org.carillon.sim.device.internal;

/** Samples on their way from one thread to another. Bounded; neither side waits or allocates. */
final class SampleRing {
    static final int CAPACITY = 1 << 15;

    private final short[] samples = new short[CAPACITY];
    private volatile int put;
    private volatile int taken;

    int available() {
        return put - taken;
    }

    int room() {
        return CAPACITY - available();
    }

    /** Puts what there is room for. Returns how many. */
    int put(short[] from, int offset, int length) {
        int count = Math.min(length, room());
        int at = put;
        for (int i = 0; i < count; i++) {
            samples[at + i & CAPACITY - 1] = from[offset + i];
        }
        put = at + count;
        return count;
    }

    /** Takes what is there. Returns how many. */
    int take(short[] into, int offset, int length) {
        int count = Math.min(length, available());
        int at = taken;
        for (int i = 0; i < count; i++) {
            into[offset + i] = samples[at + i & CAPACITY - 1];
        }
        taken = at + count;
        return count;
    }
}
