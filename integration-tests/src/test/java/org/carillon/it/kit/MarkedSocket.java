package org.carillon.it.kit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;

/** A UDP socket on 127.0.0.1 that tells the DSCP of what it receives, which Java's sockets do not. Linux, 64 bits. */
@SuppressWarnings("restricted")
public final class MarkedSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TOS = 1;
    private static final int IP_RECVTOS = 13;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofShared();
    private final int descriptor;
    private final int port;

    /** What one datagram was. */
    public record Marked(int dscp, byte[] payload) {}

    public MarkedSocket() {
        descriptor = check("socket", call("socket", INT, AF_INET, SOCK_DGRAM, 0));
        MemorySegment address = arena.allocate(16);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
        address.set(ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), 4, 0x7f000001);
        check("bind", call("bind", INT, descriptor, address, 16));
        MemorySegment length = arena.allocate(INT);
        length.set(INT, 0, 16);
        check("getsockname", call("getsockname", INT, descriptor, address, length));
        port = address.get(NETWORK_SHORT, 2) & 0xffff;
        MemorySegment on = arena.allocate(INT);
        on.set(INT, 0, 1);
        check("setsockopt", call("setsockopt", INT, descriptor, IPPROTO_IP, IP_RECVTOS, on, 4));
    }

    public int port() {
        return port;
    }

    /** The next datagram; fails when none comes within that time. */
    public Marked receive(Duration limit) {
        MemorySegment time = arena.allocate(16, 8);
        time.set(LONG, 0, limit.toSeconds());
        time.set(LONG, 8, limit.toNanosPart() / 1_000L);
        check("setsockopt", call("setsockopt", INT, descriptor, SOL_SOCKET, SO_RCVTIMEO, time, 16));
        MemorySegment payload = arena.allocate(65_536);
        MemorySegment control = arena.allocate(64, 8);
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ValueLayout.ADDRESS, 0, payload);
        vector.set(LONG, 8, payload.byteSize());
        MemorySegment message = arena.allocate(56, 8);
        message.set(ValueLayout.ADDRESS, 16, vector);
        message.set(LONG, 24, 1);
        message.set(ValueLayout.ADDRESS, 32, control);
        message.set(LONG, 40, control.byteSize());
        int read = check("recvmsg within " + limit.toMillis() + " ms", (int) (long) (Long) call("recvmsg", LONG, descriptor, message, 0));
        if (message.get(LONG, 40) < 17 || control.get(INT, 8) != IPPROTO_IP || control.get(INT, 12) != IP_TOS) {
            throw new AssertionError("the kernel did not tell the type of service");
        }
        int service = control.get(ValueLayout.JAVA_BYTE, 16) & 0xff;
        return new Marked(service >> 2, payload.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE));
    }

    private static int check(String what, Object result) {
        int value = (Integer) result;
        if (value < 0) {
            throw new AssertionError(what + " failed");
        }
        return value;
    }

    private static Object call(String name, MemoryLayout result, Object... arguments) {
        MemoryLayout[] layouts = Arrays.stream(arguments).map(one -> one instanceof Integer ? INT : ValueLayout.ADDRESS)
                .toArray(MemoryLayout[]::new);
        Linker linker = Linker.nativeLinker();
        MethodHandle handle = linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, layouts));
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public void close() {
        call("close", INT, descriptor);
        arena.close();
    }
}
