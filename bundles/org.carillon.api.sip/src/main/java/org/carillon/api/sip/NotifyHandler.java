package org.carillon.api.sip;

import java.net.InetAddress;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes what a server tells this phone without being asked: a NOTIFY outside of any subscription, for one event package. Only those come here that
 * the server or outbound proxy of a line sent to that line; others are refused with 403.
 */
@ConsumerType
public interface NotifyHandler {
    /** Service property, a String: the event package, such as {@code ACTION-URI}; upper and lower case are alike. */
    String EVENT = "org.carillon.sip.event";

    /**
     * Called one at a time; must not block. Repetitions of a NOTIFY do not come here.
     *
     * @return the answer, a final SIP status: 489 when the package is not understood now
     */
    int notified(Notification notification);

    /**
     * What a server tells.
     *
     * @param account
     *            the line it was sent to, from 1
     * @param server
     *            who sent it
     * @param parameters
     *            of the event, such as {@code reboot=true}: names in lower case; an empty text for one without a value
     * @param contentType
     *            in lower case, without parameters; empty without a body
     * @param body
     *            at most 64 KiB; empty when there is none
     */
    record Notification(int account, InetAddress server, Map<String, String> parameters, String contentType, String body) {
        public Notification {
            parameters = Map.copyOf(parameters);
        }

        /** One whose event has no parameters. */
        public Notification(int account, InetAddress server, String contentType, String body) {
            this(account, server, Map.of(), contentType, body);
        }
    }
}
