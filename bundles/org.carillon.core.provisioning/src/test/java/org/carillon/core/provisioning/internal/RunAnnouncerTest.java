package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.carillon.api.provisioning.ProvisioningEvents;
import org.carillon.sim.testkit.RecordingEvents;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

class RunAnnouncerTest {
    private final RecordingEvents events = new RecordingEvents();

    @Test
    void runsOfARunningPhoneAreAnnouncedAtOnce() {
        RunAnnouncer announcer = new RunAnnouncer(true, events);
        Announcement run = announcer.of(false);
        run.begun();
        run.begun();
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED);
        run.ended("applied");
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED, ProvisioningEvents.ENDED);
    }

    @Test
    void runsOfAPhoneThatStartsWaitForIt() {
        RunAnnouncer announcer = new RunAnnouncer(false, events);
        announcer.of(false).ended("off");
        Announcement run = announcer.of(true);
        run.begun();
        run.ended("unchanged");
        assertThat(events.all()).isEmpty();
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        assertThat(events.topics()).containsExactly(ProvisioningEvents.STARTED, ProvisioningEvents.ENDED);
        assertThat(events.of(ProvisioningEvents.ENDED).getFirst().getProperty(ProvisioningEvents.RESULT)).isEqualTo("unchanged");
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        assertThat(events.all()).hasSize(2);
    }

    @Test
    void tasksWaitForTheStartAndRunOnce() {
        RunAnnouncer announcer = new RunAnnouncer(false, events);
        AtomicInteger runs = new AtomicInteger();
        announcer.whenStarted(runs::incrementAndGet);
        assertThat(runs).hasValue(0);
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        announcer.handleEvent(new Event(RunAnnouncer.FRAMEWORK_STARTED, Map.of()));
        assertThat(runs).hasValue(1);
        announcer.whenStarted(runs::incrementAndGet);
        assertThat(runs).hasValue(2);
    }
}
