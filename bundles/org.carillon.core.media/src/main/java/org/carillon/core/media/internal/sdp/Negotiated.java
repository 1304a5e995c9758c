package org.carillon.core.media.internal.sdp;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What offer and answer agreed on.
 *
 * @param rtp
 *            where RTP goes; null when the other side named an address of zeros
 * @param rtcp
 *            where RTCP goes; null as above
 * @param send
 *            format that we send
 * @param ptime
 *            milliseconds per packet that we send: 10 to 60, a multiple of 10
 * @param sendEvents
 *            payload type of telephone events that we send; -1 when the other side takes none
 * @param receive
 *            formats that may come
 * @param receiveEvents
 *            payload type of telephone events that may come; -1 for none
 * @param sends
 *            whether we send RTP at all
 * @param receives
 *            whether we play what comes
 * @param hold
 *            true while we hold the other side: what we send is silence
 * @param heldByPeer
 *            true while the other side holds us
 */
public record Negotiated(InetSocketAddress rtp, InetSocketAddress rtcp, Format send, int ptime, int sendEvents, List<Format> receive,
        int receiveEvents, boolean sends, boolean receives, boolean hold, boolean heldByPeer) {}
