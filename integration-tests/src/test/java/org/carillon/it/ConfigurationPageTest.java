package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** The page that saves the configuration and brings it back (manual 13.7), as an administrator uses it in a browser. */
public class ConfigurationPageTest {
    private static final String PAGE = "/configuration";
    private static final String PASSWORD = "correct horse";

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    private static PhoneProcess phone;

    @BeforeClass
    public static void start() {
        phone = PhoneProcess.in(WORKSPACE).setting("DeviceSecurityAdminPwd", PASSWORD).audio("null").quiet().start();
        phone.set("Account1Password", "geheim");
    }

    @Before
    public void clear() {
        phone.ctl("unset", "Account1Label");
    }

    /** A file that sets something, unless it is refused as a whole. */
    private static byte[] file(String before, String within) {
        return (before + "<settings><setting id=\"Account1Label\" value=\"bad" + within + "\"/></settings>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] billionLaughs() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE settings [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY a").append(i).append(" \"").append("&a%1$d;&a%1$d;".formatted(i - 1)).append("\">");
        }
        return file(laughs + "]>", "&a29;");
    }

    /** Whatever is sent, it is told what is wrong with it, nothing is set, and the phone is as well as before. */
    @Test
    public void aFileThatIsNoneIsRefusedWithWords() {
        phone.set("Account1Label", "Reception");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("Choose a file first.", new byte[0]);
        files.put("a document type declaration is not permitted", file(
                "<!DOCTYPE settings [<!ENTITY x SYSTEM \"" + phone.home().resolve("hardware/storage.key").toUri() + "\">]>", "&x;"));
        files.put("line 1: a document type declaration is not permitted", billionLaughs());
        files.put("no well-formed XML", file("<?xml version=\"1.0\" encoding=\"UTF-32\"?>", ""));
        files.put("no well-formed XML: line 1", "<settings><setting id=\"Account1Label\" value=\"b\u00e4d\"/></settings>"
                .getBytes(StandardCharsets.ISO_8859_1));
        files.put("no well-formed XML: line", "\u0000\u0001\u0002".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        try (WebClient admin = WebClient.https(phone)) {
            admin.logIn("admin", PASSWORD);
            admin.get(PAGE);
            files.forEach((words, content) -> {
                HttpResponse<String> answer = admin.upload(PAGE, "file", "bad.xml", content);
                assertThat(answer.statusCode()).as(words).isEqualTo(400);
                assertThat(answer.body()).contains(words).doesNotContain("Exception", "java.");
            });
            byte[] large = Arrays.copyOf(file("", ""), 9 << 20);
            Arrays.fill(large, 80, large.length, (byte) ' ');
            assertThat(admin.upload(PAGE, "file", "large.xml", large).statusCode()).isEqualTo(413);
            assertThat(phone.get("Account1Label")).isEqualTo("Reception");
            assertThat(admin.upload(PAGE, "file", "good.xml", file("", "")).statusCode()).isEqualTo(200);
            assertThat(phone.get("Account1Label")).isEqualTo("bad");
        }
        assertThat(phone.residentMegabytes()).isLessThan(260);
    }

    private static Path saved(Page page, String what) {
        page.getByLabel(what).check();
        Download file = page
                .waitForDownload(() -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save the file")).click());
        assertThat(file.suggestedFilename()).isEqualTo("3C28A6200088-config.xml");
        return file.path();
    }

    private static String broughtBack(Page page, String name, byte[] content) {
        page.getByLabel("Configuration file").setInputFiles(new FilePayload(name, "application/xml", content));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Bring it back")).click();
        return page.locator(".message").innerText();
    }

    @Test
    public void anAdministratorSavesTheConfigurationAndBringsItBack() throws IOException {
        Peers.require("chromium");
        phone.set("Account1Label", "Reception <1>");
        try (Playwright playwright = Browser.playwright(); Browser browser = Browser.open(playwright, null)) {
            browser.show(phone);
            Page page = browser.page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Configuration file")).click();
            Path modified = saved(page, "What was changed");
            assertThat(modified).content().contains("\"Account1Label\" value=\"Reception &lt;1&gt;\"").doesNotContain("geheim",
                    "Account2Label");
            assertThat(saved(page, "Everything")).content().contains("\"Account2Label\" value=\"\"").doesNotContain("geheim", PASSWORD);
            assertThat(saved(page, "What the file of this model says")).content().doesNotContain("<setting ");

            phone.set("Account1Label", "Somebody");
            assertThat(broughtBack(page, "saved.xml", Files.readAllBytes(modified)))
                    .isEqualTo("saved.xml: settings read 1, values changed 1.");
            assertThat(phone.get("Account1Label")).isEqualTo("Reception <1>");
            browser.picture("configuration");

            assertThat(
                    broughtBack(page, "<b>.xml", "<settings><setting id=\"Account1Label\" value=\"x\"/>".getBytes(StandardCharsets.UTF_8)))
                    .startsWith("Nothing was imported. <b>.xml: ");
            assertThat(phone.get("Account1Label")).isEqualTo("Reception <1>");
            String half = "<settings>\n<setting id=\"FeatureDndEnable\" value=\"<i>\"/>\n<setting id=\"Nobody\" value=\"1\"/></settings>";
            assertThat(broughtBack(page, "half.xml", half.replace("<i>", "&lt;i>").getBytes(StandardCharsets.UTF_8)))
                    .startsWith("half.xml: ");
            assertThat(page.locator("table").allInnerTexts()).hasSize(2);
            assertThat(page.locator("table").first().innerText()).contains("2", "FeatureDndEnable", "<i>", "true");
        }
    }

    @Test
    public void nobodyElseGetsOrSetsTheConfiguration() {
        try (WebClient stranger = WebClient.https(phone)) {
            assertThat(stranger.get(PAGE).statusCode()).isEqualTo(303);
            assertThat(stranger.get(PAGE + "/file?what=all").statusCode()).isEqualTo(303);
            assertThat(stranger.post(PAGE, "a", "b").statusCode()).isEqualTo(401);
        }
        try (WebClient admin = WebClient.https(phone)) {
            admin.logIn("admin", PASSWORD);
            HttpResponse<String> page = admin.get(PAGE);
            assertThat(page.body()).contains("<title>Configuration file").doesNotContain("{{");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("'none'"));
            assertThat(admin.get(PAGE + "/file?what=nonsense").statusCode()).isEqualTo(400);
            assertThat(admin.get(PAGE + "/file").statusCode()).isEqualTo(400);
            assertThat(admin.post(PAGE, "token", "forged").statusCode()).isEqualTo(403);
            assertThat(admin.post(PAGE, "token", admin.token()).statusCode()).isEqualTo(400);
            assertThat(List.of(admin.get(PAGE + "/file?what=modified").body().split("\n"))).first().asString().startsWith("<?xml");
        }
        assertThat(phone.get("Account1Label")).isEmpty();
    }
}
