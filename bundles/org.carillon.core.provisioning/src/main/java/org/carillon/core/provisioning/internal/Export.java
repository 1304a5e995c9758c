package org.carillon.core.provisioning.internal;

import org.carillon.api.provisioning.Backups;
import org.carillon.api.provisioning.Backups.Extent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Writes configuration files of what the phone is set to, never with secrets (manual 13.7). Safe for use by any thread. */
@Component(service = Export.class, configurationPid = ExportConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ExportConfig.class)
public final class Export {
    private final Backups backups;
    private volatile ExportConfig config;

    @Activate
    public Export(ExportConfig config, @Reference(name = "backups") Backups backups) {
        this.config = config;
        this.backups = backups;
    }

    @Modified
    void modified(ExportConfig changed) {
        config = changed;
    }

    /** What {@code DeviceConfigExportMode} says. */
    Extent usual() {
        return config.mode() == 0 ? Extent.MODIFIED : Extent.ALL;
    }

    String file(Extent extent) {
        return SettingsFile.of(backups.save(extent));
    }
}
