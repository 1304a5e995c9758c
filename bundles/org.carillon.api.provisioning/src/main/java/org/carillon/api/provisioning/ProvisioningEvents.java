package org.carillon.api.provisioning;

/** Events about runs of provisioning. Those of a run while the phone starts are sent when it has started, so that everybody hears them. */
public final class ProvisioningEvents {
    /** A run began to ask the server. Property: {@link #AT_START}. */
    public static final String STARTED = "org/carillon/provisioning/STARTED";
    /** A run is over, and what it brought is applied. Properties: {@link #AT_START}, {@link #RESULT}. */
    public static final String ENDED = "org/carillon/provisioning/ENDED";

    /** Boolean: true for the run at power-on and its repetitions, false when somebody asked for one. */
    public static final String AT_START = "atStart";
    /** String: {@code applied}, {@code unchanged} or {@code failed}. */
    public static final String RESULT = "result";

    private ProvisioningEvents() {}
}
