package org.carillon.feature.actionurl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.carillon.feature.actionurl.internal.Trigger.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.junit.jupiter.api.Test;

class CallWatchTest {
    private final List<Trigger> happened = new ArrayList<>();
    private final Map<String, State> last = new HashMap<>();
    private final CallWatch watch = new CallWatch(List.of(), (trigger, call) -> happened.add(trigger));

    private static Call call(String id, Direction direction, State state, boolean held, boolean muted, long millis, int code) {
        return new Call(id, id, 1, direction, state, "sip:bob@example.com", "Bob", "", 0, "", held, false, false, muted, Call.Rtp.NONE,
                millis,
                code);
    }

    private static Call call(String id, Direction direction, State state) {
        return call(id, direction, state, false, false, 0, 0);
    }

    private void in(String id, State... states) {
        for (State state : states) {
            watch.seen(call(id, Direction.IN, state));
            last.put(id, state);
        }
    }

    private void out(String id, State... states) {
        for (State state : states) {
            watch.seen(call(id, Direction.OUT, state));
            last.put(id, state);
        }
    }

    private void end(String id, Direction direction, boolean byUs, int code, String reason) {
        watch.ended(call(id, direction, State.ENDED, false, false, 0, code), last.getOrDefault(id, State.DIALING), byUs, reason);
    }

    private void require(Trigger... triggers) {
        assertThat(happened).containsExactly(triggers);
        happened.clear();
    }

    @Test
    void anAnsweredCall() {
        in("c1", State.DIALING);
        require(INCOMING_CALL);
        in("c1", State.RINGING);
        require(IDLE_TO_BUSY);
        in("c1", State.TALKING, State.TALKING);
        require(ANSWER_INCOMING_CALL, CALL_ESTABLISHED);
        end("c1", Direction.IN, false, 0, "");
        require(CALL_TERMINATED, BUSY_TO_IDLE);
    }

    @Test
    void aCallThatIsPlaced() {
        out("c1", State.DIALING);
        require(IDLE_TO_BUSY, OUTGOING_CALL);
        out("c1", State.EARLY, State.TALKING);
        require(CALL_ESTABLISHED);
        end("c1", Direction.OUT, true, 0, "hung up");
        require(CALL_TERMINATED, BUSY_TO_IDLE);
    }

    @Test
    void incomingCallsThatNobodyTook() {
        in("c1", State.DIALING, State.RINGING);
        happened.clear();
        end("c1", Direction.IN, true, 603, "rejected");
        require(REJECT_INCOMING_CALL, BUSY_TO_IDLE);
        in("c2", State.DIALING);
        end("c2", Direction.IN, true, 486, "rejected");
        require(INCOMING_CALL, REJECT_INCOMING_CALL);
        in("c3", State.DIALING, State.RINGING);
        happened.clear();
        end("c3", Direction.IN, false, 487, "");
        require(CALL_REMOTE_CANCELED, MISSED_CALL, BUSY_TO_IDLE);
        in("c4", State.DIALING, State.RINGING);
        happened.clear();
        end("c4", Direction.IN, true, 480, CallEvents.NO_ANSWER);
        require(MISSED_CALL, BUSY_TO_IDLE);
        in("c5", State.DIALING);
        end("c5", Direction.IN, true, 302, "redirected to 1");
        require(INCOMING_CALL, FORWARD_INCOMING_CALL);
    }

    @Test
    void outgoingCallsThatNobodyTook() {
        out("c1", State.DIALING, State.EARLY);
        happened.clear();
        end("c1", Direction.OUT, true, 487, "hung up");
        require(CANCEL_OUTGOING_CALL, BUSY_TO_IDLE);
        out("c2", State.DIALING);
        happened.clear();
        end("c2", Direction.OUT, true, 487, "hung up");
        require(BUSY_TO_IDLE);
        for (int code : List.of(486, 603, 404)) {
            out("r" + code, State.DIALING);
            happened.clear();
            end("r" + code, Direction.OUT, false, code, "");
            require(REMOTE_BUSY, BUSY_TO_IDLE);
        }
        out("c3", State.DIALING);
        happened.clear();
        end("c3", Direction.OUT, false, 408, "");
        require(BUSY_TO_IDLE);
    }

    @Test
    void anEndMayOvertakeWhatWasBefore() {
        out("c1", State.DIALING);
        happened.clear();
        watch.ended(call("c1", Direction.OUT, State.ENDED), State.EARLY, true, "hung up");
        out("c1", State.EARLY);
        require(CANCEL_OUTGOING_CALL, BUSY_TO_IDLE);
    }

    @Test
    void holdAndMuteAreToldWhenTheyChange() {
        out("c1", State.TALKING);
        happened.clear();
        watch.seen(call("c1", Direction.OUT, State.TALKING, true, false, 1, 0));
        watch.seen(call("c1", Direction.OUT, State.TALKING, true, false, 2, 0));
        require(CALL_HOLD);
        watch.seen(call("c1", Direction.OUT, State.TALKING, false, true, 3, 0));
        require(CALL_UNHOLD, MUTE);
        watch.seen(call("c1", Direction.OUT, State.TALKING, false, false, 3, 0));
        require(UNMUTE);
    }

    @Test
    void whatWasOvertakenIsLeftOut() {
        out("c1", State.EARLY, State.DIALING);
        require(IDLE_TO_BUSY, OUTGOING_CALL);
        watch.seen(call("c1", Direction.OUT, State.TALKING, false, false, 9, 0));
        watch.seen(call("c1", Direction.OUT, State.TALKING, false, true, 7, 0));
        require(CALL_ESTABLISHED);
        watch.seen(call("c1", Direction.OUT, State.TALKING, false, true, 9, 0));
        require(MUTE);
    }

    @Test
    void twoCallsAreBusyOnce() {
        out("c1", State.TALKING);
        in("c2", State.DIALING, State.RINGING);
        require(IDLE_TO_BUSY, OUTGOING_CALL, CALL_ESTABLISHED, INCOMING_CALL);
        end("c1", Direction.OUT, true, 0, "");
        require(CALL_TERMINATED);
        end("c2", Direction.IN, true, 486, "rejected");
        require(REJECT_INCOMING_CALL, BUSY_TO_IDLE);
    }

    @Test
    void whoComesLateHearsOnlyWhatFollows() {
        CallWatch late = new CallWatch(List.of(call("c1", Direction.IN, State.TALKING, true, true, 9, 0)),
                (trigger, call) -> happened.add(trigger));
        late.seen(call("c1", Direction.IN, State.TALKING, true, true, 10, 0));
        assertThat(happened).isEmpty();
        late.ended(call("c1", Direction.IN, State.ENDED, false, true, 11, 0), State.TALKING, false, "");
        require(CALL_TERMINATED, BUSY_TO_IDLE);
    }

    @Test
    void aCallThatIsOverStaysOver() {
        out("c1", State.DIALING);
        end("c1", Direction.OUT, true, 487, "");
        happened.clear();
        out("c1", State.EARLY);
        assertThat(happened).isEmpty();
        for (int i = 0; i < 1000; i++) {
            end("x" + i, Direction.OUT, false, 408, "");
        }
        assertThat(happened).isEmpty();
    }
}
