package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.PnpServer;
import org.carillon.it.kit.Sipp;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A phone asks its network where its files are, and listens to who says so. */
public class PnpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String URL = "http://" + PnpServer.ADDRESS + "/";

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final TestRule watch = workspace.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private PnpServer server;
    private PhoneProcess phone;

    @Before
    public void serve() {
        server = PnpServer.in(workspace);
        server.put("config.xml", Nginx.settings("Account1Label", "Everybody"));
        server.put("config.3C28A6200088.xml", Nginx.settings("Account1Label", "Desk seven"));
        server.put("other.xml", Nginx.settings("Account1Label", "Other desk"));
        server.put("third.xml", Nginx.settings("Account1Label", "Third desk"));
    }

    private void start(Map<String, ?> settings) {
        PhoneProcess.Builder builder = server.phone();
        if (!settings.isEmpty()) {
            builder.option("--config", effects.file(workspace.directory().resolve("start.xml"), settings).toString());
        }
        phone = builder.start();
        effects.requireApplied(phone);
    }

    private void awaitLabel(String label) {
        Await.until("the label " + label, PATIENCE, () -> phone.get("Account1Label").equals(label),
                () -> phone.ctl("pnp") + "\n" + server.requests() + "\n" + phone.tail());
    }

    private void awaitListening() {
        Await.until("it listens", PATIENCE, () -> !Json.text(phone.ctl("pnp"), "state").equals("about to ask"), phone::tail);
    }

    @Test
    public void aPhoneOutOfTheBoxProvisionsItself() {
        Sipp.Run answer = server.answer("pnp-answer", URL);
        start(Map.of());
        answer.succeeds();
        awaitLabel("Desk seven");
        Await.until("the report", PATIENCE,
                () -> Json.text(phone.ctl("provision", "--last"), "origin").equals("PnP NOTIFY from " + PnpServer.ADDRESS), phone::tail);
        assertThat(Json.text(phone.ctl("pnp"), "state")).isEqualTo("listening; somebody answered");
    }

    @Test
    public void itListensToItsNeighboursUnasked() {
        start(Map.of());
        awaitListening();
        server.tell(PnpServer.ADDRESS, 5082, "pnp-tell", URL + "other.xml").succeeds();
        awaitLabel("Other desk");
        server.tell(PnpServer.ADDRESS, 5082, "pnp-tell-external", URL + "third.xml").succeeds();
        awaitLabel("Third desk");
        int before = server.requests().size();
        server.tell(PnpServer.ELSEWHERE, 5082, "pnp-tell-from-elsewhere", URL).succeeds();
        server.tell(PnpServer.ADDRESS, 5082, "pnp-tell-nonsense", "file:///etc/passwd").succeeds();
        assertThat(Json.text(phone.ctl("pnp"), "refused")).contains("http, https and tftp are permitted");
        assertThat(server.requests()).hasSize(before);
    }

    @Test
    @Effect({"DeviceProvisionPnPEnable", "DeviceProvisionPnpPort"})
    public void itAsksFromThePortThatIsConfigured() {
        start(Map.of("DeviceProvisionPnPEnable", false, "DeviceProvisionPnpPort", 6082));
        assertThat(Json.text(phone.ctl("pnp"), "state")).isEqualTo("switched off");
        assertThat(server.listening()).doesNotContain(":6082", ":5082");
        Sipp.Run answer = server.answer("pnp-answer", URL + "other.xml");
        phone.set("DeviceProvisionPnPEnable", true);
        answer.succeeds();
        awaitLabel("Other desk");
        assertThat(server.listening()).contains(":6082");
        phone.set("DeviceProvisionPnpPort", 6083);
        awaitListening();
        server.tell(PnpServer.ADDRESS, 6083, "pnp-tell", URL + "third.xml").succeeds();
        awaitLabel("Third desk");
        assertThat(server.listening()).doesNotContain(":6082");
    }
}
