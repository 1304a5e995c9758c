package org.carillon.core.media.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Media of all accounts (manual 2.9). */
@ObjectClassDefinition(name = "Media")
@interface MediaConfig {
    String PID = "org.carillon.core.media";

    @Parameter(id = "SettingAudiodiffserv")
    @AttributeDefinition(name = "Audio DSCP", description = "Marks audio packets for the network.", min = "0", max = "63")
    int dscp() default 46;
}
