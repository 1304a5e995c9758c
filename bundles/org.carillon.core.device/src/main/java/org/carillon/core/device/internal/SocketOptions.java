package org.carillon.core.device.internal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Options of sockets that Java does not know (socket(7)). Used by one thread at a time. */
final class SocketOptions {
    private static final int SOL_SOCKET = 1;
    private static final int SO_PRIORITY = 12;

    private MethodHandle setOption;

    /**
     * Sets SO_PRIORITY. The first time it costs some tenths of a second of processor time.
     *
     * @return false when that is not permitted, or not known here
     */
    boolean priority(int descriptor, int priority) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, priority);
            return (int) setOption().invokeExact(descriptor, SOL_SOCKET, SO_PRIORITY, value, (int) value.byteSize()) == 0;
        } catch (Throwable e) {
            return false;
        }
    }

    @SuppressWarnings("restricted")
    private MethodHandle setOption() {
        if (setOption == null) {
            Linker linker = Linker.nativeLinker();
            setOption = linker.downcallHandle(linker.defaultLookup().find("setsockopt").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        }
        return setOption;
    }
}
