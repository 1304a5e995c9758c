package org.carillon.api.provisioning;

import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Outcome;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.osgi.annotation.versioning.ProviderType;

/** Saves the configuration to a file, and brings it back (manual 13.7). Safe for use by any thread. */
@ProviderType
public interface Backups {
    /** Which parameters are saved. */
    enum Extent {
        /** Those that something else than the default decides. */
        MODIFIED,
        /** Those that the file of the phone's model decides. */
        DEVICE,
        /** All. */
        ALL
    }

    /** Values in force, without secrets and without user name and password in URLs, and with those that are stored for bundles that are stopped. */
    List<Setting> save(Extent extent);

    /**
     * Sets the user's values to those of a file, in one transaction; what the file does not name stays, so also secrets do. A URL that
     * is the one in force but for user name and password stays as it is. Blocks until the components have seen the change.
     *
     * @param name
     *            shown as source
     * @return what was left out, too: it is not kept
     */
    Outcome restore(String name, List<Setting> settings);
}
