package org.carillon.core.provisioning.internal;

import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.provisioning.ProvisioningSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/** The servers that the parameters name (manual 3.8.3): the one and its backup. */
@Component(configurationPid = ProvisioningConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {ProvisioningSource.RANK + ":Integer=200", ProvisioningSource.NAME + "=local"})
public final class ServerUrls implements ProvisioningSource {
    private volatile ProvisioningConfig config;

    @Activate
    public ServerUrls(ProvisioningConfig config) {
        this.config = config;
    }

    @Modified
    void modified(ProvisioningConfig changed) {
        config = changed;
    }

    @Override
    public List<Location> locations() {
        ProvisioningConfig now = config;
        return Stream.of(new Location(now.serverUrl(), Stages.PARAMETER),
                new Location(now.backupServerUrl(), "DeviceProvisionBackupServerUrl")).filter(location -> !location.url().isEmpty())
                .toList();
    }
}
