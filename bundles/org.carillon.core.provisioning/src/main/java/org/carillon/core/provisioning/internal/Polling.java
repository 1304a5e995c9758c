package org.carillon.core.provisioning.internal;

import java.time.ZoneId;
import org.carillon.api.device.Phone;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Asks the servers by interval and by weekdays (manual 3.8.4), in the time zone of the process. */
@Component(service = {}, immediate = true, configurationPid = PollingConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PollingConfig.class)
public final class Polling {
    private final Scope scope;
    private final Poller poller;

    @Activate
    public Polling(PollingConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "runs") Provisioning runs) {
        scope = scopes.open("core.provisioning.polling");
        poller = new Poller(scopes, scope, ZoneId::systemDefault, phone.mac(), runs::begin);
        poller.configure(config);
    }

    @Modified
    void modified(PollingConfig changed) {
        poller.configure(changed);
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }
}
