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
import java.util.List;
import org.carillon.it.kit.Browser;
import org.carillon.it.kit.Peers;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebClient;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** The page that saves the configuration and brings it back (manual 13.7), as an administrator uses it in a browser. */
public class ConfigurationPageTest {
    private static final String PAGE = "/configuration";
    private static final String PASSWORD = "correct horse";

    @Rule
    public final Workspace workspace = new Workspace();
    private PhoneProcess phone;

    @Before
    public void start() {
        phone = PhoneProcess.in(workspace).setting("DeviceSecurityAdminPwd", PASSWORD).audio("null").quiet().start();
        phone.set("Account1Password", "geheim");
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
