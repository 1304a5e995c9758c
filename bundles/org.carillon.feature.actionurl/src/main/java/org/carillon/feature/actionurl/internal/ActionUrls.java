package org.carillon.feature.actionurl.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.Calls;
import org.carillon.api.device.DeviceEvents;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.Phone;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.line.Lines;
import org.carillon.api.provisioning.Downloads;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Asks for the configured URLs when something happens on the phone (manual 10.25). */
@Component(service = EventHandler.class, immediate = true, configurationPid = ActionUrlConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ActionUrlConfig.class)
@EventTopics({ActionUrls.FRAMEWORK_STARTED, CallEvents.NEW, CallEvents.CHANGED, CallEvents.ENDED, LineEvents.CHANGED, LineEvents.SWITCHED,
        DeviceEvents.HOOK, DeviceEvents.KEY, DeviceEvents.REBOOT, ProvisioningEvents.STARTED, ProvisioningEvents.ENDED})
public final class ActionUrls implements EventHandler {
    static final String FRAMEWORK_STARTED = "org/osgi/framework/FrameworkEvent/STARTED";
    /** How long a reboot waits for the server that wants to know. */
    private static final long FAREWELL_MILLIS = 1500;

    private final Lines lines;
    private final Variables variables;
    private final Logger log;
    private final Scope scope;
    private final Executor executor;
    private final Requests requests;
    private final CallWatch calls;
    /** The last one of each family, IPv4 and IPv6. */
    private final Map<Class<?>, InetAddress> addresses = new HashMap<>();
    /** {@code off registered failed} by account; what is between them does not count. */
    private final Map<Integer, String> registrations = new HashMap<>();
    private volatile ActionUrlConfig config;
    private DhcpClient dhcp;
    private AutoCloseable listening;

    @Activate
    public ActionUrls(ActionUrlConfig config, BundleContext context, @Reference(name = "calls") Calls calls,
            @Reference(name = "lines") Lines lines, @Reference(name = "phone") Phone phone,
            @Reference(name = "downloads") Downloads downloads, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this(config, context.getBundle(0).getState() == Bundle.ACTIVE, calls, lines, phone, downloads, scopes, log);
    }

    /**
     * @param late
     *            true when the phone had started before: what is so already is no news then
     */
    ActionUrls(ActionUrlConfig config, boolean late, Calls calls, Lines lines, Phone phone, Downloads downloads, Scopes scopes,
            Logger log) {
        this.config = config;
        this.lines = lines;
        this.log = log;
        variables = new Variables(phone);
        scope = scopes.open("feature.actionurl");
        executor = scope.serial("events");
        requests = new Requests(downloads, scope.blocking(), log);
        this.calls = new CallWatch(calls.all(), (trigger, call) -> fire(trigger, call.account(), Optional.of(call)));
        for (Line line : lines.all()) {
            String state = line.state().name().toLowerCase(Locale.ROOT);
            if (late) {
                registrations.put(line.account(), state);
            } else {
                registration(line.account(), state);
            }
        }
    }

    @Reference(name = "dhcp", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindDhcp(DhcpClient client) throws Exception {
        unbindDhcp(dhcp);
        dhcp = client;
        listening = client.listen(leases -> executor.execute(() -> leased(leases)));
    }

    /** What came in its place may be bound already. */
    synchronized void unbindDhcp(DhcpClient client) throws Exception {
        if (dhcp != null && dhcp == client) {
            dhcp = null;
            listening.close();
        }
    }

    @Modified
    void modified(ActionUrlConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        scope.close();
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getTopic().equals(DeviceEvents.REBOOT)) {
            farewell(is(event, DeviceEvents.RESET, true));
        } else {
            executor.execute(() -> happened(event));
        }
    }

