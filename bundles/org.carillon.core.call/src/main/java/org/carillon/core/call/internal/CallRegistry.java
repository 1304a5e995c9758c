package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.carillon.api.call.Verdict;
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
import org.osgi.service.event.EventAdmin;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;

/** The calls of this phone: makes them, finds them, lets one talk at a time, and remembers ended ones for a minute. */
@Component(service = {Calls.class, IncomingLegs.class}, immediate = true, configurationPid = CallConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CallConfig.class)
public final class CallRegistry implements Calls, IncomingLegs, LiveCall.Phone {
    private static final Duration MEMORY = Duration.ofMinutes(1);
    /** How long an answer or a resume waits for the talking call to be held. */
    private static final Duration HOLD_PATIENCE = Duration.ofSeconds(2);
    private static final int BUSY_HERE = 486;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final Scopes scopes;
    private final Scope scope;
    private final Announcer announcer;
    private final Logger log;
    private final Ordered<CallScreening> screenings = new Ordered<>(CallScreening.PHASE);
    private final Ordered<OutgoingCallStage> stages = new Ordered<>(OutgoingCallStage.PHASE);
    /** Oldest first; guards itself, and is never held while a call's lock is taken. */
    private final Map<String, LiveCall> live = new LinkedHashMap<>();
    private final Map<String, Call> ended = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile CallConfig config;
    private volatile Signalling signalling;
    private volatile MediaSessions media;
    private volatile Lines lines;

    @Activate
    public CallRegistry(CallConfig config, @Reference(name = "scopes") Scopes scopes, @Reference(name = "events") EventAdmin events,
            @Reference(name = "log", service = LoggerFactory.class) Logger log) {
        this.config = config;
        this.scopes = scopes;
        this.scope = scopes.open("core.call");
        this.announcer = new Announcer(events);
        this.log = log;
    }

    @Modified
    void modified(CallConfig changed) {
        config = changed;
    }

    @Deactivate
    void deactivate() {
        calls().forEach(LiveCall::hangup);
        scope.close();
    }

