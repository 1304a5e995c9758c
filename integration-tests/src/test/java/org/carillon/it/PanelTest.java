package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.carillon.sim.pbx.Pbx;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TestRule;
import org.junit.Rule;

/**
 * Two phones in two browsers, an M8 and an H3G, whose handsets are the browsers' microphones and speakers. Pictures are in
 * {@code target/panels}.
 */
public class PanelTest {
    private static final String ALICE = "1001";
    private static final String BOB = "1002";
    private static final int ALICE_HUMS = 523;
    private static final int BOB_HUMS = 1319;
    /** Of the ringing, and of the ringback tone. */
    private static final int RINGING = 800;
    private static final int RINGBACK = 400;
    private static final Duration SOON = Duration.ofSeconds(15);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static Pbx pbx;
    private static Playwright playwright;
    private static PhoneProcess m8;
    private static PhoneProcess h3g;
    private static Browser alice;
    private static Browser bob;

    @BeforeClass
    public static void start() throws IOException {
        Peers.require("chromium");
        pbx = new Pbx(InetAddress.getLoopbackAddress(), 0, Map.of(ALICE, "alice", BOB, "bob"));
        m8 = phone("M8", "3C28A6200081", ALICE);
        h3g = phone("H3G", "3C28A6200082", BOB);
        playwright = Browser.playwright();
        alice = Browser.open(playwright, hum(ALICE_HUMS));
        bob = Browser.open(playwright, hum(BOB_HUMS));
        m8.awaitLine(1, "registered");
        h3g.awaitLine(1, "registered");
    }

    private static PhoneProcess phone(String model, String mac, String user) {
        return PhoneProcess.in(WORKSPACE).model(model).account(1, user, user.equals(ALICE) ? "alice" : "bob", pbx.port()).audio("panel")
                .option("--mac", mac)
                .setting("Account1DisplayName", user.equals(ALICE) ? "Alice Moore" : "Bob Marsh").setting("ProgramKey2Type", 3).start();
    }

    private static Path hum(int hertz) {
        Path file = WORKSPACE.directory().resolve("hum-" + hertz + ".wav");
        Wav.tone(hertz, 2, 48_000).write(file);
        return file;
    }

    @Before
    public void show() {
        alice.show(m8);
        bob.show(h3g);
    }

    @After
    public void hangUp() {
        for (PhoneProcess phone : new PhoneProcess[]{m8, h3g}) {
            phone.set("FeatureDndEnable", false);
            if (!phone.calls().isEmpty()) {
                phone.ctl("hangup");
            }
            phone.awaitNoCall();
            phone.ctl("key", "BACK_IDLE");
            phone.ctl("key", "ONHOOK");
        }
    }

    @AfterClass
    public static void close() {
        if (playwright != null) {
            alice.close();
            bob.close();
            playwright.close();
        }
        if (pbx != null) {
            pbx.close();
        }
    }

    private static void awaitHears(String who, Browser panel, int hertz) {
        Await.until(who + " hears " + hertz + " Hz", SOON, () -> panel.hears(hertz));
    }

    @Test
    public void aCallFromPanelToPanelIsHeardAtBothEnds() {
        alice.awaitState("idle");
        alice.picture("m8-idle");
        bob.picture("h3g-idle");
        alice.press("OFFHOOK", "1", "0", "0", "2");
        alice.awaitState("dialling");
        alice.picture("m8-dialling");
        alice.choose("Call");
        bob.awaitState("ringing");
        alice.awaitState("early");
        assertThat(bob.page().locator("#ringer.on").count()).isOne();
        assertThat(bob.words()).startsWith("Incoming call. Alice Moore, 1001");
        bob.picture("h3g-ringing");
        bob.press("OFFHOOK");
        alice.awaitState("talking");
        bob.awaitState("talking");
        awaitHears("alice", alice, BOB_HUMS);
        awaitHears("bob", bob, ALICE_HUMS);
        alice.picture("m8-talking");
        bob.picture("h3g-talking");
        alice.choose("Hold");
        alice.awaitState("held");
        alice.picture("m8-held");
        alice.choose("Resume");
        alice.awaitState("talking");
        awaitHears("bob after the hold", bob, ALICE_HUMS);
        bob.press("OFFHOOK"); // down again
        m8.awaitNoCall();
        bob.awaitState("idle");
    }

    @Test
    public void aCallRingsInThePanelUntilItIsSilencedOrAnswered() {
        bob.press("CANCEL"); // before a person does anything, a browser plays nothing
        alice.press("OFFHOOK", "1", "0", "0", "2", "OK");
        bob.awaitState("ringing");
        awaitHears("bob's phone rings", bob, RINGING);
        awaitHears("alice's rings back", alice, RINGBACK);
        bob.press("VOLUME_DOWN");
        bob.page().getByText("Ringing volume 6 of 10").waitFor();
        bob.picture("h3g-volume");
        bob.choose("Silent");
        Await.until("silence", SOON, bob::isQuiet);
        assertThat(Json.text(h3g.ctl("screen"), "state")).isEqualTo("ringing");
        awaitHears("alice's still rings back", alice, RINGBACK);
        bob.press("VOLUME_UP", "OFFHOOK");
        alice.awaitState("talking");
        awaitHears("alice", alice, BOB_HUMS);
        alice.press("VOLUME_UP");
        alice.page().getByText("Volume 7 of 10").waitFor();
        alice.picture("m8-volume");
        alice.press("VOLUME_DOWN");
    }

