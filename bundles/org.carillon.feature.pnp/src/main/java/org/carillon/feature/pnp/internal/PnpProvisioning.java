package org.carillon.feature.pnp.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.carillon.api.ctl.Command;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.Phone;
import org.carillon.api.provisioning.ProvisioningRuns;
import org.carillon.api.provisioning.ProvisioningSource.Location;
import org.carillon.api.provisioning.UserInfo;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.scope.Timer;
import org.carillon.api.sip.GroupSubscriptions;
import org.carillon.api.sip.GroupSubscriptions.Notification;
import org.carillon.api.sip.GroupSubscriptions.Port;
import org.carillon.api.sip.GroupSubscriptions.Question;
import org.carillon.api.sip.SipException;
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

/**
 * Asks the network for the provisioning server (RFC 6080, manual 3.8.1) a few times after the start, and has files fetched from where a NOTIFY says,
 * then and at any later time.
 */
@Component(immediate = true, configurationPid = PnpConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = {Command.NAME + "=pnp", Command.USAGE + "="})
@Designate(ocd = PnpConfig.class)
public final class PnpProvisioning implements Command {
    /** The group that SIP servers are in (RFC 3261 10.2.6). */
    static final InetSocketAddress GROUP = new InetSocketAddress(InetAddress.ofLiteral("224.0.1.75"), 5060);
    /** How often it is asked when nobody answers. */
    static final int MOST_QUESTIONS = 4;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final int DOUBLINGS = 5;
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Phone phone;
    private final Scopes scopes;
    private final Logger log;
    private final Scope scope;
    private final RandomGenerator random = new Random();
    private final Predicate<InetAddress> neighbours;
    private final RunLimit limit = new RunLimit();
    private volatile PnpConfig config;
    private volatile ProvisioningRuns runs;
    private volatile String heard = "";
    private volatile String refusal = "";
    private volatile OptionalLong complained = OptionalLong.empty();
    private GroupSubscriptions subscriptions;
    private Attempts attempts;

    @Activate
    public PnpProvisioning(PnpConfig config, @Reference(name = "phone") Phone phone, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this(config, phone, scopes, log, Neighbours::include);
    }

    PnpProvisioning(PnpConfig config, Phone phone, Scopes scopes, Logger log, Predicate<InetAddress> neighbours) {
        this.config = config;
        this.phone = phone;
        this.scopes = scopes;
        this.log = log;
        this.neighbours = neighbours;
        scope = scopes.open("feature.pnp");
    }

