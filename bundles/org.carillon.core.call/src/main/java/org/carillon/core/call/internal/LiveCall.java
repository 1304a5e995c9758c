package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Verdict;
import org.carillon.api.media.MediaException;
import org.carillon.api.media.MediaSession;
import org.carillon.api.scope.Scope;
import org.carillon.api.scope.Timer;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.Signalling;
import org.osgi.service.log.Logger;

/**
 * One call: joins its leg and its media, and knows what may happen when. What leg, media and timers report runs on the call's executor, what a
 * person asks for on the thread that asks; both take the call's lock, under which nothing waits.
 */
final class LiveCall implements Leg.Listener, MediaSession.Listener {
    /** A call that nobody answers is given up after this time. */
    static final Duration NO_ANSWER = Duration.ofSeconds(120);

    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int REQUEST_TERMINATED = 487;
    private static final int NOT_ACCEPTABLE_HERE = 488;
    private static final int REQUEST_PENDING = 491;
    private static final Set<Integer> NEVER_TAKES_INFO = Set.of(405, 415, 420, 469, 501);

    /** What a call needs from its surroundings. Called under the call's lock, {@link #answer} apart. */
    interface Phone {
        CallConfig config();

        /**
         * @throws MediaException
         *             when there is no port, or nobody who could open it
         */
        MediaSession open(int account, MediaSession.Listener listener) throws MediaException;

        /** Answers a call on nobody's order, as soon as the others are out of its way. */
        void answer(LiveCall call);

        void post(String topic, Call call, Map<String, Object> more);

        /** The call is over; this is how it is remembered. */
        void over(LiveCall call, Call last);

        long nanoTime();
    }

    /** Who a call is with. */
    record Party(int account, Direction direction, String remote, String display) {}

    private final String id;
    private final Party party;
    private final Phone phone;
    private final Scope scope;
    private final Executor executor;
    private final Logger log;
    private final List<Runnable> afterHold = new ArrayList<>();

    private Leg leg;
    private MediaSession media;
    private MediaSession.Statistics counted = new MediaSession.Statistics("", 0, false, 0, 0, 0, 0, 0, 0);
    private State state = State.DIALING;
    /** What an incoming INVITE offered; null when it left that to us. */
    private String offer;
    private boolean answering;
    /** Our offer went out in the 200 to an INVITE; its answer comes with the ACK. */
    private boolean offeredInSuccess;
    private Timer ringing;
    private boolean held;
    private boolean holdWanted;
    /** A re-INVITE of ours is under way, for {@link #holdOffered}. */
    private boolean reinviting;
    private boolean holdOffered;
    private boolean muted;
    /** What the other side said to an INFO when it will say so each time; empty as long as it did not. */
    private String infoRefused = "";
    private long talkingSince;
    private long talkedNanos;
    private int code;

    /**
     * @param scope
     *            its own; closed by {@link Phone#over}
     */
    LiveCall(String id, Party party, Phone phone, Scope scope, Logger log) {
        this.id = id;
        this.party = party;
        this.phone = phone;
        this.scope = scope;
        this.executor = scope.serial("call");
        this.log = log;
    }

    String id() {
        return id;
    }

    Scope scope() {
        return scope;
    }

    Executor executor() {
        return executor;
    }

    /** Runs a step of the call's life on its executor. */
    void later(Runnable step) {
        executor.execute(() -> {
            synchronized (this) {
                step.run();
            }
        });
    }

    /** True while both sides may hear each other. */
    synchronized boolean isTalking() {
        return state == State.TALKING && !held;
    }

    /** As it is now. */
    synchronized Call snapshot() {
        if (media != null) {
            counted = media.statistics();
        }
        long nanos = state == State.TALKING ? phone.nanoTime() - talkingSince : talkedNanos;
        return new Call(id, leg == null ? "" : leg.callId(), party.account(), party.direction(), state, party.remote(), party.display(),
                counted.codec(), counted.ptime(), "", held, counted.heldByPeer() && state == State.TALKING, isHoldPending(), muted,
                new Call.Rtp(counted.sent(), counted.received(), counted.lost(), counted.late(), counted.jitterMillis(),
                        counted.delayMillis()),
                TimeUnit.NANOSECONDS.toMillis(nanos), code);
    }

    private boolean isHoldPending() {
        return reinviting || holdWanted != held;
    }

    private void changed() {
        phone.post(CallEvents.CHANGED, snapshot(), Map.of());
    }

    // An outgoing call

    /**
     * Sends the INVITE.
     *
     * @throws MediaException
     *             when there are no media
     * @throws org.carillon.api.sip.SipException
     *             when it cannot be sent
     */
    synchronized void dial(Signalling signalling, String target) throws MediaException {
        media = phone.open(party.account(), this);
        leg = signalling.invite(party.account(), target, media.offer(false), this);
        phone.post(CallEvents.NEW, snapshot(), Map.of());
    }

    /** Takes back what {@link #dial} did before it failed. */
    synchronized void abandon() {
        state = State.ENDED;
        closeMedia();
    }

