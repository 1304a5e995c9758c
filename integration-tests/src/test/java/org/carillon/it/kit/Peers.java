package org.carillon.it.kit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.AssumptionViolatedException;

/**
 * The programs that tests talk to. Where one is not installed its tests are skipped, visibly and by name; where peers are required (system
 * property {@code carillon.peers} or environment variable {@code CARILLON_PEERS} is {@code required}) they fail.
 */
public final class Peers {
    private static final String[] SYSTEM_DIRECTORIES = {"/usr/local/sbin", "/usr/sbin", "/sbin"};

    private Peers() {}

    /** Ends the test, skipped or failed, when one of these programs is missing. */
    public static void require(String... programs) {
        for (String program : programs) {
            if (find(program).isEmpty()) {
                miss(program + " is not installed");
            }
        }
    }

    /** The full path of a program that must be there. */
    public static String path(String program) {
        require(program);
        return find(program).orElseThrow().toString();
    }

    static void miss(String what) {
        if (required()) {
            throw new AssertionError("missing peer: " + what + ", and peers are required");
        }
        throw new AssumptionViolatedException("missing peer: " + what);
    }

    private static boolean required() {
        return "required".equals(System.getProperty("carillon.peers")) || "required".equals(System.getenv("CARILLON_PEERS"));
    }

    private static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of(SYSTEM_DIRECTORIES))
                .map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst();
    }
}
