package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallEvents;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.ctl.Text;
import org.carillon.core.scope.internal.SharedScopes;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.service.event.Event;

@Timeout(20)
class EventsCommandTest {
    private final ManualScopes scopes = new ManualScopes();
    private final EventsCommand command = new EventsCommand(scopes);
    private final List<String> lines = new ArrayList<>();

    /** Sends its first answer's successors itself, and goes after some lines. */
    private final class Client implements Output {
        private final List<Event> events;
        private final int patience;
        private Runnable gone;

        Client(int patience, Event... events) {
            this.patience = patience;
            this.events = List.of(events);
        }

        @Override
        public void accept(Object answer) {
            lines.add(Json.line(answer));
            if (lines.size() == 1) {
                events.forEach(command::handleEvent);
            }
            if (lines.size() == patience) {
                gone.run();
            }
        }

        @Override
        public void onGone(Runnable action) {
            gone = action;
        }
    }

    private void run(Output client, Event first) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            assertThat(command.run("events", List.of(), client)).isEqualTo(new Text(""));
            done.countDown();
        });
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        command.handleEvent(first);
        done.await();
    }

    private static Event event(String topic, Map<String, ?> properties) {
        return new Event(topic, properties);
    }

    @Test
    void flattensTheProperties() throws InterruptedException {
        Call call = FakeCalls.call("c1", Call.Direction.IN, Call.State.RINGING);
        run(new Client(2, event("org/carillon/parameter/CHANGED", Map.of("ids", List.of("A", "B"), "layer", "user", "at", "no"))),
                event(CallEvents.NEW, Map.of(CallEvents.CALL, call, CallEvents.ACCOUNT, 1)));
        assertThat(lines).containsExactly(
                "{\"at\":\"2025-01-01T00:00:00.000Z\",\"topic\":\"org/carillon/call/NEW\",\"account\":1,\"call\":" + Json.line(call) + "}",
                "{\"at\":\"2025-01-01T00:00:00.000Z\",\"topic\":\"org/carillon/parameter/CHANGED\",\"ids\":[\"A\",\"B\"],\"layer\":\"user\"}");
        assertThat(scopes.openScopes()).isEmpty();
        command.handleEvent(event("org/carillon/X", Map.of()));
        assertThat(lines).hasSize(2);
    }

    @Test
    void endsWhenTheTimeIsOver() {
        SharedScopes real = new SharedScopes(new RecordingLog().logger());
        EventsCommand timed = new EventsCommand(real);
        long start = System.nanoTime();
        assertThat(timed.run("events", List.of("--for", "0.05"), line -> lines.add(String.valueOf(line)))).isEqualTo(new Text(""));
        assertThat(System.nanoTime() - start).isGreaterThan(50_000_000);
        assertThat(lines).isEmpty();
    }

    @Test
    void refusesOtherArguments() {
        for (List<String> arguments : List.of(List.of("--for"), List.of("--for", "x"), List.of("--for", "-1"), List.of("--for", "NaN"),
                List.of("10"), List.of("--for", "1", "2"))) {
            assertThatThrownBy(() -> command.run("events", arguments, line -> {})).as(arguments.toString())
                    .isInstanceOf(CommandException.class);
        }
        assertThat(scopes.openScopes()).isEmpty();
    }

    @Test
    void aSlowClientLosesEventsAndIsTold() {
        EventQueue queue = new EventQueue();
        Event event = event("org/carillon/X", Map.of());
        for (int i = 0; i < EventQueue.ROOM + 7; i++) {
            queue.add(Instant.EPOCH, event);
        }
        assertThat(queue.take().lost()).isZero();
        queue.add(Instant.EPOCH, event);
        queue.end();
        List<Long> lost = new ArrayList<>();
        for (EventQueue.Item item = queue.take(); item != null; item = queue.take()) {
            lost.add(item.lost());
        }
        assertThat(lost).hasSize(EventQueue.ROOM).endsWith(7L).startsWith(0L);
    }
}
