package org.carillon.it.kit;

import java.nio.file.Path;
import java.util.Optional;

/** The source tree that is tested. */
public final class Repository {
    /** Its root, where {@code ./phone} is. */
    public static final Path ROOT = Path.of(Optional.ofNullable(System.getProperty("carillon.root")).orElse("..")).toAbsolutePath()
            .normalize();

    private Repository() {}
}
