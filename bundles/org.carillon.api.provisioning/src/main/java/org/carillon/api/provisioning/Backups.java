package org.carillon.api.provisioning;

import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.osgi.annotation.versioning.ProviderType;

/** Saves the configuration to a file, and brings it back (manual 13.7). Safe for use by any thread. */
@ProviderType
public interface Backups {
    /**
     * A configuration file of what {@code DeviceConfigExportMode} says: what differs from the defaults, or everything. Without secrets, and with what
     * is stored for bundles that are stopped.
     */
    String save();

    /**
     * Sets the user's values to those of a file, in one transaction; what the file does not name stays, so also secrets do. Blocks until the
     * components have seen the change.
     *
     * @param name
     *            shown as source
     * @return what was left out, too: it is not kept
     */
    Outcome restore(String name, List<Setting> settings);
}
