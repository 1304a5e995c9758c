package org.carillon.api.device;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Configures an interface by DHCP (RFC 2131, RFC 8415) and tells what servers said. Registered where the start of the phone named an interface or
 * an emulation; otherwise there is none. Safe for use by any thread; nothing here blocks.
 */
@ConsumerType
public interface DhcpClient {
    /**
     * What the phone says of itself and asks for.
     *
     * @param vendorClass
     *            option 60; empty for none
     * @param hostName
     *            option 12 and, over IPv6, 39
     * @param options
     *            wanted by their numbers over IPv4; what it takes to have an address is asked for anyway
     * @param options6
     *            likewise over IPv6
     */
    record Request(String vendorClass, String hostName, SortedSet<Integer> options, SortedSet<Integer> options6) {}

    /**
     * What a server said.
     *
     * @param link
     *            name of the interface
     * @param address
     *            empty when the server gave options alone
     * @param options
     *            the bytes of the wanted options as they came, in hexadecimal digits without separators, by number
     */
    record Lease(String link, Optional<InetAddress> address, Map<Integer, String> options) {}

    /** The leases that are in force. */
    record Leases(Optional<Lease> ipv4, Optional<Lease> ipv6) {
        public static final Leases NONE = new Leases(Optional.empty(), Optional.empty());
    }

    /**
     * Asks servers from now on, until the phone ends: whoever asked may come and go without an effect on addresses. A request like the one before
     * changes nothing; another one has the servers asked anew, and addresses stay meanwhile.
     */
    void request(Request request);

    /**
     * Tells a listener the leases now and after each change, one after the other.
     *
     * @param listener
     *            must not block
     * @return ends it; a call that is under way may still come
     */
    AutoCloseable listen(Consumer<Leases> listener);

    /** Has names resolved by these servers, the best first, and unqualified ones looked for in these domains. */
    void resolve(List<InetAddress> servers, List<String> domains);
}
