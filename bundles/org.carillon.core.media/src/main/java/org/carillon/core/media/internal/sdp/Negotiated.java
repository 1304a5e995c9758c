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
 *            format that we send, with the parameters of the other side
 * @param ptime
 *            milliseconds per packet that we send: within the bounds of the codec, a multiple of 10
 * @param sendEvents
 *            telephone events that we send; null when the other side takes none
 * @param receive
 *            formats that may come, with our parameters
 * @param receiveEvents
 *            telephone events that may come, by one clock or several
 * @param noise
 *            whether both sides take descriptions of comfort noise (RFC 3389) by the clock of the format that we send
 * @param sends
 *            whether we send RTP at all
 * @param receives
 *            whether we play what comes
 * @param hold
 *            true while we hold the other side: what we send is silence
 * @param heldByPeer
 *            true while the other side holds us
 */
public record Negotiated(InetSocketAddress rtp, InetSocketAddress rtcp, Format send, int ptime, Format sendEvents, List<Format> receive,
        List<Format> receiveEvents, boolean noise, boolean sends, boolean receives, boolean hold, boolean heldByPeer) {

    /** What we receive under the name of what we send, with our parameters. */
    public Format ours() {
        return receive.stream().filter(send::sameMeaning).findFirst().orElse(send);
    }

    /** Clock rate of telephone events of that payload type, Hz; 0 when there are none under it. */
    public int eventClockRate(int payloadType) {
        for (int i = 0; i < receiveEvents.size(); i++) {
            if (receiveEvents.get(i).payloadType() == payloadType) {
                return receiveEvents.get(i).clockRate();
            }
        }
        return 0;
    }
}
