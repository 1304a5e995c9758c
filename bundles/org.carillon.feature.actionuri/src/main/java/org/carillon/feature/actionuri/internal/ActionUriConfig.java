package org.carillon.feature.actionuri.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Who may control the phone from afar (manual 10.26.4). */
@ObjectClassDefinition(name = "Action URI")
@interface ActionUriConfig {
    String PID = "org.carillon.feature.actionuri";

    @Parameter(id = "FeatureActionUriEnable")
    @AttributeDefinition(name = "Action URI", description = "Do what action URIs ask for.")
    boolean enable() default false;

    @Parameter(id = "FeatureActionUriPromptEnable")
    @AttributeDefinition(name = "Prompt", description = "Ask the person at the phone before a sender is heard for the first time.")
    boolean promptEnable() default true;

    @Parameter(id = "FeatureActionUriLimitIp", list = ",", format = "ipPattern")
    @AttributeDefinition(name = "Trusted addresses",
            description = "Who may send action URIs over HTTP: addresses, with * for any octet, or Any; nobody when it is blank.")
    String[] limitIp() default {};
}
