package org.carillon.core.config.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How files meet what a person has set (manual 3.7). Read from the layers directly. */
@ObjectClassDefinition(name = "Configuration", pid = "org.carillon.core.config")
@interface ConfigurationConfig {
    String PROTECT = "DeviceProvisionUserConfigProtectEnable";

    @Parameter(id = PROTECT)
    @AttributeDefinition(name = "Protect personal settings",
            description = "A file takes away only those values of the user that it says to override.")
    boolean protect() default false;
}
