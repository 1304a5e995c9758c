package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.sim.testkit.RecordingEvents;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class RunAnnouncerTest {
    private final RecordingEvents events = new RecordingEvents();

    @Test
    void runsOfARunningPhoneAreAnnouncedAtOnce() {
        RunAnnouncer announcer = new RunAnnouncer(true, events);
        announcer.begun(false);
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED);
        announcer.ended(false, "applied");
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED, ProvisioningEvents.ENDED);
    }

    @Test
    void runsOfAPhoneThatStartsWaitForIt() {
        RunAnnouncer announcer = new RunAnnouncer(false, events);
        announcer.begun(true);
        announcer.ended(true, "unchanged");
        assertThat(events.all()).isEmpty();
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED, ProvisioningEvents.ENDED);
        assertThat(events.of(ProvisioningEvents.ENDED).getFirst().getProperty(ProvisioningEvents.RESULT)).isEqualTo("unchanged");
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        assertThat(events.all()).hasSize(2);
    }
}