    @Test
    public void doNotDisturbByAKeyOfThePanelRejects() {
        bob.press("L2");
        bob.lamp("L2", "solid red").waitFor();
        bob.picture("h3g-dnd");
        m8.forget();
        alice.press("1", "0", "0", "2");
        alice.press("OK");
        m8.awaitNoCall();
        Await.until("the refusal is told", SOON, () -> m8.events().stream().anyMatch(event -> event.toString().contains("486")));
        bob.press("L2");
        bob.lamp("L2", "").waitFor();
    }

    @Test
    public void afterAClickEnterIsStillOk() {
        alice.press("OFFHOOK");
        alice.page().keyboard().type("1002");
        alice.page().keyboard().press("Enter");
        bob.awaitState("ringing");
        alice.awaitState("early");
        alice.awaitLifted(true);
        alice.page().keyboard().press("Tab");
        assertThat(alice.page().evaluate("document.activeElement !== document.body")).as("Tab gives focus").isEqualTo(true);
        alice.press("VOLUME_UP");
        assertThat(alice.page().evaluate("document.activeElement === document.body")).as("a click takes it").isEqualTo(true);
        alice.press("VOLUME_DOWN");
    }

    @Test
    public void aKeyThatHasTheFocusIsPressedAndHeldFromTheKeyboard() {
        Page page = alice.page();
        page.locator("[data-key=VOLUME_DOWN]").focus();
        page.keyboard().press("Space");
        page.getByText("Ringing volume 6 of 10").waitFor();
        for (String key : new String[]{"Space", "Enter"}) {
            page.keyboard().down(key);
            page.keyboard().down(key); // as it repeats
            page.getByText(key.equals("Space") ? "Ringing volume 3 of 10" : "Ringing volume 0 of 10").waitFor();
            page.locator("[data-key=VOLUME_DOWN].held").waitFor();
            page.keyboard().up(key);
            page.locator("[data-key=VOLUME_DOWN]:not(.held)").waitFor();
        }
        page.locator("[data-key=VOLUME_UP]").focus();
        page.keyboard().press("Enter");
        page.getByText("Ringing volume 1 of 10").waitFor();
        m8.ctl("key", "VOLUME_UP", "--long");
        m8.ctl("key", "VOLUME_UP", "--long");
    }

    @Test
    public void theHandsetIsDrawnAsItIsWhoeverLiftsIt() {
        m8.ctl("key", "HANDSFREE");
        alice.awaitState("dialling");
        alice.awaitLifted(false);
        m8.ctl("key", "OFFHOOK");
        alice.awaitLifted(true);
        alice.page().reload();
        alice.awaitDrawn();
        alice.awaitLifted(true);
        alice.picture("m8-handset-lifted");
        alice.press("OFFHOOK");
        alice.awaitState("idle");
        alice.awaitLifted(false);
        assertThat(Json.flag(m8.ctl("screen"), "lifted")).isFalse();
        alice.page().keyboard().press("Shift+H");
        alice.awaitState("dialling");
        alice.awaitLifted(true);
    }

    @Test
    public void keysWithoutAFunctionSaySoInASentence() {
        Page page = alice.page();
        Locator refusal = page.locator("#refusal");
        Locator.ClickOptions though = new Locator.ClickOptions().setForce(true); // they say that they are disabled
        for (String key : new String[]{"L1", "MESSAGE", "TRANSFER", "F3"}) {
            page.locator("[data-key=" + key + "][aria-disabled=true]").waitFor();
        }
        page.locator("[data-key=L1]").click(though);
        page.getByText("L1 has no function. 1001, registered").waitFor();
        assertThat(refusal.textContent()).as("said on the screen, and once").isEmpty();
        page.locator("[data-key=TRANSFER]").click(though);
        page.getByText("Transfer is not available on this phone.").waitFor();
        alice.picture("m8-no-function");
        assertThat(refusal.textContent()).hasSizeLessThan(60);
        page.locator("[data-key=OK]").click(new Locator.ClickOptions().setDelay(1_000));
        page.getByText("Holding OK does nothing.").waitFor();
        page.locator("[data-key=L2]:not([aria-disabled=true])").waitFor();
    }

    @Test
    public void theKeyboardAloneDoes() {
        Page page = alice.page();
        page.keyboard().press("h");
        page.keyboard().type("1002");
        alice.awaitState("dialling");
        page.keyboard().press("Enter");
        bob.awaitState("ringing");
        page.keyboard().press("h");
        m8.awaitNoCall();
        assertThat(page.locator("button[data-key]").all()).allMatch(key -> !key.getAttribute("aria-label").isBlank());
    }

    @Test
    public void aPersonLogsInAndOutAndChoosesAPassword() {
        Page page = alice.page();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Log out")).click();
        page.waitForURL("**/login");
        alice.picture("m8-log-in");
        page.fill("#name", "admin");
        page.fill("#password", "wrong");
        page.keyboard().press("Enter");
        page.getByText("Name or password is wrong.").waitFor();
        if (Json.text(m8.ctl("get", "DeviceSecurityAdminPwd"), "layer").equals("default")) {
            page.fill("#name", "admin");
            page.fill("#password", "123456");
            page.keyboard().press("Enter");
            page.waitForURL("**/password");
            alice.picture("m8-choose-password");
            page.fill("#password", "correct horse");
            page.fill("#again", "correct horse");
            page.keyboard().press("Enter");
        }
        page.waitForURL("**/panel");
        alice.awaitDrawn();
    }
}
