package org.carillon.core.media.internal.rtp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** Two bound sockets: RTP on an even port, RTCP on the one above (RFC 3550 11). */
public final class PortPair {
    /** Bytes, as far as the system permits: room for a second of noise at 2,000 packets per second. */
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final int port;

    private PortPair(DatagramChannel rtp, DatagramChannel rtcp, int port) {
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.port = port;
    }

    /**
     * @param port
     *            even; 0 takes whatever the system gives, which may be odd: null then
     */
    static PortPair bind(InetAddress address, int port) throws IOException {
        DatagramChannel first = channel(address, port);
        DatagramChannel second = null;
        try {
            int bound = ((InetSocketAddress) first.getLocalAddress()).getPort();
            if ((bound & 1) == 0) {
                second = channel(address, bound + 1);
                return new PortPair(first, second, bound);
            }
            return null;
        } finally {
            if (second == null) {
                first.close();
            }
        }
    }

    private static DatagramChannel channel(InetAddress address, int port) throws IOException {
        DatagramChannel channel = DatagramChannel
                .open(address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(new InetSocketAddress(address, port));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    DatagramChannel rtp() {
        return rtp;
    }

    DatagramChannel rtcp() {
        return rtcp;
    }

    /** The RTP port. */
    public int port() {
        return port;
    }

    /**
     * Marks what is sent (RFC 2474).
     *
     * @param dscp
     *            0 to 63
     */
    public void mark(int dscp) throws IOException {
        rtp.setOption(StandardSocketOptions.IP_TOS, dscp << 2);
        rtcp.setOption(StandardSocketOptions.IP_TOS, dscp << 2);
    }

    /** What {@link #mark} said. */
    int dscp() throws IOException {
        return rtp.getOption(StandardSocketOptions.IP_TOS) >> 2;
    }

    void close() throws IOException {
        try (rtp; rtcp) {
            // both, whatever the first one says
        }
    }
}
