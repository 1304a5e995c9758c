package org.carillon.core.tone.internal;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.Calls;
import org.carillon.api.media.Tone;
import org.carillon.api.media.Tone.Part;
import org.carillon.api.media.Tones;
import org.carillon.api.media.Volume;
import org.carillon.api.ui.Softkey;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/**
 * Rings while a call rings here, unless a person spoke up for silence by the softkey, and plays the ringback tone while one rings at the other
 * side, unless that sends sound of its own.
 */
@Component(service = {EventHandler.class, Softkey.class}, property = Softkey.NAME + "=" + CallTones.SILENT, immediate = true)
@EventTopics({CallEvents.NEW, CallEvents.CHANGED, CallEvents.ENDED})
public final class CallTones implements EventHandler, Softkey {
    static final String SILENT = "Silent";
    /** Two pitches in turn, each for whole periods, so that nothing clicks. */
    private static final List<Part> WARBLE = Collections.nCopies(4, List.of(new Part(800, 0, 50), new Part(1000, 0, 50))).stream()
            .flatMap(List::stream).toList();
    static final Tone RINGING = new Tone(
            Stream.of(WARBLE, List.of(new Part(0, 0, 200)), WARBLE, List.of(new Part(0, 0, 2000))).flatMap(List::stream).toList());
    /** Of the United Kingdom (ITU-T E.180 Supplement 2), the first of the manual's countries (7.6.2). */
    static final Tone RINGBACK = new Tone(
            List.of(new Part(400, 450, 400), new Part(0, 0, 200), new Part(400, 450, 400), new Part(0, 0, 2000)));

    private final Calls calls;
    private final Tones tones;
    private final Set<String> silenced = new HashSet<>();
    private Tone tone;
    private Tones.Playing playing;

    @Activate
    public CallTones(@Reference(name = "calls") Calls calls, @Reference(name = "tones") Tones tones) {
        this.calls = calls;
        this.tones = tones;
        update();
    }

    @Deactivate
    synchronized void deactivate() {
        play(null);
    }

    @Override
    public void handleEvent(Event event) {
        update();
    }

    @Override
    public synchronized String label() {
        return wanted(calls.all()) == RINGING ? SILENT : "";
    }

    @Override
    public synchronized void pressed(String call, String number) {
        calls.all().stream().filter(CallTones::rings).map(Call::id).forEach(silenced::add);
        update();
    }

    private synchronized void update() {
        List<Call> live = calls.all();
        silenced.retainAll(live.stream().map(Call::id).toList());
        Tone wanted = wanted(live);
        if (wanted != tone) {
            play(wanted);
        }
    }

    private void play(Tone wanted) {
        if (playing != null) {
            playing.close();
        }
        playing = wanted == null ? null : tones.play(wanted, wanted == RINGING ? Volume.Of.RING : Volume.Of.CALL);
        tone = wanted;
    }

    /** A person who listens to one call is not rung at for another. */
    private Tone wanted(List<Call> live) {
        if (live.stream().anyMatch(CallTones::isListenedTo)) {
            return live.stream().anyMatch(CallTones::ringsThere) ? RINGBACK : null;
        }
        return live.stream().anyMatch(call -> rings(call) && !silenced.contains(call.id())) ? RINGING : null;
    }

    private static boolean rings(Call call) {
        return call.state() == State.RINGING;
    }

    private static boolean isListenedTo(Call call) {
        return call.state() == State.TALKING && !call.held() || call.state() == State.EARLY
                || call.state() == State.DIALING && call.direction() == Call.Direction.OUT;
    }

    /** Without sound of its own. */
    private static boolean ringsThere(Call call) {
        return call.state() == State.EARLY && call.codec().isEmpty();
    }
}
