package org.carillon.feature.pnp.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether the network is asked for the provisioning server, and from where (manual 3.8.1). */
@ObjectClassDefinition(name = "PnP")
@interface PnpConfig {
    String PID = "org.carillon.feature.pnp";

    @Parameter(id = "DeviceProvisionPnPEnable", web = "Provision > Auto Provision > PnP Provision")
    @AttributeDefinition(name = "PnP provision",
            description = "Ask the network where the provisioning server is, and listen to who says so.")
    boolean enable() default true;

    @Parameter(id = "DeviceProvisionPnpPort")
    @AttributeDefinition(name = "PnP port", description = "UDP port that is asked from and listened on.", min = "1", max = "65535")
    int port() default 5082;
}
