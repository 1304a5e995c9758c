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
 * Certificates that were added to those that the Java runtime trusts: at most {@value #MAX_FILES} files in a directory, PEM or DER, each with
 * one certificate or several (manual 5.4.3). A file's content tells what it is, its name only tells it apart. Used by one thread at a time.
 */
final class Trusted {
    static final int MAX_FILES = 10;
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
     *             when it holds no certificate, or there are {@value #MAX_FILES} files already
     */
    void put(String name, byte[] content, String origin) throws IOException {
        parse(content, origin);
        Files.createDirectories(directory);
        Path file = directory.resolve(name);
        List<Path> others = files().stream().filter(other -> !other.equals(file)).toList();
        if (others.size() >= MAX_FILES) {
            throw new IOException("there are " + MAX_FILES + " added certificates already, which is the most: "
                    + others.stream().map(Path::getFileName).toList());
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
            return found.sorted().limit(MAX_FILES).toList();
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
