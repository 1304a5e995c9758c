package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallException;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.OutgoingCallStage;
import org.carillon.api.line.Line;
import org.carillon.api.line.Lines;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.media.MediaSessions;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Scopes;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.Signalling;
import org.carillon.api.sip.SipException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** The calls of this phone: makes them, finds them, and keeps ended ones for a minute. */
@Component(service = {Calls.class, IncomingLegs.class}, configurationPid = CallConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CallConfig.class)
public final class CallRegistry implements Calls, IncomingLegs, Session.Owner {
    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final int BUSY_HERE = 486;

    private final Scopes scopes;
    private final Scope scope;
    private final Logger log;
    private final Screener screener;
    private final Announcer announcer = new Announcer();
    private final Ordered<CallScreening> screenings = new Ordered<>(CallScreening.PHASE);
    private final Ordered<OutgoingCallStage> stages = new Ordered<>(OutgoingCallStage.PHASE);
    private final Map<String, Session> live = new ConcurrentHashMap<>();
    private final Map<String, Session> ended = new ConcurrentHashMap<>();
    private final AtomicLong number = new AtomicLong();
    private final MediaSessions mediaSessions;
    private volatile CallConfig config;
    private volatile Signalling signalling;
    private volatile Lines lines;

    @Activate
    public CallRegistry(CallConfig config, @Reference(name = "scopes") Scopes scopes,
            @Reference(name = "media") MediaSessions mediaSessions,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.scopes = scopes;
        this.scope = scopes.open("core.call");
        this.mediaSessions = mediaSessions;
        this.log = log;
        this.screener = new Screener(scope, log);
    }

    @Modified
    void modified(CallConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        live.values().forEach(Session::release);
        scope.close();
    }

