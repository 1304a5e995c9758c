package org.carillon.core.provisioning.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.core.provisioning.internal.ProvisioningSources.Ranked;
import org.carillon.core.provisioning.internal.Report.Tried;

/** Goes from place to place until files of one could be used (manual 3.6.1). Used by one thread that may block. */
final class Search {
    /**
     * Where to ask.
     *
     * @param source
     *            name of the source that knows it; empty when somebody gave it
     */
    record Place(String source, Location location) {}

    private final Function<Place, Report> visit;
    private final List<Tried> tried = new ArrayList<>();
    private final Set<String> urls = new HashSet<>();
    private Report last = Report.NONE;

    /**
     * @param visit
     *            asks one place
     */
    Search(Function<Place, Report> visit) {
        this.visit = visit;
    }

    /** What came of it: {@code off} when no source knows any place. */
    Report through(List<Ranked> sources) {
        for (Ranked ranked : sources) {
            for (Location location : locations(ranked)) {
                if (urls.add(location.url()) && at(new Place(ranked.name(), location))) {
                    return last;
                }
            }
        }
        return tried.isEmpty() ? Report.NONE : last.nowhere(tried);
    }

    /** As if one source knew one place. */
    Report only(Place place) {
        return at(place) ? last : last.nowhere(tried);
    }

    private List<Location> locations(Ranked ranked) {
        try {
            return ranked.source().locations();
        } catch (IOException | RuntimeException e) {
            tried.add(new Tried(ranked.name(), "", "", String.valueOf(e.getMessage()), true));
            return List.of();
        }
    }

    private boolean at(Place place) {
        last = visit.apply(place);
        if (last.failed()) {
            tried.add(last.asTried());
            return false;
        }
        last = last.after(tried);
        return true;
    }
}
