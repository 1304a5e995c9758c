package org.carillon.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of one phone's state, held by one process at a time. */
final class Home implements AutoCloseable {
    /** A Unix domain socket's path has 108 bytes with the closing zero. */
    private static final int LONGEST_SOCKET_PATH = 107;

    private final Path directory;
    private final FileChannel lock;

    private Home(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Where a phone's state is kept when nobody says otherwise. */
    static Path standard(String model, String mac) {
        return Path.of(System.getProperty("user.home"), ".carillon", model.replace(" ", "") + "-" + mac);
    }

    /** Creates the directory when it is not there, takes it for this process and ends a reset that was asked for. */
    static Home take(Path directory) throws LaunchException {
        if (directory.resolve("control.sock").toString().getBytes().length > LONGEST_SOCKET_PATH) {
            throw new LaunchException("home " + directory + ": the path is too long for a socket in it, at most "
                    + (LONGEST_SOCKET_PATH - "/control.sock".length()) + " bytes are permitted");
        }
        try {
            create(directory);
            if (!Files.isReadable(directory) || !Files.isWritable(directory) || !Files.isExecutable(directory)) {
                throw new LaunchException("home " + directory + " is unreadable: no permission to read and write it");
            }
            FileChannel channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new LaunchException("home " + directory + " is in use by another phone");
            }
            FactoryReset.finish(directory);
            return new Home(directory, channel);
        } catch (FileAlreadyExistsException e) {
            throw new LaunchException("home " + directory + " is unreadable: " + e.getFile() + " is no directory");
        } catch (IOException e) {
            throw new LaunchException("home " + directory + " is unreadable", e);
        }
    }

    private static void create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                create(parent);
            }
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
