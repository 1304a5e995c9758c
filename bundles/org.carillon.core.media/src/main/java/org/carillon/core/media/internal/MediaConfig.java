package org.carillon.core.media.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Media of all accounts (manual 2.9, 7.11.7, 7.12). */
@ObjectClassDefinition(name = "Media")
@interface MediaConfig {
    String PID = "org.carillon.core.media";

    @Parameter(id = "SettingAudiodiffserv")
    @AttributeDefinition(name = "Audio DSCP", description = "Marks audio packets for the network.", min = "0", max = "63")
    int dscp() default 46;

    @Parameter(id = "Setting8021pPriority", web = "Setting > Audio > 802.1P Priority")
    @AttributeDefinition(name = "Audio 802.1p priority", description = "Priority of audio frames that carry a VLAN tag.", min = "0",
            max = "7")
    int priority() default 5;

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

    @Parameter(id = "SettingJitterBufferMode")
    @AttributeDefinition(name = "Jitter buffer, wired network", description = "Delay that follows the network, or stays the same.",
            options = {@Option(value = "0", label = "Adaptive"), @Option(value = "1", label = "Static")})
    int jitterBufferMode() default 0;

    @Parameter(id = "SettingJitterBufferMin")
    @AttributeDefinition(name = "Least delay, wired network", description = "Milliseconds, when the delay is adaptive.", min = "0",
            max = "600")
    int jitterBufferMin() default 20;

    @Parameter(id = "SettingJitterBufferMax")
    @AttributeDefinition(name = "Greatest delay, wired network", description = "Milliseconds, when the delay is adaptive.", min = "0",
            max = "600")
    int jitterBufferMax() default 250;

    @Parameter(id = "SettingJitterBufferNormal")
    @AttributeDefinition(name = "Normal delay, wired network", description = "Milliseconds; what an adaptive delay begins with.", min = "0",
            max = "600")
    int jitterBufferNormal() default 50;

    @Parameter(id = "SettingWifiJitterBufferMode")
    @AttributeDefinition(name = "Jitter buffer, wireless network", description = "Delay that follows the network, or stays the same.",
            options = {@Option(value = "0", label = "Adaptive"), @Option(value = "1", label = "Static")})
    int wifiJitterBufferMode() default 0;

    @Parameter(id = "SettingWifiJitterBufferMin")
    @AttributeDefinition(name = "Least delay, wireless network", description = "Milliseconds, when the delay is adaptive.", min = "0",
            max = "600")
    int wifiJitterBufferMin() default 20;

    @Parameter(id = "SettingWifiJitterBufferMax")
    @AttributeDefinition(name = "Greatest delay, wireless network", description = "Milliseconds, when the delay is adaptive.", min = "0",
            max = "600")
    int wifiJitterBufferMax() default 250;

    @Parameter(id = "SettingWifiJitterBufferNormal")
    @AttributeDefinition(name = "Normal delay, wireless network", description = "Milliseconds; what an adaptive delay begins with.",
            min = "0",
            max = "600")
    int wifiJitterBufferNormal() default 50;
}
