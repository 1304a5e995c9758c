package org.carillon.core.config.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives the launcher the catalogue for {@code phone parameters}, of bundles that are resolved and need not run. */
@Component(service = Supplier.class, property = "org.carillon.catalogue:Boolean=true")
public final class CatalogueSupplier implements Supplier<List<Map<String, Object>>> {
    private final ConfigurationService configuration;

    @Activate
    public CatalogueSupplier(@Reference(name = "configuration") ConfigurationService configuration) {
        this.configuration = configuration;
    }

    @Override
    public List<Map<String, Object>> get() {
        return configuration.catalogue();
    }
}
