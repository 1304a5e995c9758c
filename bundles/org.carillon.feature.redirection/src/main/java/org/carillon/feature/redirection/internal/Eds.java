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

/** The easy deployment server, which is asked when the server of the parameters has no files (manual 3.4, 3.6.1). */
@Component(property = {ProvisioningSource.RANK + ":Integer=300", ProvisioningSource.NAME + "=eds"})
public final class Eds implements ProvisioningSource {
    private final Service service;
    private final Lookups lookups;

    @Activate
    public Eds(BundleContext context, @Reference(name = "phone") Phone phone, @Reference(name = "lookups") Lookups lookups) {
        this.lookups = lookups;
        service = new Service("eds", context, phone);
    }

    @Override
    public List<Location> locations() throws IOException {
        return service.ask(lookups, "EDS");
    }
}
