package org.carillon.api.device;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A port that this phone listens on, or failed to. Its provider registers it when the port is bound, and repeats the answers as the service
 * properties {@link #NAME}, {@link #PORT} and {@link #FAILURE}, so that the launcher can read them without this class.
 */
@ConsumerType
public interface Endpoint {
    /** Service property, a String. */
    String NAME = "org.carillon.endpoint.name";
    /** Service property, an Integer. */
    String PORT = "org.carillon.endpoint.port";
    /** Service property, a String; absent when it listens. */
    String FAILURE = "org.carillon.endpoint.failure";

    /** {@code sip}, {@code https}, {@code http} ... */
    String name();

    /** The port in use, or the one that could not be had. */
    int port();
}
