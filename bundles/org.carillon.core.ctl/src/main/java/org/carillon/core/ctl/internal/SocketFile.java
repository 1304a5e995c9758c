package org.carillon.core.ctl.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of the control socket: {@code control.sock} in a directory that is open to its owner alone. */
final class SocketFile {
    static final String NAME = "control.sock";
    /** Of the 108 bytes in {@code struct sockaddr_un} the JDK keeps two. */
    static final int MAX_BYTES = 106;
    private static final int BACKLOG = 64;

    private SocketFile() {}

    /**
     * Listens; removes the file of a phone that ended without removing it.
     *
     * @throws IOException
     *             when it cannot be had, with the reason in words
     */
    static ServerSocketChannel listen(Path home) throws IOException {
        Path path = home.resolve(NAME);
        int bytes = path.toString().getBytes().length;
        if (bytes > MAX_BYTES) {
            throw new IOException("the path " + path + " has " + bytes + " bytes; a socket's path may have " + MAX_BYTES);
        }
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        removeStale(address);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return channel;
    }

    private static void removeStale(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
            throw new IOException(path + " is in the way: it is no socket");
        }
        try {
            SocketChannel.open(address).close();
        } catch (ConnectException e) {
            Files.delete(path);
            return;
        }
        throw new IOException("another phone listens on " + path);
    }
}
