package org.carillon.releng.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * A UDP socket on 127.0.0.1 that tells when the kernel took a datagram in, which Java's sockets do not: how soon this program gets to read it
 * makes no difference. Linux, 64 bits. One thread receives, any may send.
 */
@SuppressWarnings("restricted")
final class StampedSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int LOOPBACK = 0x7f000001;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_TIMESTAMPNS = 35;
    private static final int WAIT_MICROS = 100_000;
    private static final int MAX = 65_536;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort NETWORK_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt NETWORK_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final MethodHandle SOCKET = function("socket", INT, INT, INT, INT);
    private static final MethodHandle BIND = function("bind", INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle NAME = function("getsockname", INT, INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle OPTION = function("setsockopt", INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle RECEIVE = function("recvmsg", LONG, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle SEND = function("sendto", LONG, INT, ValueLayout.ADDRESS, LONG, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle CLOSE = function("close", INT, INT);

    /**
     * What arrived.
     *
     * @param nanos
     *            when, see {@link #now}
     * @param port
     *            where it came from
     */
    record Datagram(long nanos, int port, byte[] bytes) {}

    private final Arena arena = Arena.ofShared();
    private final MemorySegment payload = arena.allocate(MAX);
    private final MemorySegment control = arena.allocate(128, 8);
    private final MemorySegment source = arena.allocate(16, 8);
    private final MemorySegment message = arena.allocate(56, 8);
    private final int descriptor;
    private final int port;

    StampedSocket() {
        descriptor = check("socket", () -> (int) SOCKET.invokeExact(AF_INET, SOCK_DGRAM, 0));
        MemorySegment address = address(arena, 0);
        check("bind", () -> (int) BIND.invokeExact(descriptor, address, 16));
        MemorySegment length = arena.allocate(INT);
        length.set(INT, 0, 16);
        check("getsockname", () -> (int) NAME.invokeExact(descriptor, address, length));
        port = address.get(NETWORK_SHORT, 2) & 0xffff;
        MemorySegment value = arena.allocate(16, 8);
        value.set(LONG, 8, WAIT_MICROS);
        option(SO_RCVTIMEO, value, 16);
        value.set(INT, 0, 1);
        option(SO_TIMESTAMPNS, value, 4);
        value.set(INT, 0, 1 << 20);
        option(SO_RCVBUF, value, 4);
        MemorySegment vector = arena.allocate(16, 8);
        vector.set(ValueLayout.ADDRESS, 0, payload);
        vector.set(LONG, 8, payload.byteSize());
        message.set(ValueLayout.ADDRESS, 0, source);
        message.set(ValueLayout.ADDRESS, 16, vector);
        message.set(LONG, 24, 1);
        message.set(ValueLayout.ADDRESS, 32, control);
        awaitStamps();
    }

    /**
     * The kernel begins to stamp a while after it was asked to; until then a datagram bears the time of its reading. So: until one of our own,
     * left lying for a millisecond, is told to have come before that.
     */
    private void awaitStamps() {
        for (int i = 0; i < 1000; i++) {
            send(new byte[1], port);
            long sent = now();
            LockSupport.parkNanos(1_000_000);
            Datagram datagram = receive();
            if (datagram != null && datagram.nanos() <= sent) {
                return;
            }
        }
        throw new IllegalStateException("the kernel does not tell when datagrams arrive");
    }

    private void option(int option, MemorySegment value, int length) {
        check("setsockopt", () -> (int) OPTION.invokeExact(descriptor, SOL_SOCKET, option, value, length));
    }

    /** The kernel's wall clock in nanoseconds, with which it stamps. */
    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    int port() {
        return port;
    }

    /** The next datagram; null when none comes within a tenth of a second. */
    Datagram receive() {
        message.set(INT, 8, 16);
        message.set(LONG, 40, control.byteSize());
        long length;
        try {
            length = (long) RECEIVE.invokeExact(descriptor, message, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("recvmsg", e);
        }
        if (length < 0) {
            return null;
        }
        if (message.get(LONG, 40) < 32 || control.get(INT, 8) != SOL_SOCKET || control.get(INT, 12) != SO_TIMESTAMPNS) {
            throw new IllegalStateException("the kernel does not tell when datagrams arrive");
        }
        long nanos = control.get(LONG, 16) * 1_000_000_000 + control.get(LONG, 24);
        return new Datagram(nanos, source.get(NETWORK_SHORT, 2) & 0xffff, payload.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Sends to a port of 127.0.0.1. What cannot be sent is lost. */
    void send(byte[] bytes, int to) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment data = call.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            long sent = (long) SEND.invokeExact(descriptor, data, (long) bytes.length, 0, address(call, to), 16);
            assert sent <= bytes.length;
        } catch (Throwable e) {
            throw new IllegalStateException("sendto", e);
        }
    }

    private static MemorySegment address(Arena arena, int port) {
        MemorySegment address = arena.allocate(16, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
        address.set(NETWORK_SHORT, 2, (short) port);
        address.set(NETWORK_INT, 4, LOOPBACK);
        return address;
    }

    /** No thread may be in {@link #receive} any more. */
    @Override
    public void close() {
        check("close", () -> (int) CLOSE.invokeExact(descriptor));
        arena.close();
    }

    private interface SystemCall {
        int run() throws Throwable;
    }

    private static int check(String name, SystemCall call) {
        int result;
        try {
            result = call.run();
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
        if (result < 0) {
            throw new IllegalStateException(name + " failed");
        }
        return result;
    }

    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