    /** A reset is told before the restart that it takes, and both wait together. */
    private void farewell(boolean reset) {
        CompletableFuture<Void> heard = reset ? fire(Trigger.RESET, 0, Optional.empty()) : CompletableFuture.completedFuture(null);
        try {
            CompletableFuture.allOf(heard, fire(Trigger.REBOOT, 0, Optional.empty())).get(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("{}{}: no answer within {} ms, the phone restarts", reset ? Trigger.RESET.id() + ", " : "", Trigger.REBOOT.id(),
                    FAREWELL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void happened(Event event) {
        switch (event.getTopic()) {
            case FRAMEWORK_STARTED -> fire(Trigger.SETUP_COMPLETED);
            case CallEvents.NEW, CallEvents.CHANGED -> calls.seen((Call) event.getProperty(CallEvents.CALL));
            case CallEvents.ENDED -> calls.ended((Call) event.getProperty(CallEvents.CALL), was(event), is(event, CallEvents.BY, "local"),
                    (String) event.getProperty(CallEvents.REASON));
            case LineEvents.CHANGED -> registration(account(event), (String) event.getProperty(LineEvents.STATE));
            case LineEvents.SWITCHED -> switched((String) event.getProperty(LineEvents.SERVICE), is(event, LineEvents.ON, true))
                    .ifPresent(trigger -> fire(trigger, account(event), Optional.empty()));
            case DeviceEvents.HOOK -> fire(is(event, DeviceEvents.OFF_HOOK, true) ? Trigger.OFF_HOOK : Trigger.ON_HOOK);
            case DeviceEvents.KEY -> {
                fireIf(is(event, DeviceEvents.KEY_NAME, "HANDSFREE"), Trigger.HANDFREE);
                fireIf(is(event, DeviceEvents.KEY_NAME, "HEADSET"), Trigger.HEADSET);
            }
            case ProvisioningEvents.STARTED -> fire(Trigger.AUTOP_START);
            case ProvisioningEvents.ENDED ->
                fireIf(is(event, ProvisioningEvents.AT_START, true) && !is(event, ProvisioningEvents.RESULT, "failed"),
                        Trigger.AUTOP_FINISH);
            default -> throw new IllegalArgumentException(event.getTopic());
        }
    }

    private static boolean is(Event event, String property, Object value) {
        return value.equals(event.getProperty(property));
    }

    private static State was(Event event) {
        return State.valueOf(((String) event.getProperty(CallEvents.WAS)).toUpperCase(Locale.ROOT));
    }

    private static int account(Event event) {
        return (Integer) event.getProperty(LineEvents.ACCOUNT);
    }

    /** The first address is none that changed, nor is one that was lost and is back. */
    private void leased(Leases leases) {
        boolean changed = false;
        for (Optional<Lease> lease : List.of(leases.ipv4(), leases.ipv6())) {
            Optional<InetAddress> now = lease.flatMap(Lease::address);
            Optional<InetAddress> before = now.map(address -> addresses.put(address.getClass(), address));
            changed |= before.isPresent() && !before.equals(now);
        }
        fireIf(changed, Trigger.IP_CHANGED);
    }

    private void registration(int account, String state) {
        if (state.equals("registering")) {
            return;
        }
        String before = registrations.put(account, state);
        if (!state.equals(before)) {
            switch (state) {
                case "registered" -> fire(Trigger.REGISTER_SUCCEEDED, account, Optional.empty());
                case "failed" -> fire(Trigger.REGISTER_FAILED, account, Optional.empty());
                default -> {
                    if ("registered".equals(before)) {
                        fire(Trigger.UNREGISTERED, account, Optional.empty());
                    }
                }
            }
        }
    }

    /** What the services of other features are called here; any other one has no URL. */
    private static Optional<Trigger> switched(String service, boolean on) {
        return Optional.ofNullable(switch (service) {
            case "dnd" -> on ? Trigger.DND_ENABLED : Trigger.DND_DISABLED;
            case "forward.always" -> on ? Trigger.IMMEDIATE_FORWARD_ENABLED : Trigger.IMMEDIATE_FORWARD_DISABLED;
            case "forward.busy" -> on ? Trigger.BUSY_FORWARD_ENABLED : Trigger.BUSY_FORWARD_DISABLED;
            case "forward.noAnswer" -> on ? Trigger.NO_REPLY_FORWARD_ENABLED : Trigger.NO_REPLY_FORWARD_DISABLED;
            default -> null;
        });
    }

    private void fireIf(boolean condition, Trigger trigger) {
        if (condition) {
            fire(trigger);
        }
    }

    private void fire(Trigger trigger) {
        fire(trigger, 0, Optional.empty());
    }

    private CompletableFuture<Void> fire(Trigger trigger, int account, Optional<Call> call) {
        String url = trigger.url(config);
        if (url.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        try {
            return requests.add(trigger, variables.expand(url, lines.get(account), call));
        } catch (IllegalArgumentException e) {
            log.warn("{} is not a URL to ask for: http://HOST/... and https://HOST/... are permitted", trigger.id());
            return CompletableFuture.completedFuture(null);
        }
    }
}
