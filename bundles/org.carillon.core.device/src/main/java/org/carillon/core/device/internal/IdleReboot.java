package org.carillon.core.device.internal;

import java.util.concurrent.Executor;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.Calls;
import org.carillon.api.device.Reboots;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/** A restart that waits for the end of the calls, of which it is told. */
@Component(service = {Reboots.class, EventHandler.class})
@EventTopics(CallEvents.ENDED)
public final class IdleReboot implements Reboots, EventHandler {
    private final RebootCommand reboot;
    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private volatile Calls calls;
    private boolean wanted;

    @Activate
    public IdleReboot(@Reference(name = "reboot") RebootCommand reboot, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.reboot = reboot;
        this.log = log;
        scope = scopes.open("core.device.reboot");
        executor = scope.serial("idle");
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Reference(name = "calls", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindCalls(Calls now) {
        calls = now;
    }

    void unbindCalls(Calls gone) {
        if (calls == gone) {
            calls = null;
        }
    }

    @Override
    public void whenIdle(String cause) {
        executor.execute(() -> {
            wanted = true;
            log.info("{} wants a restart, which waits for the end of the calls", cause);
            restartWhenIdle();
        });
    }

    @Override
    public void handleEvent(Event event) {
        executor.execute(this::restartWhenIdle);
    }

    private void restartWhenIdle() {
        Calls now = calls;
        if (wanted && (now == null || now.all().isEmpty())) {
            wanted = false;
            scope.blocking().execute(reboot::reboot);
        }
    }
}
