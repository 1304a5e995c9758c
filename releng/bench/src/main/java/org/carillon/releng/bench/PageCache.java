package org.carillon.releng.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Has the kernel forget what it keeps of files, so that whoever needs them next has to read them. What another process has mapped stays. */
final class PageCache {
    private static final int O_RDONLY = 0;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final MethodHandle OPEN = StampedSocket.function("open", ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT);
    private static final MethodHandle SYNC = StampedSocket.function("fsync", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    private static final MethodHandle ADVISE = StampedSocket.function("posix_fadvise", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final MethodHandle CLOSE = StampedSocket.function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);

    private PageCache() {}

    /** Files, and all that is below directories. */
    static void evict(Collection<Path> trees) throws IOException {
        for (Path tree : trees) {
            List<Path> files;
            try (Stream<Path> found = Files.walk(tree)) {
                files = found.filter(Files::isRegularFile).toList();
            }
            files.forEach(PageCache::evict);
        }
    }

    private static void evict(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int descriptor = (int) OPEN.invokeExact(name, O_RDONLY);
            if (descriptor >= 0) {
                int synced = (int) SYNC.invokeExact(descriptor);
                int advised = (int) ADVISE.invokeExact(descriptor, 0L, 0L, POSIX_FADV_DONTNEED);
                int closed = (int) CLOSE.invokeExact(descriptor);
                assert synced <= 0 && advised >= 0 && closed <= 0;
            }
        } catch (Throwable e) {
            throw new IllegalStateException("posix_fadvise of " + file, e);
        }
    }
}
