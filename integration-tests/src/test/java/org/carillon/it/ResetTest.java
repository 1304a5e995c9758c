package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;

/** The factory reset (manual 13.2): nothing of the owner stays (of kills in its midst, {@link KilledStepsTest}). */
public class ResetTest {
    private static final String LABEL = "Reception";

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private PhoneProcess.Builder phone() {
        return PhoneProcess.in(workspace).home(home()).audio("null").quiet();
    }

    private Path home() {
        return workspace.directory().resolve("home");
    }

    private void own(PhoneProcess phone, Path authority) {
        phone.set("Account1Label", LABEL);
        phone.set("Account1Password", "geheim");
        phone.ctl("trust", authority.toString());
    }

    /** What of the owner there is. */
    private Map<String, Boolean> traces(PhoneProcess phone) {
        Map<String, Boolean> traces = new TreeMap<>();
        traces.put("label", phone.get("Account1Label").equals(LABEL));
        traces.put("password", Json.text(phone.ctl("get", "Account1Password"), "layer").equals("user"));
        traces.put("history", !Json.list(phone.ctl("history")).isEmpty());
        traces.put("certificate", Files.exists(home().resolve("trusted")));
        return traces;
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home())) {
            for (Path file : all.filter(Files::isRegularFile).filter(file -> !home().relativize(file).startsWith("osgi")).toList()) {
                files.put(home().relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    public void nothingOfTheOwnerStays() throws IOException {
        PhoneProcess phone = phone().setting("Account2Label", "Second").option("--set", "Account3Label=Third").start();
        own(phone, Certificates.in(workspace).authority());
        assertThat(traces(phone)).doesNotContainValue(false);
        Map<String, byte[]> before = files();

        assertThat(Json.flag(phone.ctl("reset"), "resetting")).isTrue();
        Object ready = phone.awaitReady();
        assertThat(Json.number(ready, "boot")).isEqualTo(2);
        assertThat(traces(phone)).doesNotContainValue(true);
        for (String id : List.of("Account2Label", "Account3Label")) {
            assertThat(Json.text(phone.ctl("get", id), "layer")).as(id).isEqualTo("default");
        }
        Map<String, byte[]> after = files();
        assertThat(before.keySet()).containsAll(after.keySet()).contains("https.pem", "config/parameters.journal");
        for (String name : List.of("https.pem", "hardware/storage.key", "config/parameters.journal")) {
            assertThat(after.getOrDefault(name, new byte[0])).as(name).isNotEqualTo(before.get(name));
        }
        phone.terminate();
    }

    @Test
    @Effect("FeatureResetByLongPressEnable")
    public void theHeadsetKeyAsksBeforeItResets() {
        for (boolean enabled : new boolean[]{false, true}) {
            Path file = effects.file(workspace.directory().resolve("start.xml"), Map.of("FeatureResetByLongPressEnable", enabled));
            PhoneProcess phone = phone().option("--config", file.toString()).start();
            effects.requireApplied(phone);
            phone.set("Account1Label", LABEL);
            if (enabled) {
                phone.ctl("key", "HEADSET", "--long");
                assertThat(phone.ctl("screen").toString()).contains("Reset to factory settings?");
                phone.ctl("key", "CANCEL");
                assertThat(phone.ctl("screen").toString()).doesNotContain("Reset to factory settings?");
                assertThat(home().resolve("reset")).doesNotExist();
                phone.ctl("key", "HEADSET", "--long");
                phone.ctl("key", "OK");
                phone.awaitReady();
                assertThat(phone.get("Account1Label")).isEmpty();
            } else {
                assertThatThrownBy(() -> phone.ctl("key", "HEADSET", "--long")).isInstanceOf(Ctl.Refused.class)
                        .hasMessageContaining("turned off");
            }
            phone.terminate();
        }
    }
}