    @Reference(name = "signalling", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindSignalling(Signalling service) {
        signalling = service;
    }

    void unbindSignalling(Signalling service) {
        if (signalling == service) {
            signalling = null;
            calls().forEach(LiveCall::hangup);
        }
    }

    @Reference(name = "media", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindMedia(MediaSessions service) {
        media = service;
    }

    void unbindMedia(MediaSessions service) {
        if (media == service) {
            media = null;
            calls().forEach(LiveCall::hangup);
        }
    }

    @Reference(name = "lines", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLines(Lines service) {
        lines = service;
    }

    void unbindLines(Lines service) {
        if (lines == service) {
            lines = null;
        }
    }

    @Reference(name = "screenings", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindScreening(CallScreening service, Map<String, ?> properties) {
        screenings.add(service, properties);
    }

    void unbindScreening(CallScreening service) {
        screenings.remove(service);
    }

    @Reference(name = "stages", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindStage(OutgoingCallStage service, Map<String, ?> properties) {
        stages.add(service, properties);
    }

    void unbindStage(OutgoingCallStage service) {
        stages.remove(service);
    }

    @Override
    public List<Call> all() {
        return calls().stream().map(LiveCall::snapshot).filter(call -> call.state() != State.ENDED).toList();
    }

    private List<LiveCall> calls() {
        synchronized (live) {
            return List.copyOf(live.values());
        }
    }

    @Override
    public Optional<Call> get(String id) {
        return live(id).map(LiveCall::snapshot).or(() -> Optional.ofNullable(ended.get(id)));
    }

    private Optional<LiveCall> live(String id) {
        synchronized (live) {
            return Optional.ofNullable(live.get(id));
        }
    }

    @Override
    public Call dial(DialRequest wanted) {
        Signalling sip = signalling;
        if (sip == null) {
            throw new CallException("no call can be made: SIP does not run");
        }
        DialRequest request = wanted.featureCode() ? wanted : staged(wanted);
        String target = request.target().strip();
        if (target.isEmpty()) {
            throw new CallException("no call can be made without a number");
        }
        int account = request.account() == 0 ? defaultAccount() : request.account();
        return request.featureCode() ? send(sip, account, target) : dial(sip, account, target);
    }

    /** A stage that fails, but for refusing, is passed over. */
    private DialRequest staged(DialRequest wanted) {
        DialRequest request = wanted;
        for (OutgoingCallStage stage : stages.all()) {
            try {
                request = Objects.requireNonNull(stage.process(request), "no request");
            } catch (CallException e) {
                throw e;
            } catch (RuntimeException | LinkageError e) {
                log.error("{} failed on a call to {}: it is passed over", stage.getClass().getName(), request.target(), e);
            }
        }
        return request;
    }

    private Call dial(Signalling sip, int account, String target) {
        LiveCall call;
        synchronized (live) {
            if (live.size() >= config.maxCalls()) {
                throw new CallException("no call can be made: SIPMaxCall permits " + config.maxCalls() + " at a time");
            }
            call = create(new LiveCall.Party(account, Direction.OUT, address(target, account), ""));
        }
        try {
            call.dial(sip, target);
        } catch (MediaException | SipException e) {
            call.abandon();
            forget(call);
            throw new CallException(e.getMessage());
        }
        talkingBut(call).forEach(other -> hold(other, () -> {}));
        return call.snapshot();
    }

    private Call send(Signalling sip, int account, String code) {
        String id = "c" + number.incrementAndGet();
        Scope own = scope.child(id);
        try {
            Leg leg = new FeatureCode(own, log, code, account).send(open(account, (digit, duration) -> {}), sip);
            return new Call(id, leg.callId(), account, Direction.OUT, State.DIALING, address(code, account), "", "", 0, "", false, false,
                    false, false, Call.Rtp.NONE, 0, 0);
        } catch (MediaException | SipException e) {
            own.close();
            throw new CallException(e.getMessage());
        }
    }

    private int defaultAccount() {
        Lines known = lines;
        return Optional.ofNullable(known).stream().flatMap(all -> all.all().stream()).filter(Line::registered).findFirst()
                .map(Line::account).orElseThrow(() -> new CallException("no call can be made: no line is registered"));
    }

    private String address(String target, int account) {
        if (target.startsWith("sip:") || target.startsWith("sips:")) {
            return target;
        }
        Lines known = lines;
        String domain = target.contains("@") || known == null ? "" : known.get(account).map(line -> "@" + line.domain()).orElse("");
        return "sip:" + target + domain;
    }

    private LiveCall create(LiveCall.Party party) {
        String id = "c" + number.incrementAndGet();
        LiveCall call = new LiveCall(id, party, this, scope.child(id), log);
        live.put(id, call);
        return call;
    }

    @Override
    public Leg.Listener incoming(Leg leg, Invite invite) {
        LiveCall call;
        boolean busy;
        boolean full;
        synchronized (live) {
            busy = !live.isEmpty();
            full = live.size() >= config.maxCalls();
            call = create(new LiveCall.Party(leg.account(), Direction.IN, invite.from(), invite.display()));
        }
        IncomingCall described = new IncomingCall(call.id(), leg.account(), invite.target(), invite.from(), invite.display(), busy);
        call.arrive(leg, invite.offer());
        call.executor().execute(() -> {
            Screener screener = new Screener(described, screenings.all(), call.scope(), call.executor(), log, call::decide);
            if (full) {
                screener.start(new Verdict.Reject(BUSY_HERE, true));
            } else if (usable(call, leg.account(), invite.offer())) {
                screener.start();
            }
        });
        return call;
    }

    /** Refuses a call that could not be answered, before anybody hears of it. */
    private boolean usable(LiveCall call, int account, String offer) {
        MediaSessions sessions = media;
        if (sessions == null) {
            call.refuse(TEMPORARILY_UNAVAILABLE, "no media");
            return false;
        }
        try {
            if (offer != null) {
                sessions.check(account, offer);
            }
            return true;
        } catch (MediaException e) {
            call.refuse(NOT_ACCEPTABLE_HERE, e.getMessage());
            return false;
        }
    }

    @Override
    public Call answer(String id) {
        LiveCall call = ringing(id);
        answer(call);
        return call.snapshot();
    }

    @Override
    public void answer(LiveCall call) {
        if (call.prepareAnswer()) {
            whenOthersAreHeld(call, call::answer);
        }
    }

    private LiveCall ringing(String id) {
        LiveCall call = find(id, "no call rings", one -> one.state() == State.RINGING);
        if (call.snapshot().state() != State.RINGING) {
            throw new CallException("call " + id + " does not ring");
        }
        return call;
    }

    @Override
    public Call hangup(String id) {
        LiveCall call = find(id, "there is no call", one -> one.state() == State.TALKING && !one.held(),
                one -> one.direction() == Direction.OUT && one.state() != State.TALKING, one -> one.state() == State.RINGING,
                one -> one.state() == State.TALKING);
        call.hangup();
        return call.snapshot();
    }

    @Override
    public Call reject(String id, int code) {
        if (code != 0 && (code < 400 || code > 699)) {
            throw new CallException("a call is rejected with a code from 400 to 699, not " + code);
        }
        LiveCall call = ringing(id);
        call.refuse(code == 0 ? config.refuseCode() : code, "rejected");
        return call.snapshot();
    }

    @Override
    public Call redirect(String id, String target) {
        if (target.isBlank()) {
            throw new CallException("no call can be redirected without a number");
        }
        LiveCall call = ringing(id);
        call.decide(Verdict.redirect(target.strip()));
        return call.snapshot();
    }

    @Override
    public Call hold(String id) {
        LiveCall call = find(id, "no call talks", one -> one.state() == State.TALKING && !one.held());
        call.hold(() -> {});
        return call.snapshot();
    }

    @Override
    public Call resume(String id) {
        LiveCall call = find(id, "no call is held", one -> one.state() == State.TALKING && (one.held() || one.holdPending()));
        Call now = call.snapshot();
        if (!now.held() && !now.holdPending()) {
            throw new CallException("call " + id + " is not held");
        }
        whenOthersAreHeld(call, call::resume);
        return call.snapshot();
    }

    @Override
    public Call mute(boolean on) {
        List<LiveCall> talking = talkingBut(null);
        if (talking.isEmpty()) {
            throw new CallException("no call talks");
        }
        talking.forEach(call -> call.mute(on));
        return talking.getFirst().snapshot();
    }

    @Override
    public Call dtmf(String id, String digits) {
        if (!digits.matches("[0-9*#A-Da-d]+")) {
            throw new CallException("digits are 0-9 * # A-D, not \"" + digits + "\"");
        }
        LiveCall call = find(id, "no call talks", one -> one.state() == State.TALKING && !one.held(), one -> one.state() == State.EARLY);
        call.send(digits);
        return call.snapshot();
    }

    /**
     * The call of an id, or without one the only call that fits.
     *
     * @param none
     *            what to say when there is none
     * @param fits
     *            what to look for, the best first
     */
    @SafeVarargs
    private LiveCall find(String id, String none, Predicate<Call>... fits) {
        if (!id.isEmpty()) {
            return live(id)
                    .orElseThrow(() -> new CallException(ended.containsKey(id) ? "call " + id + " has ended" : "there is no call " + id));
        }
        for (Predicate<Call> fit : fits) {
            List<String> found = all().stream().filter(fit).map(Call::id).toList();
            if (found.size() > 1) {
                throw new CallException("say which call: " + String.join(", ", found));
            }
            if (!found.isEmpty()) {
                return live(found.getFirst()).orElseThrow(() -> new CallException(none));
            }
        }
        throw new CallException(none);
    }

    /** Calls that talk and are not held, but one. */
    private List<LiveCall> talkingBut(LiveCall one) {
        return calls().stream().filter(call -> call != one && call.isTalking()).toList();
    }

    /** Runs a step of one call once nobody else talks: at once, or when the others are held, or when that takes too long. */
    private void whenOthersAreHeld(LiveCall call, Runnable step) {
        List<LiveCall> others = talkingBut(call);
        if (others.isEmpty()) {
            step.run();
            return;
        }
        AtomicBoolean open = new AtomicBoolean(true);
        Runnable once = () -> {
            if (open.compareAndSet(true, false)) {
                call.executor().execute(step);
            }
        };
        AtomicInteger waiting = new AtomicInteger(others.size());
        call.scope().after(HOLD_PATIENCE, call.executor(), once);
        others.forEach(other -> hold(other, () -> {
            if (waiting.decrementAndGet() == 0) {
                once.run();
            }
        }));
    }

    private static void hold(LiveCall call, Runnable settled) {
        try {
            call.hold(settled);
        } catch (CallException e) {
            settled.run();
        }
    }

    @Override
    public CallConfig config() {
        return config;
    }

    @Override
    public MediaSession open(int account, MediaSession.Listener listener) throws MediaException {
        MediaSessions sessions = media;
        if (sessions == null) {
            throw new MediaException("no call can be made: media do not run");
        }
        return sessions.open(account, listener);
    }

    @Override
    public void post(String topic, Call call, Map<String, Object> more) {
        announcer.post(topic, call, more);
    }

    @Override
    public void over(LiveCall call, Call last) {
        ended.put(last.id(), last);
        scope.after(MEMORY, scope.blocking(), () -> ended.remove(last.id()));
        forget(call);
    }

    /** A scope waits for its tasks when it closes, and this may be one that another call waits for: closed apart. */
    private void forget(LiveCall call) {
        synchronized (live) {
            live.remove(call.id());
        }
        scope.blocking().execute(call.scope()::close);
    }

    @Override
    public long nanoTime() {
        return scopes.nanoTime();
    }
}
