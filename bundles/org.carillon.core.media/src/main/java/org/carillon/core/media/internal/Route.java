package org.carillon.core.media.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.channels.DatagramChannel;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/** Finds the address that is written into descriptions when the phone is bound to all of them. */
final class Route implements UnaryOperator<InetAddress> {
    private static final int ANY_PORT = 9;

    private final InetAddress bound;

    Route(InetAddress bound) {
        this.bound = bound;
    }

    /**
     * @param peer
     *            who is to reach us; null when not known yet
     */
    @Override
    public InetAddress apply(InetAddress peer) {
        if (!bound.isAnyLocalAddress()) {
            return bound;
        }
        try {
            return peer == null || peer.isAnyLocalAddress() ? likely() : towards(peer);
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** The address that the system would send from; nothing is sent. */
    private static InetAddress towards(InetAddress peer) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.connect(new InetSocketAddress(peer, ANY_PORT));
            return ((InetSocketAddress) probe.getLocalAddress()).getAddress();
        }
    }

    private static InetAddress likely() throws IOException {
        return NetworkInterface.networkInterfaces().filter(Route::isUp).flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
                .min(Comparator.comparing(address -> address instanceof Inet4Address ? 0 : 1)).orElseGet(InetAddress::getLoopbackAddress);
    }

    private static boolean isUp(NetworkInterface card) {
        try {
            return card.isUp();
        } catch (IOException e) {
            return false;
        }
    }
}
