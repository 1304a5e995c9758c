package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** What a phone saves of its configuration and takes back (manual 13.7), and what of it files leave to the user (manual 3.7). */
public class SavedConfigurationTest {
    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    /** Settings in a layer that no file of a server replaces. */
    private PhoneProcess phone(Map<String, ?> settings) {
        Path file = effects.file(workspace.directory().resolve("start.xml"), settings);
        PhoneProcess phone = PhoneProcess.in(workspace).option("--config", file.toString()).audio("null").quiet().start();
        effects.requireApplied(phone);
        return phone;
    }

    @Test
    @Effect("DeviceConfigExportMode")
    public void whatIsSavedIsWhatWasModifiedOrEverything() {
        PhoneProcess modified = phone(Map.of("DeviceConfigExportMode", 0, "Account1Label", "Reception"));
        assertThat(modified.ctl("export").toString()).contains("\"Account1Label\" value=\"Reception\"").doesNotContain("Account2Label");
        assertThat(modified.ctl("export", "--all").toString()).contains("\"Account2Label\" value=\"\"");
        PhoneProcess all = phone(Map.of("DeviceConfigExportMode", 1, "Account1Label", "Reception"));
        assertThat(all.ctl("export").toString()).contains("\"Account1Label\" value=\"Reception\"", "\"Account2Label\" value=\"\"");
    }

    @Test
    public void whatWasSavedComesBackOnAnotherPhoneWithoutSecrets() throws IOException {
        PhoneProcess phone = phone(Map.of("Account1Label", "Reception"));
        phone.set("Account1Password", "geheim");
        phone.set("FeatureDndEnable", true);
        phone.ctl("stop", "org.carillon.feature.dnd");
        Path saved = Files.writeString(workspace.directory().resolve("saved.xml"), phone.commandLine(0, "export"));
        assertThat(saved).content().contains("FeatureDndEnable").doesNotContain("geheim", "Password");

        PhoneProcess other = phone(Map.of());
        other.set("Account1Password", "other");
        Object report = other.ctl("import", saved.toString());
        assertThat(Json.list(report, "rejected")).isEmpty();
        assertThat(Json.list(report, "changed").toString()).contains("Account1Label", "FeatureDndEnable");
        assertThat(other.get("Account1Label")).isEqualTo("Reception");
        assertThat(Json.text(other.ctl("get", "FeatureDndEnable"), "source")).startsWith("saved.xml:");
        assertThat(Json.text(other.ctl("get", "Account1Password"), "layer")).isEqualTo("user");
        assertThat(Json.text(other.ctl("history"), 0, "cause")).isEqualTo("saved.xml");
        other.ctl("undo");
        assertThat(other.get("Account1Label")).isEmpty();
    }

    /** One of the URLs is of a server that wants the password. */
    @Test
    public void whatComesBackToTheSamePhoneLeavesPasswordsInUrls() throws IOException {
        Nginx nginx = Nginx.start(workspace);
        Path start = effects.file(workspace.directory().resolve("start.xml"),
                Map.of("DeviceProvisionBackupServerUrl", nginx.http().replace("//", "//phone:secret@") + "basic/"));
        PhoneProcess phone = PhoneProcess.in(workspace).option("--config", start.toString()).audio("null").quiet().start();
        phone.set("DeviceProvisionServerUrl", "joe:geheim@127.0.0.1:1/");
        Path saved = Files.writeString(workspace.directory().resolve("saved.xml"), phone.commandLine(0, "export", "--all"));
        assertThat(saved).content().contains("\"127.0.0.1:1/\"", nginx.http() + "basic/").doesNotContain("secret@", "geheim");
        Object report = phone.ctl("import", saved.toString());
        assertThat(Json.list(report, "changed")).isEmpty();
        assertThat(phone.get("DeviceProvisionServerUrl")).isEqualTo("***@127.0.0.1:1/");
        nginx.put("basic/config.xml", Nginx.settings("Account1Label", "by password"));
        phone.ctl("provision");
        assertThat(phone.get("Account1Label")).isEqualTo("by password");
    }

    @Test
    public void aFileThatIsNoneChangesNothing() throws IOException {
        PhoneProcess phone = phone(Map.of("Account1Label", "Reception"));
        Path bad = Files.writeString(workspace.directory().resolve("bad.xml"),
                "<settings><setting id=\"Account1Label\" value=\"x\"/><setting id=\"Account2Label\"");
        assertThatThrownBy(() -> phone.ctl("import", bad.toString())).isInstanceOf(Ctl.Refused.class)
                .hasMessageContaining("nothing was imported").hasMessageContaining("bad.xml");
        assertThat(phone.get("Account1Label")).isEqualTo("Reception");
        Path half = Files.writeString(workspace.directory().resolve("half.xml"), "<settings><setting id=\"Account1Label\" value=\"x\"/>"
                + "<setting id=\"FeatureDndEnable\" value=\"perhaps\"/></settings>");
        Object report = phone.ctl("import", half.toString());
        assertThat(Json.text(report, "rejected", 0, "id")).isEqualTo("FeatureDndEnable");
        assertThat(phone.get("Account1Label")).isEqualTo("x");
    }

    @Test
    @Effect("DeviceProvisionUserConfigProtectEnable")
    public void whatTheUserSetStaysWhereItIsProtected() {
        for (boolean protect : new boolean[]{true, false}) {
            WebServer web = WebServer.start(workspace);
            PhoneProcess phone = phone(Map.of("DeviceProvisionUserConfigProtectEnable", protect));
            phone.set("DeviceProvisionServerUrl", web.url() + "config.xml");
            for (String account : List.of("Account1Label", "Account2Label")) {
                phone.set(account, "Mine");
            }
            web.put("config.xml", "<settings><setting id=\"Account1Label\" value=\"Yours\"/>"
                    + "<setting id=\"Account2Label\" value=\"Yours\" override=\"true\"/></settings>");
            phone.ctl("provision");
            assertThat(phone.get("Account1Label")).as("protected: %s", protect).isEqualTo(protect ? "Mine" : "Yours");
            assertThat(phone.get("Account2Label")).isEqualTo("Yours");
        }
    }
}
