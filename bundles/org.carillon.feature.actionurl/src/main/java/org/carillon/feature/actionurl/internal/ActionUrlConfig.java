package org.carillon.feature.actionurl.internal;

import org.carillon.api.parameter.Parameter;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Which URL to ask for when something happens (manual 10.25.3); blank for none. */
@ObjectClassDefinition(name = "Action URL")
@interface ActionUrlConfig {
    String PID = "org.carillon.feature.actionurl";

    @Parameter(id = "ActionUrlSetupCompleted", format = "webUrl", web = "Features > Action URL > Setup Completed")
    @AttributeDefinition(name = "Setup Completed", description = "The phone has started.", max = "512")
    String setupCompleted() default "";

    @Parameter(id = "ActionUrlRegisterSucceeded", format = "webUrl", web = "Features > Action URL > Register Succeeded")
    @AttributeDefinition(name = "Register Succeeded", description = "An account was registered.", max = "512")
    String registerSucceeded() default "";

    @Parameter(id = "ActionUrlUnregistered", format = "webUrl", web = "Features > Action URL > Unregistered")
    @AttributeDefinition(name = "Unregistered", description = "An account signed off.", max = "512")
    String unregistered() default "";

    @Parameter(id = "ActionUrlRegisterFailed", format = "webUrl", web = "Features > Action URL > Register Failed")
    @AttributeDefinition(name = "Register Failed", description = "An account could not be registered.", max = "512")
    String registerFailed() default "";

    @Parameter(id = "ActionUrlOffHook", format = "webUrl", web = "Features > Action URL > Off Hook")
    @AttributeDefinition(name = "Off Hook", description = "Handset or speaker were taken up.", max = "512")
    String offHook() default "";

    @Parameter(id = "ActionUrlOnHook", format = "webUrl", web = "Features > Action URL > On Hook")
    @AttributeDefinition(name = "On Hook", description = "The handset was put back.", max = "512")
    String onHook() default "";

    @Parameter(id = "ActionUrlIncomingCall", format = "webUrl", web = "Features > Action URL > Incoming Call")
    @AttributeDefinition(name = "Incoming Call", description = "A call came in.", max = "512")
    String incomingCall() default "";

    @Parameter(id = "ActionUrlRejectIncomingCall", format = "webUrl", web = "Features > Action URL > Reject Incoming Call")
    @AttributeDefinition(name = "Reject Incoming Call", description = "An incoming call was refused.", max = "512")
    String rejectIncomingCall() default "";

    @Parameter(id = "ActionUrlAnswerIncomingCall", format = "webUrl", web = "Features > Action URL > Answer Incoming Call")
    @AttributeDefinition(name = "Answer Incoming Call", description = "An incoming call was answered.", max = "512")
    String answerIncomingCall() default "";

    @Parameter(id = "ActionUrlOutgoingCall", format = "webUrl", web = "Features > Action URL > Outgoing Call")
    @AttributeDefinition(name = "Outgoing Call", description = "A call was placed.", max = "512")
    String outgoingCall() default "";

    @Parameter(id = "ActionUrlCancelOutgoingCall", format = "webUrl", web = "Features > Action URL > Cancel Outgoing Call")
    @AttributeDefinition(name = "Cancel Outgoing Call", description = "An outgoing call was given up while it rang.", max = "512")
    String cancelOutgoingCall() default "";

    @Parameter(id = "ActionUrlRemoteBusy", format = "webUrl", web = "Features > Action URL > Remote Busy")
    @AttributeDefinition(name = "Remote Busy", description = "The other side refused a call.", max = "512")
    String remoteBusy() default "";

    @Parameter(id = "ActionUrlCallRemoteCanceled", format = "webUrl", web = "Features > Action URL > Call Remote Canceled")
    @AttributeDefinition(name = "Call Remote Canceled", description = "The caller gave up while it rang here.", max = "512")
    String callRemoteCanceled() default "";

    @Parameter(id = "ActionUrlMissedCall", format = "webUrl", web = "Features > Action URL > Missed Call")
    @AttributeDefinition(name = "Missed Call", description = "Nobody answered an incoming call.", max = "512")
    String missedCall() default "";

    @Parameter(id = "ActionUrlCallEstablished", format = "webUrl", web = "Features > Action URL > Call Established")
    @AttributeDefinition(name = "Call Established", description = "A call was answered, here or there.", max = "512")
    String callEstablished() default "";

    @Parameter(id = "ActionUrlCallTerminated", format = "webUrl", web = "Features > Action URL > Call Terminated")
    @AttributeDefinition(name = "Call Terminated", description = "A call that was answered is over.", max = "512")
    String callTerminated() default "";

    @Parameter(id = "ActionUrlDNDEnabled", format = "webUrl", web = "Features > Action URL > DND Enabled")
    @AttributeDefinition(name = "DND Enabled", description = "Do not disturb was turned on for an account.", max = "512")
    String dndEnabled() default "";

    @Parameter(id = "ActionUrlDNDDisabled", format = "webUrl", web = "Features > Action URL > DND Disabled")
    @AttributeDefinition(name = "DND Disabled", description = "Do not disturb was turned off for an account.", max = "512")
    String dndDisabled() default "";

