package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Wav;
import org.carillon.it.kit.Workspace;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** The panel of every model. Pictures are in {@code target/panels}. */
public class PanelLayoutTest {
    /** Line keys by model (manual 1.2). */
    private static final Map<String, Integer> LINE_KEYS = Map.of("H3G", 3, "H6", 4, "M3s", 6, "M5s", 8, "M7s", 8, "M7s Pro", 8, "M8", 10);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Test
    public void lineKeysStandBesideTheirLabels() throws IOException {
        Peers.require("chromium");
        Path silence = WORKSPACE.directory().resolve("silence.wav");
        Wav.tone(0, 1, 8000).write(silence);
        try (Playwright playwright = Browser.playwright(); Browser browser = Browser.open(playwright, silence)) {
            for (String model : LINE_KEYS.keySet().stream().sorted().toList()) {
                check(model, browser);
            }
        }
    }

    private static void check(String model, Browser browser) throws IOException {
        PhoneProcess.Builder builder = PhoneProcess.in(WORKSPACE).model(model).audio("null");
        int count = LINE_KEYS.get(model);
        for (int key = 1; key <= count; key++) {
            builder.setting("ProgramKey" + key + "Type", 3).setting("ProgramKey" + key + "Label", "Key " + key);
        }
        try (PhoneProcess phone = builder.start()) {
            browser.show(phone);
            browser.picture("keys-" + model.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'));
            Path file = WORKSPACE.directory().resolve("screen.png");
            phone.ctl("screen", "--png", file.toString());
            BufferedImage picture = ImageIO.read(file.toFile());
            assertThat(Json.at(phone.ctl("screen"), "keys").toString()).contains("Key " + count);
            BoundingBox screen = browser.page().locator("#screen").boundingBox();
            for (int key = 1; key <= count; key++) {
                BoundingBox button = browser.page().locator("[data-key=L" + key + "]").boundingBox();
                boolean left = key <= (count + 1) / 2;
                double middle = (button.y + button.height / 2 - screen.y) * picture.getHeight() / screen.height;
                assertThat(middle).as("%s, key %d", model, key)
                        .isCloseTo(middleOfLabel(picture, left ? 0 : picture.getWidth() - 1, (int) middle), within(2.0));
                assertThat(left ? screen.x - button.x - button.width : button.x - screen.x - screen.width)
                        .as("%s, gap at key %d", model, key)
                        .isBetween(0.0, 30.0);
            }
        }
    }

    /** The middle of the stripe on the edge of the screen that a label has, at or around a height. */
    private static double middleOfLabel(BufferedImage picture, int x, int at) {
        int stripe = picture.getRGB(x, at);
        int ground = picture.getRGB(picture.getWidth() / 2, at);
        assertThat(List.of(stripe)).as("a label at %d", at).doesNotContain(ground);
        int top = at;
        int bottom = at;
        while (picture.getRGB(x, top - 1) == stripe) {
            top--;
        }
        while (picture.getRGB(x, bottom + 1) == stripe) {
            bottom++;
        }
        return (top + bottom + 1) / 2.0;
    }
}
