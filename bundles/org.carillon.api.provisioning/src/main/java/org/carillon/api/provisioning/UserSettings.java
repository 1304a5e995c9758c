package org.carillon.api.provisioning;

import java.util.List;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.osgi.annotation.versioning.ProviderType;

/** What the person at the desk has set. Safe for use by any thread. */
@ProviderType
public interface UserSettings {
    /**
     * What the layer {@code USER} holds, by id, without secrets, without user name and password in URLs, and without what no running bundle
     * declares. Lines are counted from 1.
     */
    List<Setting> all();
}
