package org.carillon.api.device;

import java.net.InetAddress;
import org.osgi.annotation.versioning.ProviderType;

/** What this phone is connected to networks by. Safe for use by any thread. */
@ProviderType
public interface NetworkInterfaces {
    /**
     * Whether what is sent from an address of this phone goes over the air. Asks the operating system: for each call, not for each packet.
     * False when no interface has that address.
     */
    boolean isWireless(InetAddress local);
}
