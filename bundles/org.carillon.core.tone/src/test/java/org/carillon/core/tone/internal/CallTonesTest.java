package org.carillon.core.tone.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.media.Tone;
import org.carillon.api.media.Tones;
import org.carillon.api.media.Volume;
import org.carillon.sim.testkit.FakeCalls;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class CallTonesTest {
    private static final String RINGS = "ringing RING";
    private static final String RINGS_THERE = "ringback CALL";

    /** What is heard now. */
    private final List<String> heard = new ArrayList<>();
    private int begun;
    private final FakeCalls calls = new FakeCalls();
    private final Tones tones = this::play;
    private CallTones component = new CallTones(calls, tones);

    private Tones.Playing play(Tone tone, Volume.Of volume) {
        String text = (tone == CallTones.RINGING ? "ringing " : tone == CallTones.RINGBACK ? "ringback " : "? ") + volume;
        heard.add(text);
        begun++;
        return () -> heard.remove(text);
    }

    private void put(Call call) {
        calls.put(call);
        component.handleEvent(new Event(CallEvents.CHANGED, Map.of()));
    }

    private void put(String id, Direction direction, State state) {
        put(FakeCalls.call(id, direction, state));
    }

    @Test
    void aCallRingsUntilItIsAnswered() {
        put("c1", Direction.IN, State.DIALING);
        assertThat(heard).as("it is being screened").isEmpty();
        put("c1", Direction.IN, State.RINGING);
        assertThat(heard).containsExactly(RINGS);
        put("c1", Direction.IN, State.RINGING);
        assertThat(begun).as("without a new beginning").isOne();
        put("c1", Direction.IN, State.TALKING);
        assertThat(heard).isEmpty();
    }

    @Test
    void aCallThatEndsRingsNoMore() {
        put("c1", Direction.IN, State.RINGING);
        put("c1", Direction.IN, State.ENDED);
        assertThat(heard).isEmpty();
    }

    @Test
    void theSoftkeySilencesWhatRingsNow() {
        assertThat(component.label()).isEmpty();
        put("c1", Direction.IN, State.RINGING);
        assertThat(component.label()).isEqualTo("Silent");
        component.pressed("c1", "");
        assertThat(heard).isEmpty();
        assertThat(component.label()).as("it would do nothing").isEmpty();
        put("c1", Direction.IN, State.RINGING);
        assertThat(heard).isEmpty();
        put("c2", Direction.IN, State.RINGING);
        assertThat(heard).as("somebody else").containsExactly(RINGS);
        put("c2", Direction.IN, State.ENDED);
        assertThat(heard).isEmpty();
        put("c1", Direction.IN, State.ENDED);
        put("c1", Direction.IN, State.RINGING);
        assertThat(heard).as("nothing is kept of what is over").containsExactly(RINGS);
    }

    @Test
    void theSoftkeyIsThereAsSoonAsTheCallIs() {
        calls.put(FakeCalls.call("c1", Direction.IN, State.RINGING));
        assertThat(component.label()).as("before the event").isEqualTo("Silent");
    }

    @Test
    void aCallThatRingsAtTheOtherSideIsHeardToDoSo() {
        put("c1", Direction.OUT, State.DIALING);
        assertThat(heard).isEmpty();
        put("c1", Direction.OUT, State.EARLY);
        assertThat(heard).containsExactly(RINGS_THERE);
        put("c1", Direction.OUT, State.TALKING);
        assertThat(heard).isEmpty();
    }

    @Test
    void soundOfTheNetworkIsHeardInstead() {
        put("c1", Direction.OUT, State.EARLY);
        put(new Call("c1", "", 1, Direction.OUT, State.EARLY, "sip:bob@example.com", "", "PCMA", 20, "", false, false, false, false,
                Call.Rtp.NONE, 0, 0));
        assertThat(heard).isEmpty();
    }

    @Test
    void whoListensIsNotRungAt() {
        put("c1", Direction.OUT, State.TALKING);
        put("c2", Direction.IN, State.RINGING);
        assertThat(heard).isEmpty();
        put(new Call("c1", "", 1, Direction.OUT, State.TALKING, "sip:bob@example.com", "", "PCMA", 20, "", true, false, false, false,
                Call.Rtp.NONE, 0, 0));
        assertThat(heard).as("the first one is on hold").containsExactly(RINGS);
        put("c3", Direction.OUT, State.EARLY);
        assertThat(heard).containsExactly(RINGS_THERE);
    }

    @Test
    void whoComesLateRingsToo() {
        calls.put(FakeCalls.call("c1", Direction.IN, State.RINGING));
        component = new CallTones(calls, tones);
        assertThat(heard).containsExactly(RINGS);
    }

    @Test
    void nothingSoundsAfterTheEnd() {
        put("c1", Direction.IN, State.RINGING);
        component.deactivate();
        assertThat(heard).isEmpty();
    }
}
