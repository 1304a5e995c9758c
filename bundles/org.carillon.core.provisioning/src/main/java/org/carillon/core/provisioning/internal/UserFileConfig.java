package org.carillon.core.provisioning.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Where the person's settings are kept beside the phone (manual 3.7). */
@ObjectClassDefinition(name = "User settings")
@interface UserFileConfig {
    String PID = "org.carillon.core.provisioning.userfile";

    @Parameter(id = "DeviceProvisionUserConfigSyncEnable")
    @AttributeDefinition(name = "Keep user settings",
            description = "Upload what the person set when it changed, and fetch it on provisioning.")
    boolean enable() default false;

    @Parameter(id = "DeviceProvisionUserConfigSyncPath", format = "url")
    @AttributeDefinition(name = "User settings URL", description = "Directory of the files, or one file.", max = "512")
    String path() default "";

    @Parameter(id = "DeviceProvisionUserConfigUploadMethod")
    @AttributeDefinition(name = "Upload method", description = "How the file is given to the web server.",
            options = {@Option(value = "0", label = "PUT"), @Option(value = "1", label = "POST")})
    int method() default 1;
}
