package org.carillon.core.provisioning.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.carillon.api.provisioning.ProvisioningSource;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Who knows where configuration files may be, as they come and go. Safe for use by any thread. */
@Component(service = ProvisioningSources.class)
public final class ProvisioningSources {
    private static final int LAST = Integer.MAX_VALUE;

    /** @param name as reports call it */
    record Ranked(ProvisioningSource source, String name, int rank) {}

    private final List<Ranked> all = new CopyOnWriteArrayList<>();

    @Reference(name = "sources", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(ProvisioningSource source, Map<String, ?> properties) {
        String name = String.valueOf(properties.get(ProvisioningSource.NAME));
        all.add(new Ranked(source, name, properties.get(ProvisioningSource.RANK) instanceof Integer rank ? rank : LAST));
    }

    void unbindSource(ProvisioningSource source) {
        all.removeIf(ranked -> ranked.source() == source);
    }

    /** In the order in which they are asked. */
    List<Ranked> ranked() {
        return all.stream().sorted(Comparator.comparingInt(Ranked::rank).thenComparing(Ranked::name)).toList();
    }
}
