package org.carillon.core.config.internal;

import java.util.List;
import java.util.Locale;
import org.carillon.api.provisioning.ConfigurationFiles;

/** Where a value stands, in ascending rank. The ordinal is part of the journal's format: append only. */
enum Layer {
    DEFAULT, PRODUCT, NETWORK, COMMON, DEVICE, MAC, USER;

    /** Layers that hold entries, the highest first. */
    static final List<Layer> DESCENDING = List.of(USER, MAC, DEVICE, COMMON, NETWORK, PRODUCT);

    static Layer of(ConfigurationFiles.Layer layer) {
        return switch (layer) {
            case NETWORK -> NETWORK;
            case COMMON -> COMMON;
            case DEVICE -> DEVICE;
            case MAC -> MAC;
            case USER -> USER;
        };
    }

    /** True for the layers that configuration files fill and that {@code define="default"} masks. */
    boolean isFile() {
        return this == COMMON || this == DEVICE || this == MAC;
    }

    /** As {@code ctl get} prints it. */
    String printed() {
        return name().toLowerCase(Locale.ROOT);
    }
}
