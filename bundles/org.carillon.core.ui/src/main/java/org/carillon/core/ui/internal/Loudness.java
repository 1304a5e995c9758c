package org.carillon.core.ui.internal;

import org.carillon.api.media.Volume;
import org.carillon.api.media.Volume.Of;
import org.carillon.core.ui.internal.model.Scene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** How loud the phone is, as long as it makes sounds. Safe for use by any thread. */
@Component(service = Loudness.class)
public final class Loudness {
    private final Changes changes;
    private volatile Volume volume;

    @Activate
    public Loudness(@Reference(name = "changes") Changes changes) {
        this.changes = changes;
    }

    @Reference(name = "volume", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindVolume(Volume service) {
        volume = service;
        changes.tell();
    }

    void unbindVolume(Volume service) {
        if (volume == service) {
            volume = null;
            changes.tell();
        }
    }

    /** True when nobody hears the phone ring. */
    boolean isSilent() {
        Volume known = volume;
        return known != null && known.level(Of.RING) == 0;
    }

    /**
     * Makes calls or the ringing louder or quieter.
     *
     * @return what to show of it
     * @throws IllegalStateException
     *             when the phone makes no sounds
     */
    Scene.Gauge change(boolean ofCalls, int by) {
        Volume known = volume;
        if (known == null) {
            throw new IllegalStateException("the phone makes no sounds at the moment");
        }
        int level = known.change(ofCalls ? Of.CALL : Of.RING, by);
        return ofCalls ? new Scene.Gauge("speaker", "Volume", level, Volume.LOUDEST)
                : new Scene.Gauge(level == 0 ? "silent" : "bell", "Ringing volume", level, Volume.LOUDEST);
    }
}
