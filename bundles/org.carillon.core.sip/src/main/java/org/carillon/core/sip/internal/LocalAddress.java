package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/** The address by which others reach this phone. */
final class LocalAddress {
    private LocalAddress() {}

    /** The address itself unless it is the wildcard; then one of an interface that is up, IPv4 and not loopback where there is one. */
    static InetAddress visible(InetAddress bind) {
        if (!bind.isAnyLocalAddress()) {
            return bind;
        }
        try {
            return NetworkInterface.networkInterfaces().filter(LocalAddress::up).flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .min(Comparator.comparing(InetAddress::isLoopbackAddress).thenComparing(address -> address.getAddress().length))
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (SocketException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** As it stands in URIs and Via headers. */
    static String text(InetAddress address) {
        return Syntax.bracketed(address.getHostAddress().replaceFirst("%.*", ""));
    }

    private static boolean up(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
