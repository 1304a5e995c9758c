package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** What a person set lies on a web server too, and comes back to a phone that has lost it (manual 3.7). */
public class UserSettingsTest {
    private static final String MAC = "3C28A62000CC";
    private static final String FILE = "users/" + MAC + "-local.xml";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private PhoneProcess phone(String home, WebServer web, Map<String, ?> settings) {
        Path file = effects.file(workspace.directory(home).resolve("start.xml"), settings);
        PhoneProcess phone = PhoneProcess.in(workspace).home(workspace.directory(home).resolve("home"))
                .option("--mac", MAC, "--config", file.toString(), "--provision", web.url() + "config.xml").audio("null").start();
        effects.requireApplied(phone);
        return phone;
    }

    private static Map<String, ?> settings(WebServer web, int method) {
        return Map.of("DeviceProvisionUserConfigProtectEnable", "true", "DeviceProvisionUserConfigSyncEnable", "true",
                "DeviceProvisionUserConfigSyncPath", web.url() + "users/", "DeviceProvisionUserConfigUploadMethod", method);
    }

    @Test
    @Effect({"DeviceProvisionUserConfigSyncEnable", "DeviceProvisionUserConfigSyncPath", "DeviceProvisionUserConfigUploadMethod"})
    public void theyLieOnTheServerAndComeBackToAnEmptyPhone() {
        WebServer web = WebServer.start(workspace);
        web.put("config.xml", "<settings/>");
        PhoneProcess first = phone("first", web, settings(web, 0));
        first.set("DeviceProvisionBackupServerUrl", "joe:geheim@127.0.0.1:9/");
        first.set("Account1Password", "geheim");
        first.set("Account1Label", "mine & yours");
        Await.until("the file is on the server", SOON, () -> web.get(FILE).contains("mine &amp; yours"), first::tail);
        assertThat(web.uploads()).isNotEmpty().allMatch(("PUT /" + FILE)::equals);
        assertThat(web.get(FILE)).contains("\"127.0.0.1:9/\"").doesNotContain("geheim", "Account1Password");
        web.put(FILE, web.get(FILE).replace("</settings>", "<setting id=\"Account2Label\" value=\"theirs\"/></settings>"));
        first.ctl("provision");
        Await.until("what lies on the server is taken", SOON, () -> first.get("Account2Label").equals("theirs"), first::tail);
        assertThat(first.get("DeviceProvisionBackupServerUrl")).as("its password stays").isEqualTo("***@127.0.0.1:9/");
        assertThat(first.terminate()).isZero();

        PhoneProcess second = phone("second", web, settings(web, 1));
        Await.until("the second phone has what the first one had", SOON, () -> second.get("Account1Label").equals("mine & yours"),
                second::tail);
        second.set("Account1Label", "changed");
        Await.until("the change is on the server", SOON, () -> web.get(FILE).contains("changed"), second::tail);
        assertThat(web.uploads()).contains("POST /" + FILE);
    }
}
