package org.carillon.core.config.internal;

import java.util.Collection;
import java.util.List;
import org.carillon.api.provisioning.Backups.Extent;
import org.carillon.api.provisioning.ConfigurationFiles.Setting;
import org.carillon.core.config.internal.Engine.View;

/** What of a configuration is saved. */
final class Saved {
    private Saved() {}

    /** Without secrets, and without the user names and passwords in URLs. */
    static List<Setting> of(Collection<View> views, Extent extent) {
        return views.stream().filter(view -> !view.slot().definition().secret() && belongs(view.effective().layer(), extent))
                .map(view -> new Setting(0, view.slot().id(), view.slot().definition().exported(view.effective().value()), false)).toList();
    }

    private static boolean belongs(Layer layer, Extent extent) {
        return switch (extent) {
            case MODIFIED -> layer != Layer.DEFAULT;
            case DEVICE -> layer == Layer.DEVICE;
            case ALL -> true;
        };
    }
}
