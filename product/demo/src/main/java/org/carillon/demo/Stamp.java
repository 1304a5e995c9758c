package org.carillon.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What a cache of classes depends on, in one line: every file of the image, and the virtual machine. */
final class Stamp {
    private Stamp() {}

    /**
     * @param cache
     *            left out
     */
    static String of(Path image, Path cache) throws IOException {
        try (Stream<Path> found = Files.walk(image)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<Path> files = found.filter(Files::isRegularFile).filter(file -> !file.equals(cache)).sorted().toList();
            for (Path file : files) {
                digest.update((file + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest()) + " " + System.getProperty("java.home") + " " + Runtime.version() + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }
}
