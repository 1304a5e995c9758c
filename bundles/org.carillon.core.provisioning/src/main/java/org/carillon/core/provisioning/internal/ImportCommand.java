package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.provisioning.Backups;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Brings a saved configuration back (manual 13.7). A file that does not parse changes nothing. */
@Component(property = {Command.NAME + "=import", Command.USAGE + "=FILE"})
public final class ImportCommand implements Command {
    private final Backups backups;

    @Activate
    public ImportCommand(@Reference(name = "backups") Backups backups) {
        this.backups = backups;
    }

    @Override
    public Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (arguments.size() != 1) {
            throw new CommandException("usage: import FILE");
        }
        Path file = Path.of(arguments.getFirst());
        String source = file.getFileName() == null ? "" : file.getFileName().toString();
        try {
            return Import.of(source, read(file), backups);
        } catch (FormatException e) {
            throw new CommandException("nothing was imported, " + file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new CommandException("nothing was imported, " + file + " cannot be read: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(Transfer.MAX_BYTES + 1);
            if (content.length > Transfer.MAX_BYTES) {
                throw new IOException("it is larger than " + (Transfer.MAX_BYTES >> 20) + " MiB");
            }
            return content;
        }
    }
}
