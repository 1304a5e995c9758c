package org.carillon.api.device;

/** Events about the phone as a thing. */
public final class DeviceEvents {
    /** The handset or the speaker was taken up, or the handset was put back, whatever calls there are. Property: {@link #OFF_HOOK}. */
    public static final String HOOK = "org/carillon/device/HOOK";
    /** A key that means the same on every model was pressed; digits are not told. Property: {@link #KEY_NAME}. */
    public static final String KEY = "org/carillon/device/KEY";
    /** The {@link WallClock} follows other rules now. */
    public static final String CLOCK = "org/carillon/device/CLOCK";
    /**
     * The phone is about to restart. Sent, not posted: it restarts when each handler has returned, none of which takes more than 2 s. Property:
     * {@link #RESET}.
     */
    public static final String REBOOT = "org/carillon/device/REBOOT";

    /** Boolean. */
    public static final String OFF_HOOK = "offHook";
    /** Boolean: true when the factory settings are restored by this restart. */
    public static final String RESET = "reset";
    /** String: the name in the action URIs (manual 10.26) without {@code F_}, such as {@code HANDSFREE}. */
    public static final String KEY_NAME = "key";

    private DeviceEvents() {}
}
