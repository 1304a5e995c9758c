package org.carillon.core.media.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Media of all accounts (manual 2.9, 7.12). */
@ObjectClassDefinition(name = "Media")
@interface MediaConfig {
    String PID = "org.carillon.core.media";

    @Parameter(id = "SettingAudiodiffserv")
    @AttributeDefinition(name = "Audio DSCP", description = "Marks audio packets for the network.", min = "0", max = "63")
    int dscp() default 46;

    @Parameter(id = "SettingDtmfDuration")
    @AttributeDefinition(name = "DTMF duration", description = "How long a digit is.",
            options = {@Option(value = "1", label = "80ms"), @Option(value = "2", label = "100ms"), @Option(value = "3", label = "200ms"),
                    @Option(value = "4", label = "250ms")})
    int dtmfDuration() default 2;

    @Parameter(id = "SettingDtmfFeedbackEnable", web = "Settings > Audio > Enable DTMF Feedback")
    @AttributeDefinition(name = "DTMF feedback", description = "Let the user hear the digits that are sent.")
    boolean dtmfFeedback() default true;

    @Parameter(id = "SettingDtmfLevel", web = "Settings > Audio > DTMF Level")
    @AttributeDefinition(name = "DTMF level", description = "Raises or lowers digits that are sent, in dB.", min = "-6", max = "6")
    int dtmfLevel() default 0;
}
