package org.carillon.it.kit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.awt.Rectangle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Chromium with the panel of one phone, whose microphone is a file. What the page plays is looked at where it leaves for the loudspeaker.
 */
public final class Browser implements AutoCloseable {
    private static final Path PICTURES = Repository.ROOT.resolve("integration-tests/target/panels");
    private static final double PATIENCE_MILLIS = 20_000;
    /** Puts an analyser beside the loudspeaker of every page. */
    private static final String EAR = """
            const connect = AudioNode.prototype.connect;
            AudioNode.prototype.connect = function (to, ...more) {
              if (to instanceof AudioDestinationNode) {
                window.ear = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
                connect.call(this, window.ear);
              }
              return connect.call(this, to, ...more);
            };
            """;
    private static final String LOUDEST = """
            () => {
              if (!window.ear) return [0, -200];
              const bins = new Float32Array(window.ear.frequencyBinCount);
              window.ear.getFloatFrequencyData(bins);
              const top = bins.indexOf(Math.max(...bins));
              return [top * window.ear.context.sampleRate / window.ear.fftSize, bins[top]];
            }
            """;

    private static final String COUNT = """
            ([x, y, w, h, rgb]) => {
              const { data } = document.getElementById('screen').getContext('2d').getImageData(x, y, w, h);
              let count = 0;
              for (let i = 0; i < data.length; i += 4) count += (data[i] << 16 | data[i + 1] << 8 | data[i + 2]) === rgb;
              return count;
            }
            """;

    private final com.microsoft.playwright.Browser browser;
    private final Page page;

    /**
     * @param microphone
     *            a WAV file that is played again and again
     */
    public static Browser open(Playwright playwright, Path microphone) {
        return new Browser(playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(Peers.path("chromium")))
                .setArgs(List.of("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                        "--use-file-for-fake-audio-capture=" + microphone, "--disable-gpu"))));
    }

    private Browser(com.microsoft.playwright.Browser browser) {
        this.browser = browser;
        BrowserContext context = browser
                .newContext(new com.microsoft.playwright.Browser.NewContextOptions().setIgnoreHTTPSErrors(true).setViewportSize(1280, 860));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addInitScript(EAR);
        page = context.newPage();
    }

    /** Without downloads: the browser is the system's. */
    public static Playwright playwright() {
        return Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    public Page page() {
        return page;
    }

    /** Logs in by a link of the phone's own, and waits until its screen is drawn. */
    public void show(PhoneProcess phone) {
        page.navigate(Json.text(phone.ctl("panel"), "url"));
        awaitDrawn();
    }

    public void awaitDrawn() {
        page.locator("#link.up").waitFor();
        page.locator("body[data-drawn]").waitFor();
    }

    /** Clicks a key by its name in the action URIs. */
    public void press(String... names) {
        for (String name : names) {
            page.locator("[data-key='" + name + "']").click();
        }
    }

    /** Waits until the handset is drawn so. */
    public void awaitLifted(boolean lifted) {
        page.locator("#handset[aria-pressed='" + lifted + "']").waitFor();
    }

    public void awaitState(String state) {
        page.locator("body[data-state='" + state + "']").waitFor();
    }

    /** Clicks the softkey of that label. */
    public void choose(String label) {
        softkey(label).click();
    }

    /** The softkey of that label, by what a screen reader calls it. */
    public Locator softkey(String label) {
        return page.locator("#softkeys").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(label).setExact(true));
    }

    /** The lamp of a key while it shows that light, such as {@code solid red}; empty for none. */
    public Locator lamp(String key, String light) {
        String shines = light.isEmpty() ? ":not(.solid):not(.flashing)" : "." + light.replace(' ', '.');
        return page.locator("[data-key='" + key + "'] .lamp" + shines);
    }

    /** What a screen reader reads out. */
    public String words() {
        return page.locator("#spoken").textContent();
    }

    /** How many pixels of an area of the screen have a colour, such as {@code 0xFF0000} for red. */
    public int pixels(Rectangle area, int rgb) {
        return ((Number) page.evaluate(COUNT, List.of(area.x, area.y, area.width, area.height, rgb))).intValue();
    }

    /** Whether a tone is what the page plays loudest, and audible. */
    public boolean hears(int hertz) {
        List<?> loudest = (List<?>) page.evaluate(LOUDEST);
        return Math.abs(((Number) loudest.get(0)).doubleValue() - hertz) < 20 && ((Number) loudest.get(1)).doubleValue() > -60;
    }

    /** Whether the page plays nothing. */
    public boolean isQuiet() {
        List<?> loudest = (List<?>) page.evaluate(LOUDEST);
        return ((Number) loudest.get(1)).doubleValue() < -100;
    }

    /** Keeps a picture of the page in {@code target/panels}. */
    public void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** Keeps a picture of what the selector selects. */
    public void picture(String selector, Path file) {
        page.locator(selector).screenshot(new Locator.ScreenshotOptions().setPath(file));
    }

    @Override
    public void close() {
        browser.close();
    }
}
