package org.carillon.core.provisioning.internal;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.core.provisioning.internal.Search.Place;

/**
 * Goes on to the URL that a file brought (manual 3.6.4): of n times, n + 1 such URLs are asked, of none no one is. A URL that was asked already
 * ends it, so that files which name each other do not keep the phone busy. The URL that came last stays configured in any case.
 */
final class Stages {
    static final String PARAMETER = "DeviceProvisionServerUrl";
    private final Supplier<ProvisioningConfig> config;
    private final UnaryOperator<String> spelling;
    private final Function<Place, Report> visit;

    /**
     * @param config
     *            as it is now
     * @param spelling
     *            makes one of spellings that mean the same
     * @param visit
     *            asks one place
     */
    Stages(Supplier<ProvisioningConfig> config, UnaryOperator<String> spelling, Function<Place, Report> visit) {
        this.config = config;
        this.spelling = spelling;
        this.visit = visit;
    }

    /**
     * @param first
     *            what the first place brought
     * @param before
     *            the URL that was configured then
     */
    Report after(Report first, String before) {
        Set<String> seen = new HashSet<>(Set.of(spelling.apply(first.url())));
        Report all = first;
        String known = before;
        for (int asked = 0; !all.failed() && !config.get().serverUrl().equals(known); asked++) {
            known = config.get().serverUrl();
            int times = config.get().immediateUpdateTimes();
            if (known.isEmpty() || times == 0 || asked > times || !seen.add(spelling.apply(known))) {
                break;
            }
            all = all.and(visit.apply(new Place("local", new Location(known, PARAMETER + " of " + all.url()))));
        }
        return all;
    }
}
