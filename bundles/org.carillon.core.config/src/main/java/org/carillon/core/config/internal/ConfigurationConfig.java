package org.carillon.core.config.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How files meet what a person has set (manual 3.7), and what a saved configuration holds (manual 13.7). Read from the layers directly. */
@ObjectClassDefinition(name = "Configuration", pid = "org.carillon.core.config")
@interface ConfigurationConfig {
    String PROTECT = "DeviceProvisionUserConfigProtectEnable";
    String EXPORT_MODE = "DeviceConfigExportMode";
    String EVERYTHING = "1";

    @Parameter(id = PROTECT)
    @AttributeDefinition(name = "Protect personal settings",
            description = "A file takes away only those values of the user that it says to override.")
    boolean protect() default false;

    @Parameter(id = EXPORT_MODE)
    @AttributeDefinition(name = "Export", description = "What a saved configuration holds.", options = {
            @Option(value = "0", label = "modified configurations"), @Option(value = EVERYTHING, label = "all configurations")})
    int exportMode() default 0;
}
