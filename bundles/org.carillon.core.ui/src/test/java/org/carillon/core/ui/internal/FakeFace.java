package org.carillon.core.ui.internal;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.api.line.Line;
import org.carillon.api.media.Volume;
import org.carillon.core.ui.internal.menu.Menus;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeConfigurations;
import org.carillon.sim.testkit.FakeHardware;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakeParameters;
import org.carillon.sim.testkit.FakeSettings;
import org.carillon.sim.testkit.ManualClock;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;

/** All components of the bundle with fakes around them. Line 1 has failed, line 2 is registered. */
final class FakeFace {
    final ManualScopes scopes = new ManualScopes();
    final ManualClock clock = new ManualClock(scopes);
    final RecordingLog log = new RecordingLog();
    final RecordingEvents events = new RecordingEvents();
    final FakeCalls calls = new FakeCalls();
    final FakeLines lines = new FakeLines().put(1, Line.State.FAILED).put(2, Line.State.REGISTERED);
    final FakeParameters parameters = new FakeParameters();
    final FakeSettings settings = new FakeSettings().onSet(parameters::put);
    final Changes changes = new Changes();
    final Contributions contributions = new Contributions(changes, log.logger());
    final Telephony telephony = new Telephony(scopes, changes);
    final Desk desk = new Desk(scopes, changes);
    final Loudness loudness = new Loudness(changes);
    /** Calls and ringing, at first as loud as they can be. */
    final Map<Volume.Of, Integer> volume = new EnumMap<>(Map.of(Volume.Of.CALL, Volume.LOUDEST, Volume.Of.RING, Volume.LOUDEST));
    final FaceService service;
    final Keyboard keyboard;

    /**
     * @param facts
     *            beside those of a phone with four softkeys and a small screen
     */
    FakeFace(Map<String, Object> facts, FakeConfigurations configurations) {
        Map<String, Object> all = new HashMap<>(
                Map.of("lineKeys", 4L, "softkeys", 4L, "screen.width", 320L, "screen.height", 240L, "lineKeys.top",
                        25L, "lineKeys.height", 60L, "hardKeys", List.of("Handsfree", "Headset")));
        all.putAll(facts);
        FakeHardware hardware = new FakeHardware(all);
        ProgramKeys programKeys = new ProgramKeys(configurations, hardware, contributions);
        Menus menus = new Menus(parameters, settings, scopes);
        Answers answers = new Answers(desk, scopes);
        Softkeys softkeys = new Softkeys(desk, telephony, contributions, answers, menus, hardware);
        Scenes scenes = new Scenes(desk, telephony, contributions, programKeys, softkeys, menus, loudness, hardware, clock);
        service = new FaceService(scenes, desk, changes, hardware, events, scopes, log.logger());
        keyboard = new Keyboard(desk, telephony, programKeys, softkeys, contributions, answers, menus, loudness, hardware, changes, events);
        telephony.bindCalls(calls);
        telephony.bindLines(lines);
        loudness.bindVolume(new Volume() {
            @Override
            public int level(Of of) {
                return volume.get(of);
            }

            @Override
            public int change(Of of, int by) {
                return volume.merge(of, by, (level, change) -> Math.clamp(level + change, 0, LOUDEST));
            }
        });
    }

    FakeFace() {
        this(Map.of(), new FakeConfigurations(8));
    }
}
