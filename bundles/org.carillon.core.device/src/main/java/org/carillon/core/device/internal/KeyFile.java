package org.carillon.core.device.internal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.carillon.api.device.DeviceKey;
import org.carillon.api.device.Phone;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** The key of hardware that keeps none: a file in a directory of its own, which only this user may look into. */
@Component
public final class KeyFile implements DeviceKey {
    private static final String DIRECTORY = "hardware";
    private static final String NAME = "storage.key";
    private static final int BYTES = 32;
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final Logger log;
    private SecretKey key;

    @Activate
    public KeyFile(@Reference(name = "phone") Phone phone, @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.file = phone.home().resolve(DIRECTORY).resolve(NAME);
        this.log = log;
    }

    @Override
    public synchronized SecretKey get() throws IOException {
        if (key == null) {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            if (bytes.length != BYTES) {
                if (Files.exists(file)) {
                    log.error("{} holds no key of {} bytes; a new one is made, and what the old one protected is lost", file, BYTES);
                }
                bytes = make();
            }
            key = new SecretKeySpec(bytes, "AES");
        }
        return key;
    }

    private byte[] make() throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        if (!Files.isDirectory(file.getParent())) {
            Files.createDirectories(file.getParent(), OWNER_ONLY_DIRECTORY);
            force(file.getParent().toAbsolutePath().getParent());
        }
        Path next = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, OWNER_ONLY);
        try (FileOutputStream out = new FileOutputStream(next.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.getParent());
        return bytes;
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