    @Parameter(id = "ActionUrlImmediateForwardEnabled", format = "webUrl", web = "Features > Action URL > Immediate Forward Enabled")
    @AttributeDefinition(name = "Immediate Forward Enabled", description = "All calls of an account are forwarded.", max = "512")
    String immediateForwardEnabled() default "";

    @Parameter(id = "ActionUrlImmediateForwardDisabled", format = "webUrl", web = "Features > Action URL > Immediate Forward Disabled")
    @AttributeDefinition(name = "Immediate Forward Disabled", description = "No longer all calls of an account are forwarded.", max = "512")
    String immediateForwardDisabled() default "";

    @Parameter(id = "ActionUrlBusyForwardEnabled", format = "webUrl", web = "Features > Action URL > Busy Forward Enabled")
    @AttributeDefinition(name = "Busy Forward Enabled", description = "Calls of an account are forwarded while it is busy.", max = "512")
    String busyForwardEnabled() default "";

    @Parameter(id = "ActionUrlBusyForwardDisabled", format = "webUrl", web = "Features > Action URL > Busy Forward Disabled")
    @AttributeDefinition(name = "Busy Forward Disabled", description = "Calls of an account are no longer forwarded while it is busy.",
            max = "512")
    String busyForwardDisabled() default "";

    @Parameter(id = "ActionUrlNoReplyForwardEnabled", format = "webUrl", web = "Features > Action URL > No Reply Forward Enabled")
    @AttributeDefinition(name = "No Reply Forward Enabled", description = "Calls of an account are forwarded when nobody answers.",
            max = "512")
    String noReplyForwardEnabled() default "";

    @Parameter(id = "ActionUrlNoReplyForwardDisabled", format = "webUrl", web = "Features > Action URL > No Reply Forward Disabled")
    @AttributeDefinition(name = "No Reply Forward Disabled",
            description = "Calls of an account are no longer forwarded when nobody answers.", max = "512")
    String noReplyForwardDisabled() default "";

    @Parameter(id = "ActionUrlForwardIncomingCall", format = "webUrl", web = "Features > Action URL > Forward Incoming Call")
    @AttributeDefinition(name = "Forward Incoming Call", description = "An incoming call was forwarded.", max = "512")
    String forwardIncomingCall() default "";

    @Parameter(id = "ActionUrlCallHold", format = "webUrl", web = "Features > Action URL > Call Hold")
    @AttributeDefinition(name = "Call Hold", description = "The other side of a call is held.", max = "512")
    String callHold() default "";

    @Parameter(id = "ActionUrlCallUnhold", format = "webUrl", web = "Features > Action URL > Call Resume")
    @AttributeDefinition(name = "Call Resume", description = "The other side of a call is held no longer.", max = "512")
    String callUnhold() default "";

    @Parameter(id = "ActionUrlMute", format = "webUrl", web = "Features > Action URL > Mute")
    @AttributeDefinition(name = "Mute", description = "A call was muted.", max = "512")
    String mute() default "";

    @Parameter(id = "ActionUrlUnmute", format = "webUrl", web = "Features > Action URL > UnMute")
    @AttributeDefinition(name = "UnMute", description = "A call was unmuted.", max = "512")
    String unmute() default "";

    @Parameter(id = "ActionUrlIdleToBusy", format = "webUrl", web = "Features > Action URL > Idle To Busy")
    @AttributeDefinition(name = "Idle To Busy", description = "The first call began.", max = "512")
    String idleToBusy() default "";

    @Parameter(id = "ActionUrlBusyToIdle", format = "webUrl", web = "Features > Action URL > Busy To Idle")
    @AttributeDefinition(name = "Busy To Idle", description = "The last call is over.", max = "512")
    String busyToIdle() default "";

    @Parameter(id = "ActionUrlAutopStart", format = "webUrl", web = "Features > Action URL > Autop Start")
    @AttributeDefinition(name = "Autop Start", description = "Provisioning began.", max = "512")
    String autopStart() default "";

    @Parameter(id = "ActionUrlAutopFinish", format = "webUrl", web = "Features > Action URL > Autop Finish")
    @AttributeDefinition(name = "Autop Finish", description = "Provisioning at the start is done.", max = "512")
    String autopFinish() default "";

    @Parameter(id = "ActionUrlHeadset", format = "webUrl", web = "Features > Action URL > Headset")
    @AttributeDefinition(name = "Headset", description = "The headset key was pressed.", max = "512")
    String headset() default "";

    @Parameter(id = "ActionUrlHandfree", format = "webUrl", web = "Features > Action URL > Handsfree")
    @AttributeDefinition(name = "Handsfree", description = "The speaker key was pressed.", max = "512")
    String handfree() default "";

    @Parameter(id = "ActionUrlIpChanged", format = "webUrl", web = "Features > Action URL > IP Changed")
    @AttributeDefinition(name = "IP Changed", description = "The phone has got another address.", max = "512")
    String ipChanged() default "";

    @Parameter(id = "ActionUrlReboot", format = "webUrl", web = "Features > Action URL > Reboot")
    @AttributeDefinition(name = "Reboot", description = "The phone is about to restart.", max = "512")
    String reboot() default "";

    @Parameter(id = "ActionUrlReset", format = "webUrl", web = "Features > Action URL > Reset")
    @AttributeDefinition(name = "Reset", description = "The phone is about to restore its factory settings.", max = "512")
    String reset() default "";
}
