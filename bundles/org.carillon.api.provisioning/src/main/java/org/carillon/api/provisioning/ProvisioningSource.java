package org.carillon.api.provisioning;

import java.io.IOException;
import java.util.List;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows where configuration files may be. Sources are asked one after the other, in the order of {@link #RANK}, until files of one could be used
 * (manual 3.6.1).
 */
@ConsumerType
public interface ProvisioningSource {
    /** Service property, an Integer: lower is asked first. DHCP 100, the URL of the parameters 200, EDS 300, RDDS 400. */
    String RANK = "org.carillon.provisioning.source.rank";
    /** Service property, a String: one word that reports call it by, such as {@code dhcp}. */
    String NAME = "org.carillon.provisioning.source.name";

    /**
     * Where to look now, best first; none when there is nothing to look for. May block while it asks a server, within the times that are configured
     * for provisioning.
     *
     * @throws IOException
     *             when it could not be found out; the message says why in words, without a secret
     */
    List<Location> locations() throws IOException;

    /**
     * A directory of the three files or one file, such as {@code DeviceProvisionServerUrl} may name.
     *
     * @param url
     *            {@code http}, {@code https} or {@code tftp}; {@code https} is meant where no scheme is given
     * @param origin
     *            where it was learnt from, for a person, such as {@code DHCP option 66}
     */
    record Location(String url, String origin) {}
}
