package org.carillon.api.line;

/**
 * An account registered, or to be registered, to a server.
 *
 * @param account
 *            from 1
 * @param label
 *            what the line key shows; the user when none is configured
 * @param user
 *            user part of the address of record
 * @param displayName
 *            caller name sent out; may be empty
 * @param domain
 *            host part of the address of record
 * @param server
 *            {@code host:port} that requests go to; empty when off
 * @param transport
 *            {@code udp}, {@code tcp} or {@code tls}
 * @param serverType
 *            kind of call server (AccountXServerType)
 * @param code
 *            last SIP status of the registration, 0 when there was no answer yet
 * @param reason
 *            why it is in this state, in words; empty when there is nothing to say
 */
public record Line(int account, String label, String user, String displayName, String domain, State state, String server, String transport,
        int serverType, int code, String reason) {

    /** Registration, in the words of {@code ctl status} when in lower case. */
    public enum State {
        OFF, REGISTERING, REGISTERED, FAILED
    }

    public boolean registered() {
        return state == State.REGISTERED;
    }
}
