package org.carillon.core.sip.internal;

import java.net.InetAddress;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sip.SipException;
import org.carillon.api.device.Endpoint;
import org.carillon.api.device.FramePriority;
import org.carillon.api.device.Phone;
import org.carillon.api.digest.DigestAuthentication;
import org.carillon.api.line.Line;
import org.carillon.api.line.LineEvents;
import org.carillon.api.line.Lines;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.EventSubscriptions;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.Signalling;
import org.carillon.api.tls.TlsContexts;
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
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** Offers SIP to the phone: binds the socket, publishes it, and hands everything to {@link SipCore}. */
@Component(configurationPid = SipConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {Signalling.class, EventSubscriptions.class, Lines.class, Accounts.class})
@Designate(ocd = SipConfig.class)
public final class SipComponent implements Signalling, EventSubscriptions, Lines, Accounts {
    private static final long FAREWELL_SECONDS = 1;

    private final Scope scope;
    private final SipCore core;
    private final TlsSecurity security;
    private final Listeners listeners;
    private final ServiceRegistration<Endpoint> endpoint;
    private final EventAdmin events;
    private final Logger logger;
    private volatile IncomingLegs incomingLegs;

    @Activate
    public SipComponent(BundleContext context, SipConfig config, @Reference(name = "phone") Phone phone,
            @Reference(name = "scopes") Scopes scopes, @Reference(name = "frames") FramePriority frames,
            @Reference(name = "digest") DigestAuthentication digest, @Reference(name = "events") EventAdmin events,
            @Reference(name = "handlers") NotifyHandlers handlers,
            @Reference(name = "logger", service = LoggerFactory.class) Logger logger) throws SipException {
        this.events = events;
        this.logger = logger;
        scope = scopes.open("org.carillon.core.sip");
        var sip = scope.serial("sip");
        int port = phone.port("sip").orElse(Account.DEFAULT_PORT);
        security = new TlsSecurity(TlsSecurity.Settings.of(config));
        var random = new SecureRandom();
        var from = new StreamTransport.Surroundings(scopes, scope, sip, logger, random, frames, phone.bind(),
                StreamLimits.STANDARD);
        listeners = Listeners.bind(from, port, Marking.of(config), security);
        core = new SipCore(
                new SipCore.Surroundings(scopes, scope, sip, listeners.transports(), "Carillon " + phone.model(), phone.mac(), digest,
                        InetAddress::getByName, random, () -> incomingLegs, handlers::of, this::announce, logger));
        endpoint = publish(context, listeners);
    }

    private static ServiceRegistration<Endpoint> publish(BundleContext context, Listeners listeners) {
        int port = listeners.udp().localPort();
        var properties = new Hashtable<String, Object>(Map.of(Endpoint.NAME, "sip", Endpoint.PORT, port));
        if (!listeners.failure().isEmpty()) {
            properties.put(Endpoint.FAILURE, listeners.failure());
        }
        return context.registerService(Endpoint.class, new Endpoint() {
            @Override
            public String name() {
                return "sip";
            }

            @Override
            public int port() {
                return port;
            }
        }, properties);
    }

    private void announce(Line line) {
        events.postEvent(new Event(LineEvents.CHANGED,
                Map.of(LineEvents.ACCOUNT, line.account(), LineEvents.STATE, line.state().name().toLowerCase(java.util.Locale.ROOT),
                        LineEvents.CODE, line.code(), LineEvents.REASON, line.reason())));
    }

    @Modified
    void modified(SipConfig config) {
        if (security.configure(TlsSecurity.Settings.of(config))) {
            listeners.tls().renew("the settings for TLS have changed");
        }
        try {
            listeners.mark(Marking.of(config));
        } catch (SocketException e) {
            logger.warn("cannot set the DSCP to {}: {}", config.dscp(), e.getMessage());
        }
    }

    @Deactivate
    void deactivate() {
        endpoint.unregister();
        try {
            core.stop().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            logger.info("not everybody answered when SIP stopped");
        } catch (ExecutionException e) {
            logger.warn("SIP did not stop well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        scope.close();
    }

    @Reference(name = "incoming", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIncomingLegs(IncomingLegs taker) {
        incomingLegs = taker;
    }

    void unbindIncomingLegs(IncomingLegs taker) {
        if (incomingLegs == taker) {
            incomingLegs = null;
        }
    }

    @Reference(name = "tls", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTls(TlsContexts contexts) {
        security.use(contexts);
    }

    void unbindTls(TlsContexts contexts) {
        security.release(contexts);
    }

    @Override
    public Leg invite(int account, String target, String offer, Leg.Listener listener) {
        return core.invite(account, target, offer, listener);
    }

    @Override
    public Subscription subscribe(int account, String event, String accept, EventSubscriptions.Listener listener) {
        return core.subscribe(account, event, accept, listener);
    }

    @Override
    public List<Line> all() {
        return List.copyOf(core.lines().values());
    }

    @Override
    public Optional<Line> get(int account) {
        return Optional.ofNullable(core.lines().get(account));
    }

    @Override
    public void put(Account account) {
        core.put(account);
    }

    @Override
    public void remove(int number) {
        core.remove(number);
    }
}
