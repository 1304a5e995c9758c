package org.carillon.core.media.internal;

import org.carillon.core.media.internal.sdp.Format;

/** How an account sends digits (manual 7.12). The order is that of the parameter's values. */
enum DtmfMode {
    NONE(false, false), IN_BAND(false, false), RFC_2833(true, false), RFC_4733(true, false), INFO(false, true),
    INFO_AND_RFC_2833(true, true),
    INFO_OR_RFC_4733(true, true);

    private final boolean events;
    private final boolean signalled;

    DtmfMode(boolean events, boolean signalled) {
        this.events = events;
        this.signalled = signalled;
    }

    /** Whether telephone events are negotiated. */
    boolean events() {
        return events;
    }

    /** Whether digits can be sent as events: RFC 4733 sends those that the other side lists, RFC 2833 takes them for granted. */
    boolean takes(Format events, String digits) {
        return this != RFC_4733 && this != INFO_OR_RFC_4733 || digits.chars().map(Session.DIGITS::indexOf).allMatch(events::takesEvent);
    }

    /**
     * Whether digits go through signalling.
     *
     * @param events
     *            whether they are sent as events
     */
    boolean signalled(boolean events) {
        return signalled && (this == INFO_AND_RFC_2833 || !events);
    }
}
