package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Manual;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Every key of the action URIs that the manual names (10.26.3, {@code action-uri-keys.json}), in each of its spellings, on an M8: it does what it
 * says, or it is one of {@link #WITHOUT_FUNCTION} and refused as unknown. A key in that list that begins to do something fails, and so does one
 * that is not in it and does nothing.
 */
@RunWith(Parameterized.class)
public class ActionUriKeysTest {
    private static final Set<String> WITHOUT_FUNCTION = Set.of("F_L{x}_LONGPRESS", "E{x}_{y}",
            "F_E{x}_{y}_LONGPRESS", "E{x}_LEFT", "E{x}_RIGHT", "E{x}_HOME", "TRANSFER", "CONFERENCE", "F_CONFERENCE_LONGPRESS",
            "F_MUTE_LONGPRESS", "MESSAGE", "ATrans=number", "BTrans=number", "CallWaitingOn",
            "CallWaitingOff");
    private static final String MODEL = "M8";
    private static final String NUMBER = "201";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Map<String, Consumer<String>> EFFECTS = new HashMap<>();

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;
    private static WebClient web;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private final String name;
    private final Object entry;

    @Parameters(name = "{0}")
    public static List<Object[]> keys() {
        return Manual.list("action-uri-keys.json").stream().flatMap(entry -> Json.list(entry, "keys").stream()
                .map(key -> new Object[]{key + Json.text(entry, "argument"), entry})).toList();
    }

    public ActionUriKeysTest(String name, Object entry) {
        this.name = name;
        this.entry = entry;
    }

    @BeforeClass
    public static void start() {
        assertThat(keys()).extracting(key -> key[0]).as("the manual's keys").containsAll(WITHOUT_FUNCTION);
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        PhoneProcess.Builder builder = Bench.phone(WORKSPACE, kamailio).setting("FeatureImmFwdNumber", NUMBER)
                .setting("FeatureActionUriEnable", true).setting("FeatureActionUriPromptEnable", false)
                .setting("FeatureActionUriLimitIp", "127.0.0.1");
        for (int i = 1; i <= 10; i++) {
            builder.setting("ProgramKey" + i + "Type", 3);
        }
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).start(), builder.start());
        web = WORKSPACE.owns(WebClient.http(phone()));
        menuKeys();
        digits();
        keysOfIdleScreens();
        keysOfCalls();
        actions();
    }

    @Before
    public void clear() {
        bench.clear();
        phone().ctl("key", "BACK_IDLE");
        phone().ctl("unset", "FeatureDndEnable");
    }

    @Test
    public void doesWhatItSaysOrIsUnknown() {
        if (WITHOUT_FUNCTION.contains(name)) {
            spellings().forEach(this::requireUnknown);
        } else {
            assertThat(EFFECTS).as("what this test knows about").containsKey(name);
            for (String key : spellings()) {
                clear();
                EFFECTS.get(name).accept(key);
            }
        }
    }

    /** Every way to write it for this model, without its argument. */
    private List<String> spellings() {
        String key = name.substring(0, name.length() - Json.text(entry, "argument").length());
        List<?> range = Json.list(entry, "index", "x", MODEL);
        List<String> spelt = new ArrayList<>();
        int last = range.isEmpty() ? 1 : ((Number) range.getLast()).intValue();
        for (int x = 1; x <= last; x++) {
            spelt.add(key.replace("{x}", String.valueOf(x)).replace("{y}", "1"));
        }
        String prefix = Json.text(entry, "optionalPrefix");
        if (!prefix.isEmpty()) {
            spelt.add(prefix + spelt.getFirst());
        }
        if (Json.flag(entry, "caseInsensitive")) {
            spelt.add(key.charAt(0) + key.substring(1).toLowerCase(Locale.ROOT));
        }
        return spelt;
    }

    /** Not even a call makes it do something. */
    private void requireUnknown(String key) {
        bench.clear();
        bench.callIn();
        HttpResponse<String> answer = get(key + Json.text(entry, "argument").replace("number", NUMBER));
        assertThat(answer.statusCode()).as("%s begins to work: tell what it does", key).isEqualTo(400);
        assertThat(answer.body()).containsAnyOf("there is no key ", "a long press does nothing on");
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static Object screen() {
        return phone().ctl("screen");
    }

    private static HttpResponse<String> get(String values) {
        return web.get("/servlet?key=" + values);
    }

    private static void press(String values) {
        HttpResponse<String> answer = get(values);
        assertThat(answer.statusCode()).as("%s: %s", values, answer.body()).isEqualTo(200);
    }

    private static void awaitScreen(String values, Predicate<Object> wanted) {
        Await.until("what " + values + " does is seen", SOON, () -> wanted.test(screen()), () -> screen().toString());
    }

    /** Presses keys, and waits until the screen is in a state. */
    private static void leads(String values, String state) {
        press(values);
        awaitScreen(values, screen -> Json.text(screen, "state").equals(state));
    }

    private static void titled(String values, String title) {
        press(values);
        awaitScreen(values, screen -> Json.text(screen, "title").equals(title));
        press("BACK_IDLE");
    }

    private static void awaitCall(String values, Predicate<Object> wanted) {
        press(values);
        phone().awaitCall("call after " + values, wanted);
    }

    private static String talks() {
        bench.clear();
        bench.callIn();
        return Json.text(phone().awaitCall("talking"), "callId");
    }

    private static String rings() {
        bench.clear();
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        return Json.text(phone().awaitCall("ringing"), "callId");
    }

    private static void calls(String values) {
        bench.clear();
        press(values);
        bench.baresip().await("CALL_INCOMING");
        phone().ctl("hangup");
        bench.awaitRest();
    }

    private static void ends(String values) {
        press(values);
        bench.awaitRest();
    }

    private static void turns(String values, String id, Object value) {
        press(values);
        assertThat(phone().get(id)).as("%s after %s", id, values).isEqualTo(value.toString());
    }

    private static void menuKeys() {
        EFFECTS.put("OK", key -> titled("F5;" + key, "Features"));
        EFFECTS.put("RIGHT", key -> titled("F5;" + key, "Features"));
        EFFECTS.put("LEFT", key -> titled("F5;OK;" + key, "Menu"));
        EFFECTS.put("DOWN", key -> titled("F5;OK;" + key + ";OK", "Do not disturb"));
        EFFECTS.put("UP", key -> titled("F5;OK;DOWN;" + key + ";OK", "Call Forward"));
    }

    private static void digits() {
        Stream.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*")
                .forEach(digit -> EFFECTS.put(digit, key -> titled("7;" + key, "7" + digit)));
        EFFECTS.put("F_STAR", key -> titled(key, "*"));
        EFFECTS.put("F_POUND", key -> titled(key, "#"));
    }

    private static void keysOfIdleScreens() {
        for (String name : List.of("OFFHOOK", "HANDSFREE", "HEADSET")) {
            EFFECTS.put(name, key -> {
                leads(key, "dialling");
                press("BACK_IDLE");
                rings();
                awaitCall(key, call -> Json.text(call, "state").equals("talking"));
            });
        }
        for (String name : List.of("ONHOOK", "BACK_IDLE", "F_CANCEL_LONGPRESS")) {
            EFFECTS.put(name, key -> {
                leads("1", "dialling");
                leads(key, "idle");
            });
        }
        EFFECTS.put("L{x}", key -> {
            boolean on = Boolean.parseBoolean(phone().get("FeatureDndEnable"));
            turns(key, "FeatureDndEnable", !on);
            awaitScreen(key, screen -> Json.text(screen, "leds", key).equals(on ? "off" : "solid red"));
        });
        EFFECTS.put("F_HEADSET_LONGPRESS", key -> {
            leads(key, "prompt");
            leads("CANCEL", "idle");
        });
        EFFECTS.put("F{x}", ActionUriKeysTest::softkey);
        EFFECTS.put("VOLUME_UP", key -> assertThat(volume("VOLUME_DOWN") - volume(key)).isEqualTo(-1));
        EFFECTS.put("VOLUME_DOWN", key -> assertThat(volume("VOLUME_UP") - volume(key)).isEqualTo(1));
    }

    /** What the screen says after the key. */
    private static int volume(String key) {
        press(key);
        return Integer.parseInt(Json.text(screen(), "notice").replaceFirst("Ringing volume (\\d+) of 10.*", "$1"));
    }

    private static void softkey(String key) {
        switch (key) {
            case "F1" -> {
                turns(key, "FeatureDndEnable", true);
                turns(key, "FeatureDndEnable", false);
            }
            case "F2" -> {
                turns(key, "FeatureImmFwdEnable", true);
                turns(key, "FeatureImmFwdEnable", false);
            }
            case "F3" -> titled("1;2;" + key, "1");
            case "F4" -> {
                calls("number=" + Bench.THEIRS);
                awaitScreen("hanging up", screen -> Json.text(screen, "state").equals("ended")); // it comes after the end of the call
                leads("BACK_IDLE", "idle");
                calls(key);
            }
            default -> leads(key, "menu");
        }
    }

    private static void keysOfCalls() {
        EFFECTS.put("RD", key -> {
            calls("number=" + Bench.THEIRS);
            calls(key);
        });
        EFFECTS.put("HOLD", key -> {
            talks();
            awaitCall(key, call -> Json.flag(call, "held"));
            awaitCall(key, call -> !Json.flag(call, "held"));
        });
        EFFECTS.put("MUTE", key -> {
            talks();
            awaitCall(key, call -> Json.flag(call, "muted"));
            awaitCall(key, call -> !Json.flag(call, "muted"));
        });
        for (String name : List.of("RELEASE", "CALLEND")) {
            EFFECTS.put(name, key -> {
                leads("1", "dialling");
                leads(key, "idle");
                talks();
                ends(key);
            });
        }
        for (String name : List.of("ANSWER", "ASW")) {
            EFFECTS.put(name, key -> {
                rings();
                awaitCall(key, call -> Json.text(call, "state").equals("talking"));
            });
        }
        EFFECTS.put("CANCEL", key -> {
            leads("1", "dialling");
            leads(key, "idle");
            rings();
            ends(key);
        });
        EFFECTS.put("ASW:call-id", key -> awaitCall(key + ":" + rings(), call -> Json.text(call, "state").equals("talking")));
        EFFECTS.put("CANCEL:call-id", key -> {
            ends(key + ":" + rings());
            ends(key + ":" + talks());
        });
        EFFECTS.put("HOLD:call-id", key -> awaitCall(key + ":" + talks(), call -> Json.flag(call, "held")));
        EFFECTS.put("UNHOLD:call-id", key -> {
            String id = talks();
            awaitCall("HOLD", call -> Json.flag(call, "held"));
            awaitCall(key + ":" + id, call -> !Json.flag(call, "held"));
        });
        EFFECTS.put("number=number&outgoing_uri=account", key -> calls(key + "=" + Bench.THEIRS + "&outgoing_uri=" + Bench.OURS));
    }

    private static void actions() {
        EFFECTS.put("DND_ON", key -> {
            turns(key, "FeatureDndEnable", true);
            phone().ctl("unset", "FeatureDndEnable");
        });
        EFFECTS.put("DND_OFF", key -> {
            phone().set("FeatureDndEnable", true);
            turns(key, "FeatureDndEnable", false);
        });
        Map.of("AlwaysFwd", "FeatureImmFwd", "BusyFwd", "FeatureBusyFwd", "NoAnswFwd", "FeatureNoReplyFwd").forEach((name, id) -> {
            EFFECTS.put(name + "On=number", key -> {
                turns(key + "=202", id + "Enable", true);
                assertThat(phone().get(id + "Number")).isEqualTo("202");
                phone().ctl("unset", id + "Enable");
                phone().ctl("unset", id + "Number");
            });
            EFFECTS.put(name + "Off", key -> {
                phone().set(id + "Enable", true);
                turns(key, id + "Enable", false);
            });
        });
        EFFECTS.put("Autop", key -> {
            press(key);
            Await.until("provisioning ran", SOON, () -> !Json.text(phone().ctl("provision", "--last"), "result").isEmpty());
        });
        EFFECTS.put("REBOOT", key -> restarts(key, true));
        EFFECTS.put("RESET", key -> restarts(key, false));
        EFFECTS.put("screencapture", key -> Manual.list("action-uri-keys.json").stream()
                .flatMap(entry -> Json.list(entry, "paths").stream()).forEach(path -> requirePicture(path.toString())));
    }

    /** Another phone: it starts a second time, and does or does not know what a person set before. */
    private static void restarts(String key, boolean knows) {
        PhoneProcess other = PhoneProcess.in(WORKSPACE).setting("FeatureActionUriEnable", true)
                .setting("FeatureActionUriPromptEnable", false).setting("FeatureActionUriLimitIp", "127.0.0.1").audio("null").start();
        other.set("FeatureDndEnable", true);
        try (WebClient client = WebClient.http(other)) {
            assertThat(client.get("/servlet?key=" + key).statusCode()).isEqualTo(200);
        }
        assertThat(Json.number(other.awaitReady(), "boot")).isEqualTo(2);
        assertThat(other.get("FeatureDndEnable")).isEqualTo(String.valueOf(knows));
        other.terminate();
    }

    private static void requirePicture(String path) {
        HttpResponse<byte[]> answer = web.bytes(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
            assertThat(List.of(picture.getWidth(), picture.getHeight())).as(path).containsExactly(800, 480);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
