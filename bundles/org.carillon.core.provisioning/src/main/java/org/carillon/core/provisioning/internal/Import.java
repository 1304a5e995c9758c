package org.carillon.core.provisioning.internal;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.ConfigurationFiles.Rejection;
import org.carillon.core.provisioning.internal.ConfigFileParser.FormatException;
import org.carillon.core.provisioning.internal.ConfigFileParser.Parsed;

/**
 * What bringing back a saved configuration did.
 *
 * @param settings
 *            how many the file holds that could be read
 * @param changed
 *            ids
 * @param reboot
 *            true when a change works from the next boot on
 */
record Import(int settings, List<String> changed, List<Rejection> rejected, List<Rejection> unknown, boolean reboot) {
    /**
     * Brings a file back.
     *
     * @throws FormatException
     *             when it is no configuration file: nothing was changed then
     * @throws UncheckedIOException
     *             when it could not be stored; the message says why
     */
    static Import of(String name, byte[] content, Backups backups) throws FormatException {
        Parsed parsed = new ConfigFileParser().parse(name, content);
        var outcome = backups.restore(name, parsed.settings());
        return new Import(parsed.settings().size(), outcome.changed(),
                Stream.concat(parsed.rejected().stream(), outcome.rejected().stream()).toList(), outcome.unknown(), outcome.reboot());
    }
}
