package org.carillon.core.time.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.device.DeviceEvents;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;

/** The clock of the test begins on 2025-01-01, at midnight UTC. */
class ClockServiceTest {
    private static final Map<String, Object> PARIS = Map.of("zone", "+1:00", "daylightSaving", ClockConfig.BY_PLACE, "place", "Paris");

    private final ManualScopes scopes = new ManualScopes();
    private final RecordingEvents events = new RecordingEvents();
    private final RecordingLog log = new RecordingLog();
    private final ClockService clock = new ClockService(Configs.defaults(ClockConfig.class), scopes, events, log.logger());
    private final TimeCommand command = new TimeCommand(clock);

    private void configure(Map<String, ?> values) {
        clock.modified(Configs.of(ClockConfig.class, values));
    }

    private TimeCommand.Answer at(String... arguments) {
        return (TimeCommand.Answer) command.run("time", List.of(arguments), out -> {});
    }

    @Test
    void followsTheParametersAtOnceAndTellsSo() {
        assertThat(clock.now()).hasToString("2025-01-01T00:00Z");
        configure(Map.of("zone", "-3:30"));
        assertThat(clock.now()).hasToString("2024-12-31T20:30-03:30");
        assertThat(events.topics()).containsExactly(DeviceEvents.CLOCK);
        configure(Map.of("zone", "-3:30", "startHour", 5));
        assertThat(events.topics()).as("nothing that counts has changed").hasSize(1);
        scopes.advance(Duration.ofHours(4));
        assertThat(clock.now()).hasToString("2025-01-01T00:30-03:30");
    }

    @Test
    void whatCannotBeFollowedIsInTheLog() {
        configure(Map.of("zone", "+1:00", "daylightSaving", ClockConfig.BY_PLACE));
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString()
                .startsWith("SettingTimeZoneLocation Universal is not a place of the time zone +01:00");
    }

    @Test
    void theCommandTellsWhenClocksArePut() {
        assertThat(at()).isEqualTo(new TimeCommand.Answer("2025-01-01T00:00:00Z", "2025-01-01T00:00Z", 0, null));
        configure(PARIS);
        assertThat(at()).isEqualTo(
                new TimeCommand.Answer("2025-01-01T00:00:00Z", "2025-01-01T01:00+01:00", 0,
                        "2025-03-30T02:00+01:00 -> 2025-03-30T03:00+02:00"));
        assertThat(at("2025-07-01T14:00:00+02:00")).isEqualTo(
                new TimeCommand.Answer("2025-07-01T12:00:00Z", "2025-07-01T14:00+02:00", 60,
                        "2025-10-26T03:00+02:00 -> 2025-10-26T02:00+01:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2025-07-01", "2025-07-01T14:00", "+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z",
            "0000-01-01T00:00Z"})
    void theCommandRefusesWhatIsNoInstant(String text) {
        configure(PARIS);
        assertThatThrownBy(() -> at(text)).isInstanceOf(CommandException.class)
                .hasMessage("time does not take " + text + ": an instant such as 2026-07-01T12:00:00Z is permitted");
        assertThatThrownBy(() -> at(text, text)).hasMessage("time takes [INSTANT]");
    }
}
