package org.carillon.core.sip.internal;

import java.time.Duration;
import java.util.function.Consumer;
import org.carillon.api.sip.Leg;

/** The handle of a leg for other bundles: passes everything to the phase that the leg is in, on the SIP executor. */
final class CallLeg implements Leg {
    private static final Phase NONE = request -> false;

    private final SipContext context;
    private final int account;
    private final String callId;
    private final String tag;
    private final Consumer<CallLeg> whenEnded;
    private Listener listener;
    private Phase phase = NONE;
    private boolean ended;

    /**
     * @param tag
     *            ours in the leg's dialogs
     * @param whenEnded
     *            told before the listener is
     */
    CallLeg(SipContext context, int account, String callId, String tag, Consumer<CallLeg> whenEnded) {
        this.context = context;
        this.account = account;
        this.callId = callId;
        this.tag = tag;
        this.whenEnded = whenEnded;
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public int account() {
        return account;
    }

    String tag() {
        return tag;
    }

    Phase phase() {
        return phase;
    }

    void become(Phase phase) {
        this.phase = phase;
    }

    void listen(Listener listener) {
        this.listener = listener;
    }

    boolean ended() {
        return ended;
    }

    /** Tells the listener, unless the leg is over for it. */
    void tell(Consumer<Listener> event) {
        if (!ended && listener != null) {
            context.contained(() -> event.accept(listener));
        }
    }

    /** The leg is over for its listener; the phase may still have to clean up. */
    void finish(int code, String reason, boolean byUs) {
        if (!ended) {
            whenEnded.accept(this);
            tell(to -> to.ended(code, reason, byUs));
            ended = true;
        }
    }

    private void run(Consumer<Phase> action) {
        context.sip().execute(() -> {
            if (!ended) {
                action.accept(phase);
            }
        });
    }

    @Override
    public void ring() {
        run(Phase::ring);
    }

    @Override
    public void accept(String sdp) {
        run(at -> at.accept(sdp));
    }

    @Override
    public void reject(int code) {
        run(at -> at.reject(code));
    }

    @Override
    public void redirect(String target) {
        run(at -> at.redirect(target));
    }

    @Override
    public void end() {
        run(Phase::end);
    }

    @Override
    public void acknowledge(String answer) {
        run(at -> at.acknowledge(answer));
    }

    @Override
    public void reinvite(String offer) {
        run(at -> at.reinvite(offer));
    }

    @Override
    public void answer(String sdp) {
        run(at -> at.answer(sdp));
    }

    @Override
    public void refuse(int code) {
        run(at -> at.refuse(code));
    }

    @Override
    public void dtmf(char digit, Duration duration) {
        run(at -> at.dtmf(digit, duration));
    }
}
