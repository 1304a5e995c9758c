package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Playwright;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * Do-not-disturb and call forward as a person at the panel has them: callers and the third party are phones that nobody here wrote. What the
 * person sees is looked up in what a screen reader says and in the pixels of the screen.
 */
public class PanelFeaturesTest {
    private static final String ELSEWHERE = "1003";
    private static final int THEY_HUM = 1319;
    private static final int WE_HUM = 523;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int RED = 0xFF6961;
    private static final int BAR = 0x17202B;
    private static final int BLUE = 0x4C9DFF;
    /** Of an M8, whose screen has 800 x 480 pixels: the bar with the icons, and the coloured edges of the line keys on the left. */
    private static final Rectangle ICONS = new Rectangle(400, 0, 400, 46);
    private static final Rectangle EDGES = new Rectangle(0, 46, 4, 368);
    private static final List<String> BUNDLES = List.of("org.carillon.feature.dnd", "org.carillon.feature.forward");
    private static final List<String> CHANGED = List.of("FeatureDndEnable", "FeatureImmFwdEnable", "FeatureImmFwdNumber",
            "FeatureBusyFwdEnable", "FeatureBusyFwdNumber");

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static Bench bench;
    private static Baresip third;
    private static Playwright playwright;
    private static Browser panel;

    @BeforeClass
    public static void start() {
        Peers.require("chromium");
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        PhoneProcess phone = Bench.phone(WORKSPACE, kamailio).audio("panel").setting("ProgramKey2Type", 3).setting("ProgramKey5Type", 7)
                .start();
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).start(), phone);
        third = Bench.baresip(WORKSPACE, kamailio, ELSEWHERE).start();
        Path hum = WORKSPACE.directory().resolve("hum.wav");
        Wav.tone(WE_HUM, 2, 48_000).write(hum);
        playwright = Browser.playwright();
        panel = Browser.open(playwright, hum);
    }

    @Before
    public void clear() {
        BUNDLES.forEach(bundle -> phone().ctl("start", bundle));
        CHANGED.forEach(id -> phone().ctl("unset", id));
        bench.clear();
        third.reset();
        bench.baresip().say(THEY_HUM);
        phone().ctl("key", "BACK_IDLE");
        panel.show(phone());
        panel.awaitState("idle");
    }

    @AfterClass
    public static void close() {
        if (playwright != null) {
            panel.close();
            playwright.close();
        }
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static void call() {
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
    }

    private static void awaitWords(String... wanted) {
        for (String text : wanted) {
            Await.until("the panel says " + text, SOON, () -> panel.words().contains(text), panel::words);
        }
    }

    private static void awaitNoWords(String... unwanted) {
        for (String text : unwanted) {
            Await.until("the panel does not say " + text, SOON, () -> !panel.words().contains(text), panel::words);
        }
    }

    /** Opens the menu's entry that begins so, while the first one is selected. */
    private static void open(String label) {
        Object before = phone().ctl("screen");
        List<String> lines = Json.list(before, "lines").stream().map(Object::toString).toList();
        int place = lines.indexOf(lines.stream().filter(line -> line.startsWith(label)).findFirst().orElseThrow());
        for (int i = 0; i < place; i++) {
            panel.press("DOWN");
        }
        panel.press("OK");
        Await.until(label + " is open", SOON, () -> !phone().ctl("screen").equals(before));
    }

    private static void openMenu(String... path) {
        panel.choose("Menu");
        panel.awaitState("menu");
        for (String label : path) {
            open(label);
        }
    }

    /** Types a number into the setting that is open, and stores it. */
    private static void type(String number) {
        panel.press(number.split(""));
        panel.choose("Save");
        awaitWords(": " + number);
    }

    /** Back to the entry of the menu that is first. */
    private static void again() {
        panel.choose("Back");
        panel.press("OK");
    }

    private static void turnOn() {
        panel.choose("Switch");
        panel.choose("Save");
        awaitWords(": On");
    }

    /** Who called talks to the third party, and the phone is idle. */
    private static void requireThirdPartyHears() {
        third.await("CALL_INCOMING");
        third.accept();
        bench.baresip().await("CALL_ESTABLISHED");
        phone().awaitNoCall();
        Await.until("the third party hears the caller", SOON, () -> third.heardSeconds() > 0.5);
        bench.baresip().hangup();
        third.await("CALL_CLOSED");
        Tones.presentIn(third.heard(), THEY_HUM, 0.2, 0.5);
        bench.baresip().reset();
        third.reset();
    }

    @Test
    public void alwaysForwardFromTheMenuSendsCallersOnUntilItsKeyIsPressed() {
        openMenu("Features", "Call Forward", "Always Forward", "Forward To");
        type(ELSEWHERE);
        again();
        open("Always Forward");
        turnOn();
        panel.press("RELEASE");
        panel.awaitState("idle");
        awaitWords("Forwarded to " + ELSEWHERE);
        panel.lamp("L5", "solid red").waitFor();
        assertThat(panel.pixels(ICONS, BLUE)).as("the arrow").isPositive();
        panel.picture("m8-forward");
        call();
        requireThirdPartyHears();
        panel.press("L5");
        awaitNoWords("Forwarded");
        call();
        panel.awaitState("ringing");
        panel.choose("Reject");
        phone().awaitNoCall();
    }

    @Test
    public void theSoftkeyOfTheIdleScreenTurnsItAndThatOfARingingCallSendsThisOne() {
        phone().set("FeatureImmFwdNumber", ELSEWHERE);
        call();
        panel.awaitState("ringing");
        panel.choose("Forward");
        requireThirdPartyHears();
        panel.awaitState("idle");
        panel.choose("Forward");
        awaitWords("Forwarded to " + ELSEWHERE);
        call();
        requireThirdPartyHears();
        panel.choose("Forward");
        awaitNoWords("Forwarded");
    }

    @Test
    public void forwardingOnBusyFromTheMenuGoesBeforeDoNotDisturbByItsKey() {
        panel.press("L2");
        awaitWords("Do not disturb");
        openMenu("Features", "Call Forward", "Busy Forward", "Forward To");
        type(ELSEWHERE);
        again();
        open("Busy Forward");
        turnOn();
        call();
        requireThirdPartyHears();
        panel.press("RELEASE", "L2");
        awaitNoWords("Do not disturb");
    }

    @Test
    public void whatTheyShowGoesWithThemUnderACallAndComesBack() {
        phone().set("FeatureImmFwdNumber", ELSEWHERE);
        panel.page().evaluate("() => { window.stays = true; }");
        openMenu("Features", "Do not disturb");
        call();
        panel.awaitState("ringing");
        Rectangle softkey = new Rectangle(485, 420, 150, 60);
        Await.until("the softkey is drawn", SOON, () -> panel.pixels(softkey, BAR) < 150 * 60);
        phone().ctl("stop", "org.carillon.feature.forward");
        Await.until("no softkey Forward", SOON, () -> panel.softkey("Forward").count() == 0);
        Await.until("nothing where it was", SOON, () -> panel.pixels(softkey, BAR) == 150 * 60);
        phone().ctl("start", "org.carillon.feature.forward");
        panel.softkey("Forward").waitFor();
        Await.until("the softkey is drawn", SOON, () -> panel.pixels(softkey, BAR) < 150 * 60);

        panel.choose("Answer");
        panel.awaitState("talking");
        panel.press("L2", "L5");
        requireShown(true);
        panel.picture("m8-dnd-forward-talking");
        BUNDLES.forEach(bundle -> phone().ctl("stop", bundle));
        requireShown(false);
        panel.picture("m8-without-dnd-forward-talking");
        panel.awaitState("talking");
        Await.until("the person hears", SOON, () -> panel.hears(THEY_HUM));
        double heard = bench.baresip().heardSeconds();
        Await.until("the caller hears", SOON, () -> bench.baresip().heardSeconds() > heard + 1);

        panel.choose("End");
        panel.awaitState("menu");
        bench.baresip().await("CALL_CLOSED");
        Tones.presentIn(bench.baresip().heard(), WE_HUM, heard + 0.2, heard + 1);
        assertThat(panel.words()).contains("Features").doesNotContain("Do not disturb", "Call Forward");
        BUNDLES.forEach(bundle -> phone().ctl("start", bundle));
        requireShown(true);
        awaitWords("Do not disturb", "Call Forward");
        assertThat(panel.page().evaluate("() => window.stays === true")).as("the page was not loaded anew").isEqualTo(true);
    }

    private static void requireShown(boolean shown) {
        panel.lamp("L2", shown ? "solid red" : "").waitFor();
        panel.lamp("L5", shown ? "solid red" : "").waitFor();
        if (shown) {
            awaitWords("Do not disturb", "Forwarded");
        } else {
            awaitNoWords("Do not disturb", "Forwarded");
        }
        assertThat(panel.page().locator("[data-key=L2]").getAttribute("aria-label")).isEqualTo(shown ? "DND, Line key 2" : "Line key 2");
        assertThat(panel.page().locator("[data-key=L5]").getAttribute("aria-label"))
                .isEqualTo(shown ? "Forward, Line key 5" : "Line key 5");
        for (String key : List.of("L2", "L5")) {
            assertThat(panel.page().locator("[data-key=" + key + "]").getAttribute("aria-disabled")).isEqualTo(String.valueOf(!shown));
        }
        for (int colour : new int[]{RED, BLUE}) {
            Await.until("icon of colour " + colour, SOON, () -> panel.pixels(ICONS, colour) > 0 == shown);
        }
        Await.until("edges of line keys", SOON, () -> panel.pixels(EDGES, RED) > 0 == shown);
    }

    @Test
    public void aPageThatIsOpenGoesWithItsFeatureAndComesBack() {
        panel.softkey("DND").waitFor();
        panel.softkey("Forward").waitFor();
        for (String page : List.of("Do not disturb", "Call Forward")) {
            openMenu("Features", page);
            awaitWords(page);
            String bundle = BUNDLES.get(page.equals("Call Forward") ? 1 : 0);
            phone().ctl("stop", bundle);
            awaitNoWords(page);
            awaitWords("Features", "Programmable Keys");
            panel.press("RELEASE");
            panel.awaitState("idle");
            assertThat(panel.softkey(page.equals("Call Forward") ? "Forward" : "DND").count()).isZero();
            phone().ctl("start", bundle);
            panel.softkey(page.equals("Call Forward") ? "Forward" : "DND").waitFor();
            openMenu("Features");
            awaitWords(page);
            panel.press("RELEASE");
        }
    }
}
