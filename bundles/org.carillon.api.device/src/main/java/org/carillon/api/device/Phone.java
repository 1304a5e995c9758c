package org.carillon.api.device;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/** Who this phone is and what its start was told. Constant from boot to boot. */
@ProviderType
public interface Phone {
    /** Model name as printed in the manual, such as {@code M7s Pro}. */
    String model();

    /** Twelve upper-case hexadecimal digits without separators. */
    String mac();

    /** Version of the running software. */
    String firmware();

    /** Directory of all durable state; it exists and is writable by this process alone. */
    Path home();

    /** Address that servers listen on and calls go out from. */
    InetAddress bind();

    /** A port that the start fixed, which outranks any parameter; 0 asks for a free one. Names: {@code https http sip}. */
    OptionalInt port(String name);

    /** Lowest and highest RTP port, even and odd; 0 and 0 ask for free ones. */
    int rtpPortLow();

    int rtpPortHigh();

    /** What {@code --audio} said; {@code null} (the word) when nothing. */
    String audio();

    /** 1 for the first start of this process's life, one more after each reboot. */
    int boot();

    /** Uptime in milliseconds. */
    long uptimeMillis();
}
