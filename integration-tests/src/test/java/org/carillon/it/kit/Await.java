package org.carillon.it.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions. Nothing else in these tests waits: no test sleeps and hopes. */
public final class Await {
    private static final long POLL_NANOS = 15_000_000;

    private Await() {}

    /** Waits until the condition holds. */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, condition, () -> "");
    }

    /** Waits until the condition holds; {@code detail} is added to the failure. */
    public static void until(String what, Duration limit, Callable<Boolean> condition, Supplier<String> detail) {
        value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty(), detail);
    }

    /** Waits until there is a value. */
    public static <T> T value(String what, Duration limit, Callable<Optional<T>> source, Supplier<String> detail) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> value = call(what, source);
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + limit.toMillis() + " ms in vain for: " + what + "\n" + detail.get());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Lets time pass on purpose: the subject of the test is what happens, or does not, meanwhile. */
    public static void elapse(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static <T> Optional<T> call(String what, Callable<Optional<T>> source) {
        try {
            return source.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting for: " + what, e);
        }
    }
}
