package org.carillon.core.media.internal.codec;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/** The G.726 of libspandsp, which baresip uses as well. */
@SuppressWarnings("restricted")
final class SpanDsp {
    private static final String LIBRARY = "libspandsp.so.2";
    private static final int LINEAR = 0;
    /** The first code in the least significant bits. */
    private static final int RIGHT = 2;

    private final SymbolLookup library;
    private final int bitRate;

    /** Skips the test where it is not installed. */
    SpanDsp(int bitRate) {
        this.library = open();
        this.bitRate = bitRate;
        assumeTrue(library != null, LIBRARY + " is not installed");
    }

    private static SymbolLookup open() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            if ("required".equals(System.getenv("CARILLON_PEERS"))) {
                throw e;
            }
            return null;
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private MemorySegment state() throws Throwable {
        return (MemorySegment) function("g726_init", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)).invokeExact(MemorySegment.NULL, bitRate, LINEAR, RIGHT);
    }

    private int code(String function, MemorySegment to, MemorySegment from, int length) throws Throwable {
        MemorySegment state = state();
        try {
            return (int) function(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS, ValueLayout.JAVA_INT)).invokeExact(state, to, from, length);
        } finally {
            int freed = (int) function("g726_free", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)).invokeExact(state);
            assert freed == 0;
        }
    }

    byte[] encode(short[] pcm) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(pcm.length);
            int length = code("g726_encode", out, arena.allocateFrom(ValueLayout.JAVA_SHORT, pcm), pcm.length);
            return Arrays.copyOf(out.toArray(ValueLayout.JAVA_BYTE), length);
        }
    }

    short[] decode(byte[] packet) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.JAVA_SHORT, packet.length * 4L);
            int samples = code("g726_decode", out, arena.allocateFrom(ValueLayout.JAVA_BYTE, packet), packet.length);
            return Arrays.copyOf(out.toArray(ValueLayout.JAVA_SHORT), samples);
        }
    }
}
