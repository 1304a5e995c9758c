package org.carillon.feature.dhcp.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DhcpClient;
import org.carillon.api.device.DhcpClient.Lease;
import org.carillon.api.device.DhcpClient.Leases;
import org.carillon.api.device.DhcpClient.Request;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.ConfigurationFiles;
import org.carillon.api.provisioning.ProvisioningRuns;
import org.carillon.api.provisioning.ProvisioningSource;
import org.carillon.api.provisioning.ScepSettings;
import org.carillon.api.provisioning.UserInfo;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Has DHCP servers asked, and takes what they say: where files are, values, and who gives certificates (manual 2.2, 2.3). */
@Component(service = {ProvisioningSource.class, Command.class}, immediate = true, configurationPid = DhcpConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = {ProvisioningSource.RANK + ":Integer=100",
                ProvisioningSource.NAME + "=dhcp", Command.NAME + "=dhcp", Command.USAGE + "="})
@Designate(ocd = DhcpConfig.class)
public final class DhcpProvisioning implements ProvisioningSource, Command {
    /** How long a run waits for the first lease after the start. */
    static final int PATIENCE_SECONDS = 10;

    private record Judged(Leases leases, DhcpConfig config) {}

    private final ConfigurationFiles configuration;
    private final BundleContext context;
    private final Logger log;
    private final Scope scope;
    private final String hostName;
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private volatile DhcpConfig config;
    private volatile DhcpClient client;
    private volatile ProvisioningRuns runs;
    private volatile Leases leases = Leases.NONE;
    private volatile Findings findings;
    private AutoCloseable listening;
    private Judged judged;
    private List<String> complained = List.of();
    private List<Location> given;
    private Optional<Scep> scep = Optional.empty();
    private ServiceRegistration<ScepSettings> registration;

    @Activate
    public DhcpProvisioning(BundleContext context, DhcpConfig config, @Reference(name = "phone") Phone phone,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "configuration") ConfigurationFiles configuration,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.context = context;
        this.config = config;
        this.configuration = configuration;
        this.log = log;
        hostName = (phone.model().replace(" ", "") + "-" + phone.mac()).toLowerCase(Locale.ROOT);
        findings = Findings.of(leases, config);
        scope = scopes.open("feature.dhcp");
    }

    @Reference(name = "client", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindClient(DhcpClient arrived) {
        client = arrived;
        arrived.request(request());
        listening = arrived.listen(this::learnt);
    }

    synchronized void unbindClient(DhcpClient gone) throws Exception {
        if (client == gone) {
            client = null;
            listening.close();
        }
    }

    @Reference(name = "runs", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRuns(ProvisioningRuns arrived) {
        runs = arrived;
    }

    void unbindRuns(ProvisioningRuns gone) {
        runs = runs == gone ? null : runs;
    }

    @Modified
    void modified(DhcpConfig changed) {
        config = changed;
        DhcpClient asked = client;
        if (asked != null) {
            asked.request(request());
        }
        scope.blocking().execute(this::evaluate);
    }

    @Deactivate
    void deactivate() {
        told.complete(null);
        scope.close();
    }

    private Request request() {
        return new Request(config.vciValue(), hostName, Findings.wanted(config), Findings.wanted6(config));
    }

    /** What was said before a lease was lost still counts. */
    private void learnt(Leases now) {
        Leases before = leases;
        leases = new Leases(now.ipv4().or(before::ipv4), now.ipv6().or(before::ipv6));
        scope.blocking().execute(this::evaluate);
    }

    private synchronized void evaluate() {
        Judged now = new Judged(leases, config);
        if (now.leases.equals(Leases.NONE) || now.equals(judged)) {
            return;
        }
        judged = now;
        Findings found = Findings.of(now.leases, now.config);
        findings = found;
        found.complaints().stream().filter(complaint -> !complained.contains(complaint))
                .forEach(complaint -> log.warn("{}", complaint));
        complained = found.complaints();
        resolve(found);
        configuration.apply(found.files(), false).rejected()
                .forEach(rejection -> log.warn("{} is ignored: {} takes {}", rejection.file(), rejection.id(), rejection.permitted()));
        offer(found.scep());
        told.complete(null);
        beginWhenMoved();
    }

    private void resolve(Findings found) {
        DhcpClient resolver = client;
        if (resolver != null) {
            resolver.resolve(found.nameServers(), found.domains());
        }
    }

    private void offer(Optional<Scep> now) {
        if (now.equals(scep)) {
            return;
        }
        if (registration != null) {
            registration.unregister();
        }
        registration = now.map(settings -> context.registerService(ScepSettings.class, settings, null)).orElse(null);
        scep = now;
    }

    /** Whoever asked for locations before hears of new ones. */
    private void beginWhenMoved() {
        List<Location> now = known();
        ProvisioningRuns begun = runs;
        if (given != null && !given.equals(now) && !now.isEmpty() && begun != null) {
            begun.begin("DHCP");
        }
        given = given == null ? null : now;
    }

    private List<Location> known() {
        return config.enable() ? findings.locations() : List.of();
    }

    @Override
    public List<Location> locations() {
        if (client != null) {
            awaitFirst();
        }
        synchronized (this) {
            given = known();
            return given;
        }
    }

    private void awaitFirst() {
        try {
            told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("no DHCP server has said anything yet");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("dhcp takes no argument");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("client", client == null ? "none" : "running");
        answer.put("vendorClass", config.vciValue());
        answer.put("hostName", findings.hostName().orElse(hostName));
        answer.put("ipv4", shown(leases.ipv4()));
        answer.put("ipv6", shown(leases.ipv6()));
        answer.put("locations",
                known().stream().map(location -> Map.of("url", UserInfo.without(location.url()), "origin", location.origin()))
                        .toList());
        answer.put("values", findings.values());
        answer.put("nameServers", findings.nameServers().stream().map(server -> server.getHostAddress()).toList());
        answer.put("domains", findings.domains());
        answer.put("scep", findings.scep().map(server -> UserInfo.without(server.url().toString())).orElse(""));
        answer.put("ignored", findings.complaints());
        return answer;
    }

    /** Numbers of options alone: there may be secrets in them. */
    private static Object shown(Optional<Lease> lease) {
        return lease.map(known -> Map.of("link", known.link(), "address",
                known.address().map(address -> address.getHostAddress()).orElse(""), "options",
                known.options().keySet().stream().sorted().toList())).orElse(null);
    }
}
