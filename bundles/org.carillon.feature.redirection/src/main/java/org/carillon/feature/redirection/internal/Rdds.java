package org.carillon.feature.redirection.internal;

import java.io.IOException;
import java.util.List;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.Lookups;
import org.carillon.api.provisioning.ProvisioningSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The redirection service that is asked last of all (manual 3.6.1). */
@Component(property = {ProvisioningSource.RANK + ":Integer=400", ProvisioningSource.NAME + "=rdds"})
public final class Rdds implements ProvisioningSource {
    private final Service service;
    private final Lookups lookups;

    @Activate
    public Rdds(BundleContext context, @Reference(name = "phone") Phone phone, @Reference(name = "lookups") Lookups lookups) {
        this.lookups = lookups;
        service = new Service("rdds", context, phone);
    }

    @Override
    public List<Location> locations() throws IOException {
        return service.ask(lookups, "RDDS");
    }
}