    @Override
    public void progress(int status, String sdp) {
        later(() -> {
            if (state == State.DIALING || state == State.EARLY) {
                state = State.EARLY;
                if (sdp == null || accepted(sdp)) {
                    changed();
                }
            }
        });
    }

    @Override
    public void answered(String sdp) {
        later(() -> {
            if ((state == State.DIALING || state == State.EARLY) && (sdp == null || accepted(sdp))) {
                talk();
            }
        });
    }

    /** Takes the answer to our first offer, or ends the call. */
    private boolean accepted(String answer) {
        try {
            media.accept(answer);
            return true;
        } catch (MediaException e) {
            leg.end();
            finish(NOT_ACCEPTABLE_HERE, e.getMessage(), true);
            return false;
        }
    }

    private void talk() {
        state = State.TALKING;
        talkingSince = phone.nanoTime();
        changed();
    }

    // An incoming call

    /**
     * Takes the leg of an incoming call.
     *
     * @param sdp
     *            what the INVITE offered; null when it left that to us
     */
    synchronized void arrive(Leg incoming, String sdp) {
        leg = incoming;
        offer = sdp;
        phone.post(CallEvents.NEW, snapshot(), Map.of());
    }

    /** Does what was decided about an incoming call, unless it was taken back or answered in the meantime. */
    synchronized void decide(Verdict verdict) {
        if (answering || state != State.DIALING && state != State.RINGING) {
            return;
        }
        switch (verdict) {
            case Verdict.Ring(Duration time, Verdict then) -> ring(time, then);
            case Verdict.Reject(int status, boolean busy) -> refuse(status, busy ? "busy" : "rejected");
            case Verdict.Redirect(String target) -> {
                leg.redirect(target);
                finish(302, "redirected to " + target, true);
            }
            case Verdict.Answer() -> executor.execute(() -> phone.answer(this));
        }
    }

    private void ring(Duration time, Verdict then) {
        if (state == State.DIALING) {
            leg.ring();
            state = State.RINGING;
            changed();
        }
        ringing = scope.after(time == null ? NO_ANSWER : time, executor, () -> {
            if (then == null) {
                giveUp();
            } else {
                decide(then);
            }
        });
    }

    private synchronized void giveUp() {
        if (state == State.RINGING && !answering) {
            refuse(phone.config().noAnswerCode(), CallEvents.NO_ANSWER);
        }
    }

    /** Refuses a call that was not answered yet. */
    synchronized void refuse(int status, String reason) {
        if (state == State.DIALING || state == State.RINGING) {
            leg.reject(status);
            finish(status, reason, true);
        }
    }

    /**
     * Takes on that the call is answered: only its caller and a person can end it until {@link #answer}.
     *
     * @return false when there is nothing to answer
     */
    synchronized boolean prepareAnswer() {
        if (party.direction() != Direction.IN || state != State.DIALING && state != State.RINGING) {
            return false;
        }
        answering = true;
        stopRinging();
        return true;
    }

    /** Answers, if the caller is still there. */
    synchronized void answer() {
        if (state != State.DIALING && state != State.RINGING) {
            return;
        }
        try {
            media = phone.open(party.account(), this);
        } catch (MediaException e) {
            refuse(TEMPORARILY_UNAVAILABLE, e.getMessage());
            return;
        }
        try {
            offeredInSuccess = offer == null;
            leg.accept(offeredInSuccess ? media.offer(false) : media.answer(offer, false));
            talk();
        } catch (MediaException e) {
            refuse(NOT_ACCEPTABLE_HERE, e.getMessage());
        }
    }

    @Override
    public void acknowledged(String answer) {
        later(() -> {
            if (state != State.TALKING) {
                return;
            }
            if (offeredInSuccess && answer == null) {
                leg.end();
                finish(NOT_ACCEPTABLE_HERE, "the other side did not answer our offer", true);
            } else if (answer != null && accepted(answer)) {
                offeredInSuccess = false;
                changed();
                renegotiate();
            }
        });
    }

    // A call that talks

    /**
     * Puts the other side on hold.
     *
     * @param settled
     *            runs once, when it is held, refused to be, or gone; at once when it is held already
     * @throws CallException
     *             when the call does not talk
     */
    synchronized void hold(Runnable settled) {
        requireTalking();
        afterHold.add(settled);
        wantHold(true);
    }

    /** Takes the other side off hold. */
    synchronized void resume() {
        if (state == State.TALKING) {
            wantHold(false);
        }
    }

    private void wantHold(boolean wanted) {
        boolean before = isHoldPending();
        holdWanted = wanted;
        renegotiate();
        settle();
        if (isHoldPending() != before) {
            changed();
        }
    }

    /** Sends a re-INVITE when what is wanted is not what is, and nothing is under way. */
    private void renegotiate() {
        if (state == State.TALKING && holdWanted != held && !reinviting && !offeredInSuccess) {
            reinvite();
        }
    }

    private void reinvite() {
        reinviting = true;
        holdOffered = holdWanted;
        leg.reinvite(media.offer(holdOffered));
    }

