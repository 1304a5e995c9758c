package org.carillon.core.media.internal.rtp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import org.carillon.api.media.MediaException;

/** The pairs of ports that sessions may have. Safe for use by any thread. */
public final class Ports {
    private static final int ATTEMPTS = 200;

    private final InetAddress address;
    private final int low;
    private final int pairs;
    private int next;

    /**
     * @param low
     *            0 takes any free pair
     * @param high
     *            last port, RTCP's included
     */
    public Ports(InetAddress address, int low, int high) {
        this.address = address;
        this.low = low + (low & 1);
        this.pairs = low == 0 ? 0 : Math.max(0, (high - this.low + 1) / 2);
    }

    /** Binds a pair; one after the other, so that a port given back rests for a while. */
    public synchronized PortPair bind() throws MediaException {
        IOException last = null;
        int attempts = low == 0 ? ATTEMPTS : pairs;
        for (int i = 0; i < attempts; i++) {
            try {
                PortPair pair = PortPair.bind(address, low == 0 ? 0 : low + 2 * (next++ % pairs));
                if (pair != null) {
                    return pair;
                }
            } catch (BindException e) {
                last = e;
            } catch (IOException e) {
                throw new MediaException("RTP on " + address.getHostAddress() + ": " + e.getMessage());
            }
        }
        String where = low == 0 ? "" : " in " + low + "-" + (low + 2 * pairs - 1);
        throw new MediaException(
                "no pair of RTP ports free on " + address.getHostAddress() + where + (last == null ? "" : ": " + last.getMessage()));
    }
}
