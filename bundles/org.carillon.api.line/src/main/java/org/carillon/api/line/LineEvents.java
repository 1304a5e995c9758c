package org.carillon.api.line;

/** Events about lines. */
public final class LineEvents {
    /** A line's state, code or reason changed. Properties: {@link #ACCOUNT}, {@link #STATE}, {@link #CODE}, {@link #REASON}. */
    public static final String CHANGED = "org/carillon/line/CHANGED";
    /** Integer, from 1. */
    public static final String ACCOUNT = "account";
    /** String: {@code off registering registered failed}. */
    public static final String STATE = "state";
    /** Integer. */
    public static final String CODE = "code";
    /** String. */
    public static final String REASON = "reason";

    private LineEvents() {}
}
