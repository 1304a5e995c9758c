package org.carillon.api.call;

/** Events about calls. Each carries {@link #CALL}, a {@link Call}, and the plain properties for filters and logs. */
public final class CallEvents {
    /** Prefix of the topics. */
    public static final String TOPICS = "org/carillon/call/";
    /** A call appeared: DIALING or, for an incoming one, before its screening. */
    public static final String NEW = TOPICS + "NEW";
    /** State or a flag changed. */
    public static final String CHANGED = TOPICS + "CHANGED";
    /** The call is over. Adds {@link #WAS}, {@link #CODE}, {@link #REASON} and {@link #BY}. */
    public static final String ENDED = TOPICS + "ENDED";
    /** A digit of the other side. Adds {@link #DIGIT}. */
    public static final String DTMF = TOPICS + "DTMF";
    /** The other side refused a digit that went out by INFO. Adds {@link #DIGIT}, {@link #CODE} and {@link #REASON}. */
    public static final String DTMF_REFUSED = TOPICS + "DTMF_REFUSED";

    /** The {@link Call}. */
    public static final String CALL = "call";
    /** String. */
    public static final String ID = "id";
    /** Integer. */
    public static final String ACCOUNT = "account";
    /** String: {@code in} or {@code out}. */
    public static final String DIRECTION = "direction";
    /** String: {@code dialing early ringing talking ended}. */
    public static final String STATE = "state";
    /** String, as {@link #STATE}: what the call was until it ended. Events of different threads may overtake each other. */
    public static final String WAS = "was";
    /** String. */
    public static final String REMOTE = "remote";
    /** Integer: final SIP status, 0 after a normal end. */
    public static final String CODE = "code";
    /** String; {@link #NO_ANSWER} when it rang here until the phone gave up. */
    public static final String REASON = "reason";
    /** Value of {@link #REASON}. */
    public static final String NO_ANSWER = "no answer";
    /** String: {@code local} or {@code remote}. */
    public static final String BY = "by";
    /** String of one character. */
    public static final String DIGIT = "digit";

    private CallEvents() {}
}
