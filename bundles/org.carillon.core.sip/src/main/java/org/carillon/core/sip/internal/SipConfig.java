package org.carillon.core.sip.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What all lines share (manual 2.9.1). */
@ObjectClassDefinition(name = "SIP")
@interface SipConfig {
    String PID = "org.carillon.core.sip";

    @Parameter(id = "SIPDscp")
    @AttributeDefinition(name = "SIP DSCP", description = "Differentiated services code point of SIP packets.", min = "0", max = "63")
    int dscp() default 40;
}
