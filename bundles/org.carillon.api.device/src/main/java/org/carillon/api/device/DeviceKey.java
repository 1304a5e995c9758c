package org.carillon.api.device;

import java.io.IOException;
import javax.crypto.SecretKey;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The key under which this phone stores secrets. It belongs to the hardware and is kept apart from what it protects. Hardware that keeps a key
 * of its own provides this service with a ranking above 0. Safe for use by any thread.
 */
@ProviderType
public interface DeviceKey {
    /**
     * A key for AES with 256 bits, the same from boot to boot until a factory reset. When there is none yet, one is made, which is durable
     * when this returns. Its bytes may be out of reach ({@code getEncoded} is null then).
     *
     * @throws IOException
     *             when it can be neither read nor made
     */
    SecretKey get() throws IOException;
}
