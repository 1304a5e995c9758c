package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DeviceEvents;
import org.carillon.sim.testkit.RecordingEvents;
import org.junit.jupiter.api.Test;

class RebootCommandTest {
    private final List<Integer> exits = new ArrayList<>();
    private final RecordingEvents events = new RecordingEvents();
    private final RebootCommand command = new RebootCommand(exits::add, events);

    @Test
    void asksTheLauncher() {
        assertThat(command.run("reboot", List.of(), line -> {})).isEqualTo(Map.of("rebooting", true));
        assertThat(exits).containsExactly(75);
        assertThat(events.topics()).containsExactly(DeviceEvents.REBOOT);
        assertThat(events.all().getFirst().getProperty(DeviceEvents.RESET)).isEqualTo(false);
    }

    @Test
    void refusesArguments() {
        assertThatThrownBy(() -> command.run("reboot", List.of("now"), line -> {})).isInstanceOf(CommandException.class);
        assertThat(exits).isEmpty();
        assertThat(events.all()).isEmpty();
    }

    @Test
    void theActionAsksTheLauncherToo() {
        command.perform("REBOOT", "");
        assertThat(exits).containsExactly(75);
        assertThat(events.topics()).containsExactly(DeviceEvents.REBOOT);
    }
}
