package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Playwright;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Repository;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/**
 * Each model in each state of its screen, in {@code target/screens}: pictures that are made to be looked at, with an index. What they show is held
 * against what the phone says in words. The models whose bodies differ most are also seen in the browser, in each state.
 */
@RunWith(Parameterized.class)
public class ScreensTest {
    private static final Path DIRECTORY = Repository.ROOT.resolve("integration-tests/target/screens");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Set<String> IN_THE_BROWSER = Set.of("H3G", "M5s", "M8");
    private static final int BAR = 0x17202B;
    private static final Map<String, List<String>> PICTURES = new TreeMap<>();

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static Kamailio kamailio;
    private static Baresip alexandra;
    private static Baresip bob;
    private static Playwright playwright;
    private static Browser panel;

    private final String model;
    private final int lineKeys;
    private final int softkeys;
    private final int width;
    private final int height;
    private PhoneProcess phone;
    private boolean lifted;

    /** What the manual says of them (12.1), in the words of its data. */
    @Parameters(name = "{0}")
    public static List<Object[]> models() {
        return List.of(new Object[]{"H3G", 3, 4, 320, 240}, new Object[]{"H6", 4, 4, 320, 240}, new Object[]{"M3s", 6, 4, 320, 240},
                new Object[]{"M5s", 8, 4, 320, 240}, new Object[]{"M7s", 8, 4, 320, 240}, new Object[]{"M7s Pro", 8, 4, 320, 240},
                new Object[]{"M8", 10, 5, 800, 480});
    }

    public ScreensTest(String model, int lineKeys, int softkeys, int width, int height) {
        this.model = model;
        this.lineKeys = lineKeys;
        this.softkeys = softkeys;
        this.width = width;
        this.height = height;
    }

