package org.carillon.feature.actionurl.internal;

import java.util.function.Function;

/** What happens on a phone, and the parameter with the URL to ask for then (manual 10.25.1). */
enum Trigger {
    SETUP_COMPLETED("ActionUrlSetupCompleted", ActionUrlConfig::setupCompleted),
    REGISTER_SUCCEEDED("ActionUrlRegisterSucceeded", ActionUrlConfig::registerSucceeded),
    UNREGISTERED("ActionUrlUnregistered", ActionUrlConfig::unregistered),
    REGISTER_FAILED("ActionUrlRegisterFailed", ActionUrlConfig::registerFailed),
    OFF_HOOK("ActionUrlOffHook", ActionUrlConfig::offHook),
    ON_HOOK("ActionUrlOnHook", ActionUrlConfig::onHook),
    INCOMING_CALL("ActionUrlIncomingCall", ActionUrlConfig::incomingCall),
    REJECT_INCOMING_CALL("ActionUrlRejectIncomingCall", ActionUrlConfig::rejectIncomingCall),
    ANSWER_INCOMING_CALL("ActionUrlAnswerIncomingCall", ActionUrlConfig::answerIncomingCall),
    OUTGOING_CALL("ActionUrlOutgoingCall", ActionUrlConfig::outgoingCall),
    CANCEL_OUTGOING_CALL("ActionUrlCancelOutgoingCall", ActionUrlConfig::cancelOutgoingCall),
    REMOTE_BUSY("ActionUrlRemoteBusy", ActionUrlConfig::remoteBusy),
    CALL_REMOTE_CANCELED("ActionUrlCallRemoteCanceled", ActionUrlConfig::callRemoteCanceled),
    MISSED_CALL("ActionUrlMissedCall", ActionUrlConfig::missedCall),
    CALL_ESTABLISHED("ActionUrlCallEstablished", ActionUrlConfig::callEstablished),
    CALL_TERMINATED("ActionUrlCallTerminated", ActionUrlConfig::callTerminated),
    DND_ENABLED("ActionUrlDNDEnabled", ActionUrlConfig::dndEnabled),
    DND_DISABLED("ActionUrlDNDDisabled", ActionUrlConfig::dndDisabled),
    IMMEDIATE_FORWARD_ENABLED("ActionUrlImmediateForwardEnabled", ActionUrlConfig::immediateForwardEnabled),
    IMMEDIATE_FORWARD_DISABLED("ActionUrlImmediateForwardDisabled", ActionUrlConfig::immediateForwardDisabled),
    BUSY_FORWARD_ENABLED("ActionUrlBusyForwardEnabled", ActionUrlConfig::busyForwardEnabled),
    BUSY_FORWARD_DISABLED("ActionUrlBusyForwardDisabled", ActionUrlConfig::busyForwardDisabled),
    NO_REPLY_FORWARD_ENABLED("ActionUrlNoReplyForwardEnabled", ActionUrlConfig::noReplyForwardEnabled),
    NO_REPLY_FORWARD_DISABLED("ActionUrlNoReplyForwardDisabled", ActionUrlConfig::noReplyForwardDisabled),
    FORWARD_INCOMING_CALL("ActionUrlForwardIncomingCall", ActionUrlConfig::forwardIncomingCall),
    CALL_HOLD("ActionUrlCallHold", ActionUrlConfig::callHold),
    CALL_UNHOLD("ActionUrlCallUnhold", ActionUrlConfig::callUnhold),
    MUTE("ActionUrlMute", ActionUrlConfig::mute),
    UNMUTE("ActionUrlUnmute", ActionUrlConfig::unmute),
    IDLE_TO_BUSY("ActionUrlIdleToBusy", ActionUrlConfig::idleToBusy),
    BUSY_TO_IDLE("ActionUrlBusyToIdle", ActionUrlConfig::busyToIdle),
    AUTOP_START("ActionUrlAutopStart", ActionUrlConfig::autopStart),
    AUTOP_FINISH("ActionUrlAutopFinish", ActionUrlConfig::autopFinish),
    HEADSET("ActionUrlHeadset", ActionUrlConfig::headset),
    HANDFREE("ActionUrlHandfree", ActionUrlConfig::handfree),
    IP_CHANGED("ActionUrlIpChanged", ActionUrlConfig::ipChanged),
    REBOOT("ActionUrlReboot", ActionUrlConfig::reboot),
    RESET("ActionUrlReset", ActionUrlConfig::reset);

    private final String id;
    private final Function<ActionUrlConfig, String> url;

    Trigger(String id, Function<ActionUrlConfig, String> url) {
        this.id = id;
        this.url = url;
    }

    /** Id of the parameter. */
    String id() {
        return id;
    }

    /** Blank when nobody wants to know. */
    String url(ActionUrlConfig config) {
        return url.apply(config);
    }
}
