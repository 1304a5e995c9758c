package org.carillon.core.device.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DeviceEvents;
import org.carillon.sim.testkit.FakePhone;
import org.carillon.sim.testkit.RecordingEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetCommandTest {
    @TempDir
    Path home;
    private final List<Integer> exits = new ArrayList<>();
    private final RecordingEvents events = new RecordingEvents();

    private ResetCommand command(Path directory) {
        return new ResetCommand(new FakePhone(directory), new RebootCommand(status -> {
            assertThat(directory.resolve("reset")).as("the marker is there before the restart").exists();
            exits.add(status);
        }, events));
    }

    @Test
    void marksTheHomeAndRestarts() {
        assertThat(command(home).run("reset", List.of(), line -> {})).isEqualTo(Map.of("resetting", true));
        assertThat(exits).containsExactly(75);
        assertThat(events.topics()).containsExactly(DeviceEvents.REBOOT);
        assertThat(events.all().getFirst().getProperty(DeviceEvents.RESET)).isEqualTo(true);
    }

    @Test
    void theActionDoesTheSame() {
        command(home).perform("RESET", "");
        assertThat(exits).containsExactly(75);
    }

    @Test
    void whatCannotBeMarkedGoesOn() {
        assertThatThrownBy(() -> command(home.resolve("gone")).run("reset", List.of(), line -> {})).isInstanceOf(CommandException.class)
                .hasMessageContaining("nothing was reset");
        assertThatThrownBy(() -> command(home).run("reset", List.of("now"), line -> {})).isInstanceOf(CommandException.class);
        assertThat(exits).isEmpty();
        assertThat(home.resolve("reset")).doesNotExist();
    }
}
