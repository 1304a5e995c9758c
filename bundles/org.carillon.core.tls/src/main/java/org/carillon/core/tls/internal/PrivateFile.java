package org.carillon.core.tls.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of at most {@value #MAX_BYTES} bytes (manual 5.4.3), readable by this phone alone, replaced as a whole or not at all. */
final class PrivateFile {
    static final int MAX_BYTES = 5 << 20;
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFile() {}

    /**
     * @throws IOException
     *             with the file's name and why it cannot be read
     */
    static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is not there, or no file");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
        if (content.length > MAX_BYTES) {
            throw new IOException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return content;
    }

    /**
     * Durable when it returns. Written through a stream, because an interrupt would close a channel.
     *
     * @param temporary
     *            on the same file system; what an earlier attempt left there is thrown away
     */
    static void replace(Path file, byte[] content, Path temporary) throws IOException {
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, OWNER_ONLY);
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.toAbsolutePath().getParent());
    }

    /**
     * @throws IOException
     *             when there is none
     */
    static void remove(Path file) throws IOException {
        try {
            Files.delete(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file.getFileName(), e);
        }
        force(file.toAbsolutePath().getParent());
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
