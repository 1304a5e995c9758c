package org.carillon.api.provisioning;

import java.net.URI;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where the network says that the phone gets its certificate from (RFC 8894, manual 5.4.3). Registered while it does; another service replaces it
 * when the network says otherwise. Constant.
 */
@ConsumerType
public interface ScepSettings {
    /** {@code http} or {@code https}. */
    URI url();

    /** The challenge password, never to be shown. */
    Optional<String> challenge();

    /** Subject of the certificate request, where it is not to be the usual one. */
    Optional<X500Principal> subject();
}