    @Reference(name = "subscriptions", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    synchronized void bindSubscriptions(GroupSubscriptions arrived) {
        subscriptions = arrived;
        begin();
    }

    synchronized void unbindSubscriptions(GroupSubscriptions gone) {
        if (subscriptions == gone) {
            subscriptions = null;
            begin();
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
    synchronized void modified(PnpConfig changed) {
        boolean same = config.enable() == changed.enable() && config.port() == changed.port();
        config = changed;
        if (!same) {
            begin();
        }
    }

    @Deactivate
    void deactivate() {
        synchronized (this) {
            end();
        }
        scope.close();
    }

    private void begin() {
        end();
        if (subscriptions != null && config.enable() && !phone.bind().isLoopbackAddress()) {
            attempts = new Attempts(subscriptions, config.port());
            attempts.after(Duration.ofMillis(random.nextLong(FIRST.toMillis())));
        }
    }

    private void end() {
        if (attempts != null) {
            attempts.close();
            attempts = null;
        }
    }

    private Question question(int port) {
        String event = "ua-profile;profile-type=\"device\";vendor=\"Carillon\";model=\"%s\";version=\"%s\"".formatted(phone.model(),
                phone.firmware().replaceAll("[^!-~]|[\"\\\\]", "_"));
        return new Question(GROUP, port, "MAC:" + phone.mac(), event, Profile.ACCEPTED);
    }

    /** One opening of the port, with the questions that are asked from it. Guarded by the component. */
    private final class Attempts implements GroupSubscriptions.Listener {
        private final GroupSubscriptions through;
        private final int number;
        private Port port;
        private Timer timer;
        private int failures;
        private int questions;
        private String state = "about to ask";
        private volatile boolean told;

        Attempts(GroupSubscriptions through, int number) {
            this.through = through;
            this.number = number;
        }

        void after(Duration delay) {
            timer = scope.after(delay, scope.blocking(), this::attempt);
        }

        private void attempt() {
            synchronized (PnpProvisioning.this) {
                if (attempts != this) {
                    return;
                }
                try {
                    port = port == null ? through.open(question(number), this) : port;
                    questions++;
                    state = "asking";
                    port.ask();
                } catch (SipException e) {
                    if (!state.equals(e.getMessage())) {
                        log.warn("PnP does not work: {}", e.getMessage());
                    }
                    state = e.getMessage();
                    again();
                }
            }
        }

        /** Later and later, and not all phones of a building at once. */
        private void again() {
            long bound = 2 * FIRST.toMillis() << Math.min(failures++, DOUBLINGS);
            after(Duration.ofMillis(bound / 2 + random.nextLong(bound / 2)));
        }

        @Override
        public void answered(int code, String reason) {
            scope.blocking().execute(() -> took(code, reason));
        }

        private void took(int code, String reason) {
            synchronized (PnpProvisioning.this) {
                boolean accepted = code / 100 == 2;
                state = "listening; " + (accepted ? "somebody answered" : "last answer: " + code + " " + reason);
                if (!accepted && !told && questions < MOST_QUESTIONS && attempts == this) {
                    again();
                }
            }
        }

        @Override
        public int notified(Notification notification) {
            int status = PnpProvisioning.this.notified(notification);
            told |= status == 200;
            return status;
        }

        void close() {
            timer.cancel();
            if (port != null) {
                port.close();
            }
        }
    }

    /** What is answered, and done, when somebody names a place (docs/adr/0061-pnp.md). */
    private int notified(Notification told) {
        ProvisioningRuns begun = runs;
        if (!told.asked() && !neighbours.test(told.source())) {
            return refused(told, 403, "it is not asked for, and comes from another network");
        }
        try {
            String url = Profile.url(told.contentType(), told.contentParameters(), told.body());
            if (begun == null) {
                return refused(told, 480, "nobody provisions this phone now");
            }
            return switch (limit.ask(url, scopes.nanoTime())) {
                case KNOWN -> 200;
                case LATER -> refused(told, 503, "there were " + RunLimit.MOST + " others in " + RunLimit.PERIOD.toMinutes() + " minutes");
                case RUN -> {
                    heard = UserInfo.without(url) + " from " + told.source().getHostAddress();
                    begun.begin("PnP", new Location(url, "PnP NOTIFY from " + told.source().getHostAddress()));
                    yield 200;
                }
            };
        } catch (Profile.Refused e) {
            return refused(told, e.status(), e.getMessage());
        }
    }

    /** Strangers may say a lot: one line a minute is enough. */
    private int refused(Notification told, int status, String reason) {
        refusal = "NOTIFY from " + told.source().getHostAddress() + ": " + reason;
        long now = scopes.nanoTime();
        if (complained.isEmpty() || now - complained.getAsLong() >= QUIET.toNanos()) {
            complained = OptionalLong.of(now);
            log.warn("PnP {}", refusal);
        }
        return status;
    }

    @Override
    public synchronized Object run(String name, List<String> arguments, Consumer<Object> out) {
        if (!arguments.isEmpty()) {
            throw new CommandException("pnp takes no argument");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", state());
        answer.put("port", config.port());
        answer.put("heard", heard);
        answer.put("refused", refusal);
        return answer;
    }

    private String state() {
        if (attempts != null) {
            return attempts.state;
        }
        return !config.enable() ? "switched off" : subscriptions == null ? "waits for SIP" : "no network but this phone itself";
    }
}
