package org.carillon.feature.pnp.internal;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Who is on a network of this phone, where a question to the group would have reached it. */
final class Neighbours {
    private Neighbours() {}

    /** Asks the operating system. */
    static boolean include(InetAddress address) {
        try {
            return NetworkInterface.networkInterfaces().flatMap(network -> network.getInterfaceAddresses().stream())
                    .anyMatch(own -> sameNetwork(own, address));
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean sameNetwork(InterfaceAddress own, InetAddress other) {
        return sameNetwork(own.getAddress().getAddress(), own.getNetworkPrefixLength(), other.getAddress());
    }

    static boolean sameNetwork(byte[] own, int prefix, byte[] other) {
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
