package org.carillon.core.media.internal.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One media section of a received description.
 *
 * @param type
 *            such as {@code audio}
 * @param port
 *            0 means refused
 * @param protocol
 *            such as {@code RTP/AVP}
 * @param tokens
 *            the formats as written
 * @param formats
 *            the formats understood, in order; empty when the protocol is not RTP
 * @param address
 *            where the other side receives; null when it named a host or nothing
 * @param direction
 *            of the other side; an address of zeros (hold of RFC 2543) is accounted for
 * @param ptime
 *            milliseconds per packet that the other side prefers to receive; 0 when not said
 * @param maxPtime
 *            most milliseconds per packet; 0 when not said
 * @param rtcp
 *            where the other side receives RTCP (RFC 3605); null for the port after {@code port}
 */
public record Media(String type, int port, String protocol, List<String> tokens, List<Format> formats, InetAddress address,
        Direction direction, int ptime, int maxPtime, InetSocketAddress rtcp) {

    /** The only profile spoken here. */
    public static final String RTP_AVP = "RTP/AVP";

    boolean isUsableAudio() {
        return type.equals("audio") && protocol.equals(RTP_AVP) && port != 0;
    }

    /** Where RTP goes; null when that is unknown or an address of zeros. */
    public InetSocketAddress rtpAddress() {
        return address == null || address.isAnyLocalAddress() ? null : new InetSocketAddress(address, port);
    }

    /** Where RTCP goes; null when that is unknown or an address of zeros. */
    public InetSocketAddress rtcpAddress() {
        if (rtcp != null) {
            return rtcp.getAddress().isAnyLocalAddress() ? null : rtcp;
        }
        return rtpAddress() == null || port == 65535 ? null : new InetSocketAddress(address, port + 1);
    }
}
