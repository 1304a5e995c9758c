package org.carillon.api.line;

/** Events about lines. */
public final class LineEvents {
    /** A line's state, code or reason changed. Properties: {@link #ACCOUNT}, {@link #STATE}, {@link #CODE}, {@link #REASON}. */
    public static final String CHANGED = "org/carillon/line/CHANGED";
    /**
     * A feature turned on or off what becomes of a line's calls, such as do-not-disturb. One event for each line, and only when it works otherwise
     * than before, whatever switches there are. Properties: {@link #ACCOUNT}, {@link #SERVICE}, {@link #ON}.
     */
    public static final String SWITCHED = "org/carillon/line/SWITCHED";
    /** Integer, from 1. */
    public static final String ACCOUNT = "account";
    /** String: {@code off registering registered failed}. */
    public static final String STATE = "state";
    /** Integer. */
    public static final String CODE = "code";
    /** String. */
    public static final String REASON = "reason";

    /** String: a name that the feature's README says, such as {@code dnd}. */
    public static final String SERVICE = "service";
    /** Boolean. */
    public static final String ON = "on";

    private LineEvents() {}
}
