package org.carillon.core.tls.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Certificates that were added to those that the Java runtime trusts: at most {@value #MOST} in the files of a directory, PEM or DER, each with
 * one certificate or several (manual 5.4.3). A file's content tells what it is, its name only tells it apart. Used by one thread at a time.
 */
final class Trusted {
    static final int MOST = 10;
    private final Path directory;
    private final Path temporary;

    Trusted(Path directory, Path temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    /**
     * Adds a file, or replaces the one of this name.
     *
     * @param origin
     *            where the content is from, for messages
     * @throws IOException
     *             when it holds no certificate, or there would be more than {@value #MOST} in all
     */
    void put(String name, byte[] content, String origin) throws IOException {
        int more = parse(content, origin).size();
        Files.createDirectories(directory);
        Path file = directory.resolve(name);
        int others = 0;
        for (Path other : files()) {
            others += other.equals(file) ? 0 : read(other).size();
        }
        if (others + more > MOST) {
            throw new IOException(
                    "%s: %d certificates, and %d are added already; %d in all are permitted".formatted(origin, more, others, MOST));
        }
        PrivateFile.replace(file, content, temporary);
    }

    void remove(String name) throws IOException {
        PrivateFile.remove(directory.resolve(name));
    }

    /** The files that count, in order of their names. */
    List<Path> files() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.sorted().limit(MOST).toList();
        }
    }

    static List<X509Certificate> read(Path file) throws IOException {
        return parse(PrivateFile.read(file), file.toString());
    }

    private static List<X509Certificate> parse(byte[] content, String origin) throws IOException {
        List<X509Certificate> certificates;
        try {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)).stream()
                    .map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new IOException(origin + " holds no certificate that can be read, PEM or DER: " + e.getMessage(), e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(origin + " holds no certificate, PEM or DER");
        }
        return certificates;
    }
}
