package org.carillon.core.device.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.carillon.api.device.NetworkInterfaces;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Network interfaces as Linux shows them in sysfs; an emulated phone says itself what it is connected by. */
@Component
public final class SystemInterfaces implements NetworkInterfaces {
    private static final String EMULATED = "network";

    private final LaunchProperties properties;
    private final Path sysfs;

    @Activate
    public SystemInterfaces(BundleContext context) {
        this(new LaunchProperties(context::getProperty), Path.of("/sys/class/net"));
    }

    /**
     * @param sysfs
     *            holds a directory for each interface
     */
    SystemInterfaces(LaunchProperties properties, Path sysfs) {
        this.properties = properties;
        this.sysfs = sysfs;
    }

    @Override
    public boolean isWireless(InetAddress local) {
        return properties.optional(EMULATED).map("wifi"::equals).orElseGet(() -> asksSystem(local));
    }

    private boolean asksSystem(InetAddress local) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(local);
            Path directory = found == null ? null : sysfs.resolve(found.getName());
            return directory != null && (Files.exists(directory.resolve("phy80211")) || Files.exists(directory.resolve("wireless")));
        } catch (SocketException e) {
            return false;
        }
    }
}