    @Reference(name = "signalling", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSignalling(Signalling service) {
        signalling = service;
    }

    void unbindSignalling(Signalling service) {
        signalling = signalling == service ? null : signalling;
    }

    @Reference(name = "lines", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLines(Lines service) {
        lines = service;
    }

    void unbindLines(Lines service) {
        lines = lines == service ? null : lines;
    }

    @Reference(name = "events", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEvents(EventAdmin service) {
        announcer.use(service);
    }

    void unbindEvents(EventAdmin service) {
        announcer.unuse(service);
    }

    @Reference(name = "screenings", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindScreening(CallScreening service, Map<String, Object> properties) {
        screenings.add(service, properties);
    }

    void unbindScreening(CallScreening service) {
        screenings.remove(service);
    }

    @Reference(name = "stages", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindStage(OutgoingCallStage service, Map<String, Object> properties) {
        stages.add(service, properties);
    }

    void unbindStage(OutgoingCallStage service) {
        stages.remove(service);
    }

    @Override
    public List<Call> all() {
        return sessions().stream().map(Session::snapshot).toList();
    }

    private List<Session> sessions() {
        return live.values().stream().sorted(Comparator.comparingLong(session -> Long.parseLong(session.id.substring(1)))).toList();
    }

    @Override
    public Optional<Call> get(String id) {
        return Optional.ofNullable(live.getOrDefault(id, ended.get(id))).map(Session::snapshot);
    }

    @Override
    public Call dial(DialRequest wanted) {
        DialRequest request = wanted;
        for (OutgoingCallStage stage : stages.all()) {
            request = stage.process(request);
        }
        Signalling sip = signalling;
        if (sip == null) {
            throw new CallException("no call can be made: SIP is not running");
        }
        requireRoom();
        int account = account(request);
        String target = request.target();
        Session session = open(account, Direction.OUT, target, "", null);
        if (!request.featureCode()) {
            holdOthers(session);
        }
        boolean featureCode = request.featureCode();
        return run(session, () -> {
            try {
                session.dial(featureCode, offer -> sip.invite(account, target, offer, session));
            } catch (MediaException | SipException e) {
                session.ended(0, e.getMessage(), true);
                throw new CallException(e.getMessage());
            }
        });
    }

    private void holdOthers(Session session) {
        sessions().stream().filter(other -> other != session && other.isTalking())
                .forEach(other -> other.executor.execute(() -> other.hold(true)));
    }

    private void requireRoom() {
        if (live.size() >= config.maxCalls()) {
            throw new CallException(
                    "there are " + live.size() + " calls already, and no more than " + config.maxCalls() + " are permitted");
        }
    }

    private int account(DialRequest request) {
        if (request.account() > 0) {
            return request.account();
        }
        Lines known = lines;
        List<Line> all = known == null ? List.of() : known.all();
        return all.stream().filter(Line::registered).findFirst().or(() -> all.stream().findFirst()).map(Line::account)
                .orElseThrow(() -> new CallException("no call can be made: no account is configured"));
    }

    private Session open(int account, Direction direction, String remote, String display, String offer) {
        Session session = new Session(this, scope, log, "c" + number.incrementAndGet(), account, direction, remote, display, offer);
        live.put(session.id, session);
        return session;
    }

    @Override
    public Leg.Listener incoming(Leg leg, Invite invite) {
        boolean busy = !live.isEmpty();
        boolean full = live.size() >= config.maxCalls();
        Session session = open(leg.account(), Direction.IN, invite.from(), invite.display(), invite.offer());
        session.executor.execute(() -> {
            session.attach(leg);
            if (full) {
                session.reject(BUSY_HERE);
                return;
            }
            IncomingCall call = new IncomingCall(session.id, leg.account(), invite.target(), invite.from(), invite.display(), busy);
            screener.judge(call, screenings.all(), session.executor, session::decide);
        });
        return session;
    }

    @Override
    public Call answer(String id) {
        Session session = find(id, Session::isRinging, "rings");
        holdOthers(session);
        return run(session, session::answer);
    }

    @Override
    public Call hangup(String id) {
        Session session = find(id, any -> true, "is there");
        return run(session, session::end);
    }

    @Override
    public Call reject(String id, int code) {
        Session session = find(id, Session::isRinging, "rings");
        int refusal = code == 0 ? config.refuseCode() : code;
        if (refusal < 400 || refusal > 699) {
            throw new CallException("a call is rejected with a status from 400 to 699, not " + refusal);
        }
        return run(session, () -> session.reject(refusal));
    }

    @Override
    public Call hold(String id) {
        Session session = find(id, one -> one.isTalking() && !one.snapshot().held(), "talks");
        return run(session, () -> session.hold(true));
    }

    @Override
    public Call resume(String id) {
        Session session = find(id, one -> one.isTalking() && one.snapshot().held(), "is held");
        holdOthers(session);
        return run(session, () -> session.hold(false));
    }

    @Override
    public Call mute(boolean on) {
        List<Session> talking = sessions().stream().filter(Session::isTalking).toList();
        if (talking.isEmpty()) {
            throw new CallException("no call talks");
        }
        talking.forEach(session -> run(session, () -> session.mute(on)));
        return talking.getFirst().snapshot();
    }

    @Override
    public Call dtmf(String id, String digits) {
        Session session = find(id, Session::isTalking, "talks");
        if (!digits.matches("[0-9*#A-Da-d]+")) {
            throw new CallException("digits are of 0-9 * # A-D, not " + digits);
        }
        return run(session, () -> {
            try {
                session.dtmf(digits);
            } catch (MediaException e) {
                throw new CallException(e.getMessage());
            }
        });
    }

    /** The call of that name, or the only, or else the latest one that fits. */
    private Session find(String id, Predicate<Session> fits, String words) {
        if (id != null && !id.isEmpty()) {
            Session session = live.get(id);
            if (session == null) {
                throw new CallException("there is no call " + id + "; live are " + all().stream().map(Call::id).toList());
            }
            return session;
        }
        List<Session> found = new ArrayList<>(sessions());
        found.removeIf(fits.negate());
        if (found.isEmpty()) {
            throw new CallException("no call " + words);
        }
        return found.getLast();
    }

    /** Runs something on the call's executor, and waits a little for it, so that the answer shows what it did. */
    private Call run(Session session, Runnable action) {
        Waiting.run(session.executor, action);
        return session.snapshot();
    }

    @Override
    public void ended(Session session) {
        ended.put(session.id, session);
        live.remove(session.id);
        scope.after(MEMORY, session.executor, () -> ended.remove(session.id));
    }

    @Override
    public void post(String topic, Call call, Map<String, Object> more) {
        announcer.post(topic, call, more);
    }

    @Override
    public MediaSession media(int account, MediaSession.Listener listener) throws MediaException {
        return mediaSessions.open(account, listener);
    }

    @Override
    public long nanoTime() {
        return scopes.nanoTime();
    }
}
