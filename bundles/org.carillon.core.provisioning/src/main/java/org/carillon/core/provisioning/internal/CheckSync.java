package org.carillon.core.provisioning.internal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.carillon.api.device.Reboots;
import org.carillon.api.sip.NotifyHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Asks the provisioning servers when a SIP server says so, and restarts the phone after that where the event has {@code reboot=true}. */
@Component(property = NotifyHandler.EVENT + "=check-sync")
public final class CheckSync implements NotifyHandler {
    private static final String CAUSE = "NOTIFY check-sync";

    private final Provisioning provisioning;
    private final Reboots reboots;
    private final AtomicBoolean restarting = new AtomicBoolean();

    @Activate
    public CheckSync(@Reference(name = "provisioning") Provisioning provisioning, @Reference(name = "reboots") Reboots reboots) {
        this.provisioning = provisioning;
        this.reboots = reboots;
    }

    @Override
    public int notified(Notification notification) {
        String reboot = notification.parameters().getOrDefault("reboot", "false");
        if (!reboot.equalsIgnoreCase("true")) {
            provisioning.begin(CAUSE);
        } else if (restarting.compareAndSet(false, true)) {
            provisioning.begin(CAUSE + ";reboot=true", () -> {
                restarting.set(false);
                reboots.whenIdle(CAUSE);
            });
        }
        return 200;
    }
}
