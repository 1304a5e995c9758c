package org.carillon.api.sip;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** Subscribes to event packages (RFC 6665). Safe for use by any thread. */
@ProviderType
public interface EventSubscriptions {
    /**
     * Sends a SUBSCRIBE over a line, refreshes it before it expires and subscribes again, with growing intervals, when it is lost.
     *
     * @param event
     *            event package, such as {@code as-feature-event}
     * @param accept
     *            content types taken, comma separated
     * @throws SipException
     *             when there is no such line
     */
    Subscription subscribe(int account, String event, String accept, Listener listener);

    /** A subscription kept alive until it is closed, which unsubscribes. */
    @ProviderType
    interface Subscription extends AutoCloseable {
        /** Sends a SUBSCRIBE with a body inside the subscription, as as-feature-event's requests are. */
        void send(String contentType, String body);

        @Override
        void close();
    }

    /** Called one at a time; must not block. */
    @ConsumerType
    interface Listener {
        /** A NOTIFY; {@code headers} has one value per name, in lower case. */
        void notified(String contentType, String body, Map<String, String> headers);

        /** A SUBSCRIBE was refused with this code; it is tried again later unless the code is 403, 404, 405, 406, 489, 501 or 603. */
        default void refused(int code, String reason) {}
    }
}
