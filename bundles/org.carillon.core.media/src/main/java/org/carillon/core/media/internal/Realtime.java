package org.carillon.core.media.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Asks the kernel to run a thread before all others (sched(7)). */
final class Realtime {
    private static final int CURRENT_THREAD = 0;
    private static final int SCHED_FIFO = 1;
    /** From 1 to 99; below 50, where the kernel's own threads are. */
    private static final int PRIORITY = 20;

    private Realtime() {}

    /**
     * Puts the current thread under SCHED_FIFO. Costs some tenths of a second of processor time, once.
     *
     * @return false when that is not permitted, which takes CAP_SYS_NICE or RLIMIT_RTPRIO, or not known here
     */
    @SuppressWarnings("restricted")
    static boolean request() {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle setScheduler = linker.downcallHandle(linker.defaultLookup().find("sched_setscheduler").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MemorySegment parameters = arena.allocateFrom(ValueLayout.JAVA_INT, PRIORITY);
            return (int) setScheduler.invokeExact(CURRENT_THREAD, SCHED_FIFO, parameters) == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
