package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallEvents;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class IdleRebootTest {
    private final List<Integer> exits = new ArrayList<>();
    private final ManualScopes scopes = new ManualScopes();
    private final FakeCalls calls = new FakeCalls();
    private final IdleReboot reboots = new IdleReboot(new RebootCommand(exits::add, new RecordingEvents()), scopes,
            new RecordingLog().logger());

    @AfterEach
    void stop() {
        reboots.deactivate();
        assertThat(scopes.openScopes()).isEmpty();
    }

    private void ended() {
        reboots.handleEvent(new Event(CallEvents.ENDED, Map.of()));
        scopes.settle();
    }

    @Test
    void withoutACallItIsAtOnce() {
        reboots.whenIdle("test");
        scopes.settle();
        assertThat(exits).containsExactly(75);
        ended();
        assertThat(exits).hasSize(1);
    }

    @Test
    void aCallIsWaitedFor() {
        calls.put(FakeCalls.call("c1", Call.Direction.IN, Call.State.TALKING));
        calls.put(FakeCalls.call("c2", Call.Direction.OUT, Call.State.DIALING));
        reboots.bindCalls(calls);
        reboots.whenIdle("test");
        reboots.whenIdle("test");
        scopes.settle();
        assertThat(exits).isEmpty();
        calls.put(FakeCalls.call("c1", Call.Direction.IN, Call.State.ENDED));
        ended();
        assertThat(exits).isEmpty();
        calls.put(FakeCalls.call("c2", Call.Direction.OUT, Call.State.ENDED));
        ended();
        assertThat(exits).containsExactly(75);
    }

    @Test
    void callsEndWithoutARestartThatNobodyWants() {
        reboots.bindCalls(calls);
        ended();
        assertThat(exits).isEmpty();
    }
}
