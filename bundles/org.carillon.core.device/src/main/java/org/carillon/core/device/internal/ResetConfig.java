package org.carillon.core.device.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Parameters of the factory reset (manual 13.2.1). */
@ObjectClassDefinition(name = "Factory reset")
@interface ResetConfig {
    String PID = "org.carillon.core.device.reset";

    @Parameter(id = "FeatureResetByLongPressEnable")
    @AttributeDefinition(name = "Reset by a long press",
            description = "Offer to restore the factory settings when the conference or headset key is held down.")
    boolean byLongPress() default true;
}
