package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Sipp;
import org.carillon.it.kit.WebServer;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A SIP server has its phones provisioned, by NOTIFY check-sync through kamailio. */
public class CheckSyncTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private static Bench bench;
    private static WebServer web;

    @BeforeClass
    public static void start() {
        web = WebServer.start(WORKSPACE);
        bench = Bench.start(WORKSPACE);
    }

    @Before
    public void clear() {
        bench.clear();
        phone().set("DeviceProvisionServerUrl", web.url());
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    private static void notify(String event) {
        new Sipp(WORKSPACE, bench.kamailio().port(), Bench.OURS).run("notify-event", "-key", "event", event);
    }

    private static void awaitLabel(String label) {
        Await.until("the file is applied", SOON, () -> phone().get("Account2Label").equals(label), phone()::tail);
    }

    private static void serve(String label) {
        web.put("config.M8.xml", "<settings><setting id=\"Account2Label\" value=\"" + label + "\"/></settings>");
    }

    @Test
    public void filesAreFetchedAndNothingElseHappens() {
        long before = Json.number(phone().ctl("status"), "uptimeMillis");
        serve("first");
        notify("check-sync");
        awaitLabel("first");
        serve("second");
        notify("check-sync;reboot=false");
        awaitLabel("second");
        assertThat(Json.number(phone().ctl("status"), "uptimeMillis")).as("no restart").isGreaterThan(before);
    }

    @Test
    @Effect({"DeviceConfigUploadEnable", "DeviceConfigUploadUrl"})
    public void theConfigurationIsPostedWhereThatIsWanted() {
        configure(true);
        notify("report");
        Await.until("the configuration is posted", SOON, () -> !web.uploads().isEmpty(), phone()::tail);
        String name = web.uploads().getFirst().replace("POST /", "");
        assertThat(name).startsWith("saved/").endsWith("-config.xml");
        assertThat(web.get(name)).contains("DeviceConfigUploadUrl").doesNotContain("Account1Password");
        configure(false);
        assertThatThrownBy(() -> notify("report")).hasMessageContaining("489");
    }

    private void configure(boolean upload) {
        web.put("config.M8.xml", effects
                .file(Map.of("DeviceConfigUploadEnable", upload, "DeviceConfigUploadUrl", web.url().replace("http://", "") + "saved")));
        phone().ctl("provision");
        effects.requireApplied(phone());
    }

    @Test
    public void aRestartWaitsForTheEndOfTheCall() {
        serve("in a call");
        bench.callOut();
        notify("check-sync;reboot=true");
        awaitLabel("in a call");
        assertThat(phone().calls()).hasSize(1);
        phone().ctl("hangup");
        Object ready = phone().awaitReady();
        assertThat(Json.number(ready, "boot")).isEqualTo(2);
        phone().awaitLine(1, "registered");
        assertThat(phone().get("Account2Label")).isEqualTo("in a call");
    }
}
