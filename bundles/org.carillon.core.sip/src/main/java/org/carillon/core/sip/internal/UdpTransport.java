package org.carillon.core.sip.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.device.FramePriority;
import org.carillon.api.scope.Scope;
import org.carillon.lib.jainsip.Receiver;
import org.carillon.lib.jainsip.Transport;
import org.osgi.service.log.Logger;

/**
 * SIP over one UDP socket (RFC 3261 18). One thread receives; what it received waits its turn on the SIP executor, within bounds: datagrams
 * beyond them are lost, as they may be on any network.
 */
final class UdpTransport implements Transport {
    /** A request of a phone's call fits ten times over. */
    static final int MAX_MESSAGE = 16 * 1024;

    private static final int MOST_WAITING = 512 * 1024;
    private static final int RECEIVE_BUFFER = 1024 * 1024;

    private final Scope scope;
    private final Executor sip;
    private final Logger logger;
    private final FramePriority frames;
    private final DatagramSocket socket;
    private final InetAddress visible;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * Binds the socket.
     *
     * @param bind
     *            where it listens; all addresses when it is the wildcard
     * @param port
     *            0 for any free one
     */
    UdpTransport(Scope scope, Executor sip, Logger logger, FramePriority frames, InetAddress bind, int port, Marking marking)
            throws IOException {
        this.scope = scope;
        this.sip = sip;
        this.logger = logger;
        this.frames = frames;
        socket = new DatagramSocket(new InetSocketAddress(bind, port));
        visible = LocalAddress.visible(bind);
        try {
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            mark(marking);
        } catch (SocketException e) {
            socket.close();
            throw e;
        }
    }

    /** Has what is sent to groups leave there; it goes no further than that network. */
    void groupsOver(NetworkInterface network) throws IOException {
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
    }

    /** Marks what is sent from now on. */
    void mark(Marking marking) throws SocketException {
        socket.setTrafficClass(marking.trafficClass());
        frames.mark(FramePriority.Protocol.UDP, localPort(), marking.priority());
    }

    @Override
    public String name() {
        return "udp";
    }

    @Override
    public InetAddress localAddress() {
        return visible;
    }

    @Override
    public int localPort() {
        return socket.getLocalPort();
    }

    @Override
    public boolean reliable() {
        return false;
    }

    @Override
    public boolean secure() {
        return false;
    }

    @Override
    public int longest() {
        return MAX_MESSAGE;
    }

    @Override
    public void start(Receiver receiver) {
        scope.dedicated("sip-udp", false, () -> receive(receiver));
    }

    private void receive(Receiver receiver) {
        var buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                hand(receiver, packet);
            } catch (IOException | RuntimeException e) {
                if (!socket.isClosed()) {
                    logger.debug("receiving over UDP: {}", e.getMessage());
                }
            }
        }
    }

    private void hand(Receiver receiver, DatagramPacket packet) {
        int length = packet.getLength();
        if (waiting.addAndGet(length) > MOST_WAITING) {
            waiting.addAndGet(-length);
            return;
        }
        var data = Arrays.copyOf(packet.getData(), length);
        var source = (InetSocketAddress) packet.getSocketAddress();
        sip.execute(() -> {
            waiting.addAndGet(-length);
            receiver.received(data, length, source);
        });
    }

    @Override
    public void send(byte[] message, InetAddress address, int port) throws IOException {
        socket.send(new DatagramPacket(message, message.length, address, port));
    }

    @Override
    public void stop() {
        socket.close();
    }
}
