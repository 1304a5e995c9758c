package org.carillon.core.device.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** Offers the DHCP client of the system where the start named the interface that it is to configure. */
@Component(service = {}, immediate = true)
public final class SystemDhcp {
    private static final String EMULATED = "file:";

    private final Scope scope;

    @Activate
    public SystemDhcp(BundleContext context, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        scope = scopes.open("core.device dhcp");
        new LaunchProperties(context::getProperty).optional("dhcp").filter(spec -> !spec.startsWith(EMULATED)).ifPresent(link -> {
            try {
                DhcpcdFiles files = DhcpcdFiles.in(phone.home().resolve("network"));
                context.registerService(DhcpClient.class, new Dhcpcd("dhcpcd", link, files, scopes, scope, log), null);
            } catch (IOException e) {
                throw new UncheckedIOException("the DHCP client of the system cannot be set up", e);
            }
        });
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }
}
