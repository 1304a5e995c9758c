package org.carillon.api.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Asks everybody in a multicast group what an event package tells, over a port of its own, and listens there to whoever tells it, asked or not
 * (RFC 6665). Safe for use by any thread.
 */
@ProviderType
public interface GroupSubscriptions {
    /**
     * Opens the port. Nothing is sent before {@link Port#ask}.
     *
     * @throws SipException
     *             when the port cannot be had, or no network of this phone reaches the group
     */
    Port open(Question question, Listener listener);

    /**
     * What is asked.
     *
     * @param group
     *            over IPv4; reached on the phone's own network alone
     * @param port
     *            UDP port that it is asked from
     * @param user
     *            user part of the Request-URI, which is also who asks
     * @param event
     *            event package with its parameters, as in the Event header
     * @param accept
     *            content types taken, comma separated
     */
    record Question(InetSocketAddress group, int port, String user, String event, String accept) {}

    /** Listens until it is closed. */
    @ProviderType
    interface Port extends AutoCloseable {
        /** Sends a SUBSCRIBE that asks once, without a subscription that lasts (RFC 6665 4.4.3), and repeats it until somebody answers or 32 s passed. */
        void ask();

        @Override
        void close();
    }

    /** Called one at a time; must not block. */
    @ConsumerType
    interface Listener {
        /**
         * What came of {@link Port#ask}.
         *
         * @param code
         *            of the first final answer; 408 when nobody answered, 503 when it could not be sent
         */
        void answered(int code, String reason);

        /**
         * A NOTIFY of the event package. Nothing is kept of it: repetitions come here as well, and are to be answered alike.
         *
         * @return the answer, a final SIP status
         */
        int notified(Notification notification);
    }

    /**
     * What somebody tells.
     *
     * @param source
     *            who sent it, as far as a datagram shows
     * @param asked
     *            true within the dialog of an {@link Port#ask}: whoever sent it has seen the question
     * @param contentType
     *            in lower case, without parameters; empty without a body
     * @param contentParameters
     *            those of the content type: names in lower case, values without quotes
     * @param body
     *            at most 16 KiB; empty when there is none
     */
    record Notification(InetAddress source, boolean asked, String contentType, Map<String, String> contentParameters, String body) {
        public Notification {
            contentParameters = Map.copyOf(contentParameters);
        }
    }
}
