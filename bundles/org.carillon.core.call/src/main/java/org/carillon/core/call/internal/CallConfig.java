package org.carillon.core.call.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How many calls there may be, and how they are refused (manual 10.16, 10.27). */
@ObjectClassDefinition(name = "Calls")
@interface CallConfig {
    String PID = "org.carillon.core.call";

    @Parameter(id = "SIPMaxCall", defaultFact = "maxCalls", maxFact = "maxCalls", web = "Features > SIP > SIP MAX Call")
    @AttributeDefinition(name = "Most calls", description = "Calls at a time on the whole phone.", min = "1")
    int maxCalls();

    @Parameter(id = "FeatureNormalRefuseCode")
    @AttributeDefinition(name = "Refusal code", description = "SIP status when a person rejects a call.",
            options = {@Option(value = "404", label = "Not Found"), @Option(value = "480", label = "Temporarily Unavailable"),
                    @Option(value = "486", label = "Busy Here"), @Option(value = "600", label = "Busy Everywhere"),
                    @Option(value = "603", label = "Decline")})
    int refuseCode() default 486;

    @Parameter(id = "FeatureNoAnswerCode")
    @AttributeDefinition(name = "No-answer code", description = "SIP status when nobody answers a call.",
            options = {@Option(value = "404", label = "Not Found"), @Option(value = "480", label = "Temporarily Unavailable"),
                    @Option(value = "486", label = "Busy Here"), @Option(value = "600", label = "Busy Everywhere"),
                    @Option(value = "603", label = "Decline")})
    int noAnswerCode() default 486;
}
