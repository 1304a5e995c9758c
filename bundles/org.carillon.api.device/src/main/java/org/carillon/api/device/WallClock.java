package org.carillon.api.device;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.zone.ZoneRules;
import org.osgi.annotation.versioning.ProviderType;

/** The clock that people at the phone go by (manual 11.6). {@link DeviceEvents#CLOCK} tells when it follows other rules. Safe for use by any thread. */
@ProviderType
public interface WallClock {
    Instant instant();

    /** The time zone, with its daylight saving. The answer does not follow later changes. */
    ZoneRules rules();

    /** What the clock shows. */
    default OffsetDateTime now() {
        Instant now = instant();
        return now.atOffset(rules().getOffset(now));
    }
}
