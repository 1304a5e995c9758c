package org.carillon.core.provisioning.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the configuration is posted when a SIP server asks for it (manual 13.7). */
@ObjectClassDefinition(name = "Upload of the configuration")
@interface UploadConfig {
    String PID = "org.carillon.core.provisioning.upload";

    @Parameter(id = "DeviceConfigUploadEnable")
    @AttributeDefinition(name = "Upload", description = "Post the configuration when a SIP server asks for it.")
    boolean enable() default true;

    @Parameter(id = "DeviceConfigUploadUrl", format = "url")
    @AttributeDefinition(name = "Upload URL", description = "Directory on a web server; http is meant where no scheme is given.",
            max = "512")
    String url() default "";
}
