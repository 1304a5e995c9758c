package org.carillon.api.scope;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hands out scopes and tells the time. A bundle gets its threads, timers and clock here and nowhere else, so that one {@link Scope#close()}
 * ends all of them and a test can replace time. Safe for use by any thread.
 */
@ProviderType
public interface Scopes {
    /**
     * Opens a scope that its caller must close, as a rule in {@code @Deactivate}.
     *
     * @param name
     *            shown in thread names and diagnostics; the bundle's symbolic name plus a word where it opens several
     */
    Scope open(String name);

    /** Monotonic time in nanoseconds; only differences have a meaning. */
    long nanoTime();

    /** The wall clock. */
    Instant now();
}
