package org.carillon.core.ui.internal;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.device.Hardware;
import org.carillon.api.device.WallClock;
import org.carillon.api.line.Line;
import org.carillon.api.ui.Indicator.Sign;
import org.carillon.core.ui.internal.menu.Menus;
import org.carillon.core.ui.internal.model.Scene;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Composes what the screen shows. Safe for use by any thread. */
@Component(service = Scenes.class)
public final class Scenes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);

    /** Icons in words; that one listens by the handset goes without saying. */
    private static final Map<String, String> ICONS = Map.of("dnd", "Do not disturb", "silent", "Ringer off", "handset", "", "speaker",
            "Speaker", "headset", "Headset");
    /** Hard keys whose function only features bring, as the action of that name. */
    private static final List<String> OF_FEATURES = List.of("Message", "Transfer", "Conference");

    private final Desk desk;
    private final Telephony telephony;
    private final Contributions contributions;
    private final ProgramKeys programKeys;
    private final Softkeys softkeys;
    private final Menus menus;
    private final Loudness loudness;
    private final List<String> ofFeatures;
    private final WallClock clock;

    @Activate
    public Scenes(@Reference(name = "desk") Desk desk, @Reference(name = "telephony") Telephony telephony,
            @Reference(name = "contributions") Contributions contributions, @Reference(name = "programKeys") ProgramKeys programKeys,
            @Reference(name = "softkeys") Softkeys softkeys, @Reference(name = "menus") Menus menus,
            @Reference(name = "loudness") Loudness loudness, @Reference(name = "hardware") Hardware hardware,
            @Reference(name = "clock") WallClock clock) {
        this.desk = desk;
        this.telephony = telephony;
        this.contributions = contributions;
        this.programKeys = programKeys;
        this.softkeys = softkeys;
        this.menus = menus;
        this.loudness = loudness;
        this.ofFeatures = OF_FEATURES.stream().filter(hardware.list("hardKeys")::contains).map(key -> key.toUpperCase(Locale.ROOT))
                .toList();
        this.clock = clock;
    }

    Scene now() {
        OffsetDateTime now = clock.now();
        Situation situation = Situation.of(desk, telephony, menus);
        List<Sign> signs = contributions.signs();
        Map<String, String> labels = programKeys.labels();
        return new Scene(situation.state(), status(signs, now, isListening(situation)), body(situation, now),
                Softkeys.labels(softkeys.of(situation)),
                programKeys.lineKeys(), labels, lights(situation), notice(signs), desk.message(), desk.gauge(), desk.isLifted(),
                unused(labels),
                lasts(situation),
                tick(situation, now));
    }

    private Scene.Status status(List<Sign> signs, OffsetDateTime now, boolean listening) {
        Optional<Line> line = telephony.line();
        List<String> icons = new ArrayList<>(signs.stream().map(Sign::icon).toList());
        if (loudness.isSilent()) {
            icons.add("silent");
        }
        if (listening) {
            icons.add(desk.ear().name().toLowerCase(Locale.ROOT));
        }
        List<String> said = Stream.concat(signs.stream().map(Sign::notice), icons.stream().filter(icon -> !isExplained(icon, signs))
                .map(icon -> ICONS.getOrDefault(icon, icon))).toList();
        return new Scene.Status(line.map(Line::label).orElse(Scene.NO_ACCOUNT), line.map(Scenes::word).orElse("off"), icons, said,
                TIME.format(now));
    }

    private static boolean isExplained(String icon, List<Sign> signs) {
        return signs.stream().anyMatch(sign -> sign.icon().equals(icon) && !sign.notice().isEmpty());
    }

    private List<String> unused(Map<String, String> labels) {
        Stream<String> lineKeys = IntStream.rangeClosed(1, programKeys.lineKeys()).mapToObj(number -> "L" + number)
                .filter(key -> !labels.containsKey(key));
        return Stream.concat(lineKeys, ofFeatures.stream().filter(key -> contributions.action(key).isEmpty())).toList();
    }

    private String notice(List<Sign> signs) {
        return String.join(", ", Stream.concat(Stream.of(desk.message()), signs.stream().map(Sign::notice))
                .filter(text -> !text.isEmpty()).toList());
    }

    private Map<String, String> lights(Situation situation) {
        Map<String, String> lights = new LinkedHashMap<>();
        programKeys.lights().forEach((key, light) -> lights.put(key, light.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        if (situation.calls().stream().anyMatch(Call::muted)) {
            lights.put("MUTE", "solid red");
        }
        if (isListening(situation) && desk.ear() != Desk.Ear.HANDSET) {
            lights.put(desk.ear() == Desk.Ear.SPEAKER ? "HANDSFREE" : "HEADSET", "solid green");
        }
        return lights;
    }

    private boolean isListening(Situation situation) {
        return situation.calls().stream().anyMatch(call -> Situation.talks(call) || Situation.goesOut(call)) || desk.isDialling();
    }

    private Scene.Body body(Situation situation, OffsetDateTime now) {
        return switch (situation.state()) {
            case "prompt" -> new Scene.Question(desk.question().map(Desk.Asked::text).orElse(""));
            case "menu" -> menus.body().orElseGet(() -> idle(now));
            case "idle" -> idle(now);
            case "ended" -> telephony.farewell().<Scene.Body>map(Scenes::farewell).orElseGet(() -> idle(now));
            default -> situation.layout().startsWith("Dial") ? dial() : talk(situation);
        };
    }

    private Scene.Idle idle(OffsetDateTime now) {
        return new Scene.Idle(telephony.line().map(Line::label).orElse(""), TIME.format(now), DATE.format(now),
                telephony.lines().stream().map(line -> new Scene.Row(line.label(), line.user(), word(line))).toList());
    }

    private Scene.Dial dial() {
        return new Scene.Dial(desk.number(), telephony.line().map(Line::label).orElse(""));
    }

    private static Scene.Farewell farewell(Telephony.Ended ended) {
        Call call = ended.call();
        return new Scene.Farewell(name(call), ended.reason(), call.durationMillis() > 0 ? duration(call) : "");
    }

    private Scene.Talk talk(Situation situation) {
        Call call = situation.call().orElseThrow();
        List<String> badges = new ArrayList<>();
        if (call.muted()) {
            badges.add("Muted");
        }
        if (!call.srtp().isEmpty()) {
            badges.add("Encrypted");
        }
        String state = call.heldByPeer() && !call.held() ? Scene.HELD_BY_PEER : situation.state();
        return new Scene.Talk(state, name(call), call.display().isEmpty() ? "" : number(call),
                telephony.line(call.account()).map(Line::label).orElse(""), call.state() == State.TALKING ? duration(call) : "", badges,
                situation.calls().stream().map(Scenes::row).toList(),
                situation.calls().stream().filter(other -> !other.id().equals(call.id()))
                        .map(other -> new Scene.Other(name(other), Situation.word(other))).toList());
    }

    private static String duration(Call call) {
        long seconds = call.durationMillis() / 1000;
        return seconds < 3600 ? "%02d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String name(Call call) {
        return call.display().isEmpty() ? number(call) : call.display();
    }

    private static String number(Call call) {
        return call.remote().replaceFirst("^sips?:", "").replaceFirst("[@;>].*", "");
    }

    private static String row(Call call) {
        return (call.display().isEmpty() ? "" : call.display() + " ") + number(call) + " " + Situation.word(call)
                + (call.heldByPeer() ? ", held by the other side" : "") + (call.muted() ? ", muted" : "");
    }

    private static String word(Line line) {
        return line.state().name().toLowerCase(Locale.ROOT);
    }

    private Duration lasts(Situation situation) {
        Duration farewell = situation.state().equals("ended") ? telephony.farewell().map(telephony::farewellRest).orElse(Duration.ZERO)
                : null;
        Duration message = desk.messageRest().isPositive() ? desk.messageRest() : null;
        return farewell == null || message != null && message.compareTo(farewell) < 0 ? message : farewell;
    }

    /** Until the next minute, or the next second of the call that is shown. */
    private static Duration tick(Situation situation, OffsetDateTime now) {
        long millis = situation.call().filter(call -> call.state() == State.TALKING && !situation.state().equals("dialling"))
                .map(call -> 1000 - call.durationMillis() % 1000)
                .orElse(60_000 - now.getSecond() * 1000L - now.get(ChronoField.MILLI_OF_SECOND));
        return Duration.ofMillis(millis);
    }
}
