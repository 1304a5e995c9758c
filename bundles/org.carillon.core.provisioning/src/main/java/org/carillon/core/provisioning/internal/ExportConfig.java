package org.carillon.core.provisioning.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What a saved configuration holds (manual 13.7). */
@ObjectClassDefinition(name = "Saved configuration")
@interface ExportConfig {
    String PID = "org.carillon.core.provisioning.export";

    @Parameter(id = "DeviceConfigExportMode")
    @AttributeDefinition(name = "Export", description = "What a saved configuration holds.", options = {
            @Option(value = "0", label = "modified configurations"), @Option(value = "1", label = "all configurations")})
    int mode() default 0;
}
