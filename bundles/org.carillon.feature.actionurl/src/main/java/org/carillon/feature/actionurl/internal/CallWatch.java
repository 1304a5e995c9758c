package org.carillon.feature.actionurl.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;

/**
 * Tells what happened to calls from what they were and what they are. What different threads say about a call may come in another order; what was
 * overtaken is left out. Used by one thread at a time.
 */
final class CallWatch {
    private static final int REDIRECTED = 302;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int REQUEST_TERMINATED = 487;
    private static final int REMEMBERED = 32;

    private final BiConsumer<Trigger, Call> happened;
    private final Map<String, Call> live = new HashMap<>();
    /** Calls that are over. */
    private final Deque<String> over = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param calls
     *            that live already; nothing is told about what they went through
     */
    CallWatch(List<Call> calls, BiConsumer<Trigger, Call> happened) {
        this.happened = happened;
        calls.forEach(call -> live.put(call.id(), call));
        busy = isBusy();
    }

    /** A call is new or has changed. */
    void seen(Call call) {
        Call before = live.get(call.id());
        if (over.contains(call.id()) || before != null && isOlder(call, before)) {
            return;
        }
        live.put(call.id(), call);
        tellBusy(call);
        if (before == null) {
            happened.accept(isIncoming(call) ? Trigger.INCOMING_CALL : Trigger.OUTGOING_CALL, call);
        }
        if (call.state() == State.TALKING && (before == null || before.state() != State.TALKING)) {
            if (isIncoming(call)) {
                happened.accept(Trigger.ANSWER_INCOMING_CALL, call);
            }
            happened.accept(Trigger.CALL_ESTABLISHED, call);
        }
        if (call.held() != (before != null && before.held())) {
            happened.accept(call.held() ? Trigger.CALL_HOLD : Trigger.CALL_UNHOLD, call);
        }
        if (call.muted() != (before != null && before.muted())) {
            happened.accept(call.muted() ? Trigger.MUTE : Trigger.UNMUTE, call);
        }
    }

    /**
     * A call is over.
     *
     * @param was
     *            what it was until then, which may not have been seen here
     * @param byUs
     *            true when this phone ended it
     * @param reason
     *            as {@link CallEvents#REASON}
     */
    void ended(Call call, State was, boolean byUs, String reason) {
        live.remove(call.id());
        over.add(call.id());
        if (over.size() > REMEMBERED) {
            over.remove();
        }
        if (was == State.TALKING) {
            happened.accept(Trigger.CALL_TERMINATED, call);
        } else if (isIncoming(call)) {
            notTaken(call, byUs, reason);
        } else {
            notReached(call, byUs, was);
        }
        tellBusy(call);
    }

    private void notTaken(Call call, boolean byUs, String reason) {
        if (call.code() == REDIRECTED) {
            happened.accept(Trigger.FORWARD_INCOMING_CALL, call);
        } else if (byUs && !reason.equals(CallEvents.NO_ANSWER)) {
            happened.accept(Trigger.REJECT_INCOMING_CALL, call);
        } else {
            if (!byUs) {
                happened.accept(Trigger.CALL_REMOTE_CANCELED, call);
            }
            happened.accept(Trigger.MISSED_CALL, call);
        }
    }

    private void notReached(Call call, boolean byUs, State was) {
        if (!byUs && call.code() != REQUEST_TIMEOUT && call.code() != REQUEST_TERMINATED) {
            happened.accept(Trigger.REMOTE_BUSY, call);
        } else if (byUs && was == State.EARLY) {
            happened.accept(Trigger.CANCEL_OUTGOING_CALL, call);
        }
    }

    private void tellBusy(Call call) {
        boolean now = isBusy();
        if (now != busy) {
            busy = now;
            happened.accept(now ? Trigger.IDLE_TO_BUSY : Trigger.BUSY_TO_IDLE, call);
        }
    }

    /** A call that is still judged is nobody's business. */
    private boolean isBusy() {
        return live.values().stream().anyMatch(call -> !isIncoming(call) || call.state() != State.DIALING);
    }

    private static boolean isOlder(Call call, Call other) {
        return call.state().compareTo(other.state()) < 0 || call.durationMillis() < other.durationMillis();
    }

    private static boolean isIncoming(Call call) {
        return call.direction() == Direction.IN;
    }
}
