package org.carillon.core.config.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory of the file system; only this user may look into it. Used by one thread at a time. Written through streams, because an
 * interrupt would close a channel.
 */
final class FileDisk implements Disk, AutoCloseable {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Map<String, FileOutputStream> open = new HashMap<>();

    FileDisk(Path directory) throws IOException {
        this.directory = directory;
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
            forceDirectory(directory.toAbsolutePath().getParent());
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public void append(String name, byte[] bytes) throws IOException {
        stream(name).write(bytes);
    }

    @Override
    public void force(String name) throws IOException {
        stream(name).getFD().sync();
    }

    private FileOutputStream stream(String name) throws IOException {
        FileOutputStream stream = open.get(name);
        if (stream == null) {
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                Files.createFile(file, OWNER_ONLY);
            }
            stream = new FileOutputStream(file.toFile(), true);
            open.put(name, stream);
        }
        return stream;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forget(to);
        FileOutputStream moved = open.remove(from);
        if (moved != null) {
            open.put(to, moved);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
        forget(name);
    }

    private void forget(String name) throws IOException {
        FileOutputStream stream = open.remove(name);
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void forceDirectory() throws IOException {
        forceDirectory(directory);
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        for (String name : List.copyOf(open.keySet())) {
            forget(name);
        }
    }
}
