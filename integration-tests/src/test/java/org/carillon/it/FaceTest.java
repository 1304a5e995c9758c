package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A person calls baresip and is called by it with nothing but the keys, and sees what goes on. Pictures are in {@code target/screens}. */
public class FaceTest {
    private static final Path PICTURES = Path.of("target/screens");

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void clear() {
        bench.clear();
        phone().set("FeatureDndEnable", false);
        phone().set("ProgramKey2Type", 3);
        press("BACK_IDLE");
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static Object press(String... keys) {
        Object screen = null;
        for (String key : keys) {
            screen = phone().ctl("key", key);
        }
        return screen;
    }

    private static Object awaitScreen(String state) {
        Await.until("screen says " + state, Duration.ofSeconds(10), () -> Json.text(phone().ctl("screen"), "state").equals(state));
        return phone().ctl("screen");
    }

    private static List<String> softkeys(Object screen) {
        return Json.list(screen, "softkeys").stream().map(Object::toString).toList();
    }

    /** Presses the softkey of that label. */
    private static void choose(String label) {
        int place = softkeys(phone().ctl("screen")).indexOf(label);
        assertThat(place).as(label).isNotNegative();
        press("F" + (place + 1));
    }

    private static BufferedImage picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Path file = PICTURES.resolve(name + ".png").toAbsolutePath();
            phone().ctl("screen", "--png", file.toString());
            return ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aCallIsMadeHeldMutedAndEndedByKeys() {
        assertThat(Json.text(phone().ctl("screen"), "state")).isEqualTo("idle");
        BufferedImage idle = picture("idle");
        press("OFFHOOK");
        assertThat(Json.text(press("1", "0", "0", "2"), "title")).isEqualTo("1002");
        BufferedImage dialling = picture("dialling");
        assertThat(dialling.getWidth()).isEqualTo(idle.getWidth());
        assertThat(dialling.getRGB(idle.getWidth() / 2, 60)).isNotEqualTo(idle.getRGB(idle.getWidth() / 2, 60));
        choose("Call");
        bench.baresip().await("CALL_INCOMING");
        awaitScreen("early");
        assertThat(softkeys(phone().ctl("screen"))).endsWith("End");
        bench.baresip().accept();
        assertThat(softkeys(awaitScreen("talking"))).startsWith("Hold");
        picture("talking");
        choose("Hold");
        awaitScreen("held");
        picture("held");
        choose("Resume");
        awaitScreen("talking");
        press("MUTE");
        Await.until("mute is lit", Duration.ofSeconds(5), () -> "solid red".equals(Json.text(phone().ctl("screen"), "leds", "MUTE")));
        choose("End");
        phone().awaitNoCall();
        assertThat(Json.text(press("F_CANCEL_LONGPRESS"), "state")).isEqualTo("idle");

        choose("Redial");
        bench.baresip().await("CALL_INCOMING");
        awaitScreen("early");
        press("CANCEL:" + Json.text(phone().awaitCall("early"), "id"));
        phone().awaitNoCall();
    }

    @Test
    public void aCallIsAnsweredAndRejectedBySoftkeys() {
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        assertThat(softkeys(awaitScreen("ringing"))).startsWith("Answer").endsWith("Reject");
        picture("ringing");
        choose("Answer");
        awaitScreen("talking");
        press("ONHOOK");
        phone().awaitNoCall();
        bench.clear();
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        awaitScreen("ringing");
        choose("Reject");
        phone().awaitNoCall();
    }

    @Test
    public void keysThatCannotSayWhyOnTheScreenToo() {
        assertThatThrownBy(() -> press("ANSWER")).hasStackTraceContaining("call");
        assertThat(Json.text(phone().ctl("screen"), "notice")).isNotEmpty();
        assertThatThrownBy(() -> press("number=5&outgoing_uri=nobody@example.com")).hasStackTraceContaining("nobody@example.com");
        assertThatThrownBy(() -> press("F9")).hasStackTraceContaining("F1 to F");
    }

    @Test
    public void whatDndShowsGoesAndComesBackUnderACall() {
        bench.callIn();
        press("DND_ON");
        Object with = awaitScreen("talking");
        assertThat(Json.text(with, "keys", "L2")).isEqualTo("DND");
        assertThat(Json.text(with, "leds", "L2")).isEqualTo("solid red");
        assertThat(Json.list(with, "icons").toString()).contains("dnd");
        phone().ctl("stop", "org.carillon.feature.dnd");
        Object without = phone().ctl("screen");
        assertThat(Json.text(without, "state")).isEqualTo("talking");
        assertThat(Json.at(without, "keys").toString()).doesNotContain("DND");
        assertThat(Json.at(without, "leds").toString()).doesNotContain("L2");
        assertThat(Json.list(without, "icons").toString()).doesNotContain("dnd");
        assertThatThrownBy(() -> press("L2")).hasStackTraceContaining("does not run");
        press("RELEASE");
        phone().awaitNoCall();
        assertThat(softkeys(press("BACK_IDLE"))).doesNotContain("DND");
        phone().ctl("start", "org.carillon.feature.dnd");
        Await.until("all comes back", Duration.ofSeconds(5), () -> softkeys(phone().ctl("screen")).contains("DND"));
        assertThat(Json.text(phone().ctl("screen"), "leds", "L2")).isEqualTo("solid red");
        choose("DND");
        assertThat(Json.text(phone().ctl("screen"), "leds", "L2")).isEqualTo("off");
    }

    @Test
    public void aSettingIsChangedInTheMenuWhichFollowsItsBundle() {
        choose("Menu");
        Object menu = phone().ctl("screen");
        assertThat(Json.text(menu, "state")).isEqualTo("menu");
        assertThat(lines(menu)).contains("Features").doesNotContain("Advanced Setting");
        select("Features");
        assertThat(lines(phone().ctl("screen"))).as("one entry for each thing").containsExactly("Call Forward", "Do not disturb",
                "Programmable Keys");
        picture("features");
        select("Call Forward");
        assertThat(lines(phone().ctl("screen"))).containsExactly("Busy Forward", "Always Forward", "No Answer Forward");
        picture("forward");
        select("No Answer Forward");
        assertThat(lines(phone().ctl("screen"))).contains("No Answer Forward: Off", "Forward To", "Account 1");
        picture("no-answer");
        press("CANCEL", "CANCEL");
        select("Do not disturb");
        picture("menu");
        select("DND Status");
        assertThat(Json.text(phone().ctl("screen"), "title")).isEqualTo("DND Status");
        choose("Switch");
        picture("editor");
        choose("Save");
        assertThat(phone().get("FeatureDndEnable")).isEqualTo("true");
        assertThat(lines(phone().ctl("screen"))).contains("DND Status: On");
        select("On Code");
        press("*", "7", "8");
        assertThat(lines(phone().ctl("screen"))).containsExactly("*78");
        phone().ctl("stop", "org.carillon.feature.dnd");
        Object without = phone().ctl("screen");
        assertThat(Json.text(without, "state")).isEqualTo("menu");
        assertThat(Json.text(without, "title")).isEqualTo("Features");
        assertThat(lines(without)).doesNotContain("Do not disturb");
        phone().ctl("start", "org.carillon.feature.dnd");
        press("BACK_IDLE");
        choose("Menu");
        select("Features");
        select("Do not disturb");
        assertThat(lines(phone().ctl("screen"))).contains("DND Status: On");
        assertThat(Json.text(press("BACK_IDLE"), "state")).isEqualTo("idle");
    }

    private static List<String> lines(Object screen) {
        return Json.list(screen, "lines").stream().map(Object::toString).toList();
    }

    /** Opens the entry of the menu that begins so, while the first one is selected. */
    private static void select(String label) {
        List<String> lines = lines(phone().ctl("screen"));
        int place = lines.indexOf(lines.stream().filter(line -> line.startsWith(label)).findFirst().orElseThrow());
        for (int i = 0; i < place; i++) {
            press("DOWN");
        }
        press("OK");
    }
}