    @BeforeClass
    public static void start() throws IOException {
        Peers.require("chromium");
        Files.createDirectories(DIRECTORY);
        kamailio = Bench.kamailio(WORKSPACE).start();
        alexandra = Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).named("Alexandra Winterbottom").start();
        bob = Bench.baresip(WORKSPACE, kamailio, "1003").named("Bob Marsh").start();
        Path silence = WORKSPACE.directory().resolve("silence.wav");
        new Wav(48_000, new short[48_000]).write(silence);
        playwright = Browser.playwright();
        panel = Browser.open(playwright, silence);
    }

    @AfterClass
    public static void close() throws IOException {
        if (playwright != null) {
            panel.close();
            playwright.close();
            StringBuilder page = new StringBuilder("<!DOCTYPE html><title>Screens</title><style>body{font-family:sans-serif}"
                    + "figure{display:inline-block;margin:8px}img{max-width:640px}</style>\n");
            PICTURES.forEach((model, names) -> {
                page.append("<h1>").append(model).append("</h1>\n");
                names.forEach(name -> page.append("<figure><img src=\"").append(name).append("\" alt=\"\"><figcaption>").append(name)
                        .append("</figcaption></figure>\n"));
            });
            Files.writeString(DIRECTORY.resolve("index.html"), page);
        }
    }

    @Test
    public void everyStateIsFitToBeSeen() {
        phone = Bench.phone(WORKSPACE, kamailio).model(model).audio("null").setting("Account1Label", "Reception")
                .setting("ProgramKey1Type", 3).setting("ProgramKey2Type", 7).setting("ProgramKey" + lineKeys + "Type", 7)
                .setting("ProgramKey" + lineKeys + "Label", "Forward to the workshop").setting("FeatureImmFwdNumber", "1003")
                .setting("FeatureActionUriEnable", true).setting("FeatureActionUriLimitIp", "127.0.0.1").start();
        try {
            phone.awaitLine(1, "registered");
            panel.show(phone);
            idleAndDialling();
            aCallOut();
            callsIn();
            menus();
            question();
            icons();
        } finally {
            assertThat(phone.terminate()).isZero();
        }
    }

    private void idleAndDialling() {
        see("idle", "idle", "Reception");
        press("VOLUME_DOWN");
        see("volume", "idle", "Ringing volume 6 of 10");
        press("OFFHOOK");
        see("off-hook", "dialling", "New call. Enter a number");
        press("1", "0", "0", "2");
        see("dialling", "dialling", "1002");
    }

    private void aCallOut() {
        reset();
        press("OK");
        alexandra.await("CALL_INCOMING");
        see("early", "early", "Ringing. 1002");
        alexandra.accept();
        see("talking", "talking", "Talking. 1002");
        press("HOLD");
        see("held", "held", "On hold. 1002");
        alexandra.hangup();
        see("ended", "ended", "Call ended. 1002");
        press("BACK_IDLE", "ONHOOK");
    }

    private void callsIn() {
        reset();
        alexandra.dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        see("ringing", "ringing", "Incoming call. Alexandra Winterbottom, 1002");
        press("OFFHOOK");
        awaitState("talking");
        press("MUTE");
        see("muted", "talking", "Talking. Alexandra Winterbottom, 1002. Muted");
        bob.dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        see("second-call", "ringing", "Incoming call. Bob Marsh, 1003. Alexandra Winterbottom, talking");
        bob.hangup();
        awaitState("talking");
        press("CALLEND", "BACK_IDLE", "ONHOOK");
        phone.awaitNoCall();
    }

    private void menus() {
        press("F" + softkeys, "OK");
        see("menu", "menu", "Features. Call Forward, selected", "Do not disturb");
        press("DOWN", "OK");
        see("settings", "menu", "Do not disturb", "DND Status: Off");
        press("OK");
        see("choice", "menu", "Off");
        press("CANCEL", "DOWN", "OK", "*", "7", "8");
        see("number", "menu", "*78");
        press("BACK_IDLE");
    }

    private void question() {
        try (WebClient web = WebClient.http(phone)) {
            assertThat(web.get("/servlet?key=1").statusCode()).isEqualTo(202);
            see("prompt", "prompt", "remote control");
            press("CANCEL");
        }
    }

    private void icons() {
        press("DND_ON", "AlwaysFwdOn");
        see("dnd-and-forward", "idle", "Do not disturb", "Forwarded to 1003");
        press("5");
        see("dnd-and-forward-dialling", "dialling", "New call. 5", "Do not disturb", "Forwarded to 1003");
    }

    private static void reset() {
        alexandra.reset();
        bob.reset();
    }

    private void press(String... keys) {
        for (String key : keys) {
            phone.ctl("key", key);
            lifted = key.equals("OFFHOOK") || lifted && !key.equals("ONHOOK");
        }
    }

    private void awaitState(String state) {
        Await.until("the screen is " + state, SOON, () -> Json.text(phone.ctl("screen"), "state").equals(state),
                () -> phone.ctl("screen").toString());
    }

    /** Waits for the state, and takes and looks at its pictures. */
    private void see(String name, String state, String... words) {
        awaitState(state);
        String file = model.replace(' ', '-') + "-" + name;
        boolean browser = IN_THE_BROWSER.contains(model) || name.equals("idle");
        if (browser) {
            panel.awaitState(state);
            Await.until("that is read out", SOON, () -> Stream.of(words).allMatch(panel.words()::contains), panel::words);
            panel.awaitLifted(lifted);
            panel.picture("#phone", DIRECTORY.resolve(file + "-panel.png"));
            keep(file + "-panel.png");
        }
        Path picture = DIRECTORY.resolve(file + ".png");
        Object screen = phone.ctl("screen", "--png", picture.toString());
        assertThat(Json.text(screen, "state")).isEqualTo(state);
        assertThat(Json.text(screen, "spoken")).as("what the screen says").contains(words);
        requireDrawn(read(picture), Json.list(screen, "softkeys").stream().map(Object::toString).toList());
        keep(file + ".png");
    }

    private void keep(String file) {
        PICTURES.computeIfAbsent(model, ignored -> new ArrayList<>()).add(file);
    }

    /** The picture has the display's size, something in its middle, and softkeys where the words say so and nowhere else. */
    private void requireDrawn(BufferedImage picture, List<String> labels) {
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
        assertThat(colours(picture, 0, height / 8, width, height * 3 / 4)).as("colours in the middle").isGreaterThan(12);
        assertThat(labels).hasSize(softkeys);
        for (int i = 0; i < softkeys; i++) {
            int left = width * i / softkeys;
            boolean blank = colours(picture, left, height * 7 / 8, width * (i + 1) / softkeys - left, height / 8) == 1;
            assertThat(blank).as("no softkey %d in the picture", i + 1).isEqualTo(labels.get(i).isEmpty());
        }
        assertThat(picture.getRGB(1, 1) & 0xFFFFFF).as("the bar").isEqualTo(BAR);
    }

    private static long colours(BufferedImage picture, int x, int y, int width, int height) {
        return IntStream.of(picture.getRGB(x, y, width, height, null, 0, width)).distinct().count();
    }

    private static BufferedImage read(Path picture) {
        try {
            return ImageIO.read(picture.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