    private void settle() {
        if (!isHoldPending() || state != State.TALKING) {
            List<Runnable> due = List.copyOf(afterHold);
            afterHold.clear();
            due.forEach(Runnable::run);
        }
    }

    @Override
    public void reinvited(String answer) {
        later(() -> {
            if (state == State.TALKING && reinviting) {
                reinviting = false;
                try {
                    media.accept(answer);
                    held = holdOffered;
                } catch (MediaException e) {
                    revertHold(e.getMessage());
                }
                renegotiate();
                settle();
                changed();
            }
        });
    }

    @Override
    public void reinviteFailed(int status, String reason) {
        later(() -> {
            if (state == State.TALKING && reinviting) {
                reinviting = false;
                revertHold(status + " " + reason);
                settle();
                changed();
            }
        });
    }

    private void revertHold(String reason) {
        log.warn("call {}: the other side refuses to {}: {}", id, holdOffered ? "be held" : "be resumed", reason);
        media.rollback();
        holdWanted = held;
    }

    /** RFC 3261 14.2. One that comes while ours waits after a collision goes first; ours is made anew (14.1). */
    @Override
    public void offered(String sdp) {
        later(() -> {
            if (state != State.TALKING || reinviting && sdp == null) {
                leg.refuse(REQUEST_PENDING);
                return;
            }
            try {
                leg.answer(sdp == null ? media.offer(held) : media.answer(sdp, held));
            } catch (MediaException e) {
                log.warn("call {}: an offer of the other side is refused: {}", id, e.getMessage());
                leg.refuse(NOT_ACCEPTABLE_HERE);
                return;
            }
            if (reinviting) {
                reinvite();
            }
            changed();
        });
    }

    /**
     * @throws CallException
     *             when the call does not talk
     */
    synchronized void mute(boolean on) {
        requireTalking();
        media.mute(on);
        muted = on;
        changed();
    }

    /**
     * @throws CallException
     *             when there is no sound yet, or no way to send digits to the other side
     */
    synchronized void send(String digits) {
        if (state != State.EARLY) {
            requireTalking();
        }
        try {
            media.dtmf(digits, state == State.TALKING && infoRefused.isEmpty())
                    .ifPresent(duration -> digits.toUpperCase(Locale.ROOT).chars().forEach(digit -> leg.dtmf((char) digit, duration)));
        } catch (MediaException e) {
            throw new CallException("call " + id + ": " + e.getMessage() + infoRefused);
        }
    }

    @Override
    public void dtmfRefused(char digit, int status, String reason) {
        later(() -> {
            if (state != State.TALKING) {
                return;
            }
            log.warn("call {}: the other side refuses digits by INFO: {} {}", id, status, reason);
            if (NEVER_TAKES_INFO.contains(status)) {
                infoRefused = ": it answered INFO with " + status + " " + reason;
            }
            phone.post(CallEvents.DTMF_REFUSED, snapshot(),
                    Map.of(CallEvents.DIGIT, String.valueOf(digit), CallEvents.CODE, status, CallEvents.REASON, reason));
        });
    }

    private void requireTalking() {
        if (state != State.TALKING) {
            throw new CallException("call " + id + " does not talk");
        }
    }

    @Override
    public void dtmf(char digit, int durationMillis) {
        later(() -> {
            if (state == State.TALKING) {
                phone.post(CallEvents.DTMF, snapshot(), Map.of(CallEvents.DIGIT, String.valueOf(digit)));
            }
        });
    }

    // The end

    /** A person hangs up, or the phone does. Incoming calls that were not answered are refused with the code for that. */
    synchronized void hangup() {
        if (party.direction() == Direction.IN) {
            refuse(phone.config().refuseCode(), "rejected");
        }
        if (state != State.ENDED) {
            leg.end();
            finish(state == State.TALKING ? 0 : REQUEST_TERMINATED, "hung up", true);
        }
    }

    @Override
    public void ended(int status, String reason, boolean byUs) {
        later(() -> finish(status, reason, byUs));
    }

    private void finish(int status, String reason, boolean byUs) {
        if (state == State.ENDED) {
            return;
        }
        String was = state.name().toLowerCase(Locale.ROOT);
        talkedNanos = state == State.TALKING ? phone.nanoTime() - talkingSince : 0;
        state = State.ENDED;
        code = status;
        holdWanted = held;
        reinviting = false;
        stopRinging();
        closeMedia();
        settle();
        Call last = snapshot();
        phone.post(CallEvents.ENDED, last,
                Map.of(CallEvents.WAS, was, CallEvents.CODE, status, CallEvents.REASON, reason == null ? "" : reason, CallEvents.BY,
                        byUs ? "local" : "remote"));
        phone.over(this, last);
    }

    private void stopRinging() {
        if (ringing != null) {
            ringing.cancel();
        }
    }

    private void closeMedia() {
        if (media != null) {
            counted = media.statistics();
            media.close();
            media = null;
        }
    }
}
