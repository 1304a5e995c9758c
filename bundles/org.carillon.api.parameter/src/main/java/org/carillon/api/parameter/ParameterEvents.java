package org.carillon.api.parameter;

/** Events about parameters. */
public final class ParameterEvents {
    /** Effective values changed and the components concerned have seen it. */
    public static final String CHANGED = "org/carillon/parameter/CHANGED";
    /** The ids, a {@code List<String>}. */
    public static final String IDS = "ids";
    /** The layer that was written, as printed by {@code ctl get}: {@code user} for changes by a person. */
    public static final String LAYER = "layer";
    /** A bundle came or went with its parameters: {@link Parameters#declared} is another list now. */
    public static final String DECLARED = "org/carillon/parameter/DECLARED";

    private ParameterEvents() {}
}
