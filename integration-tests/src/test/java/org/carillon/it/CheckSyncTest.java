package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawSip;
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
    private static final int NOTIFICATIONS = 1_500;
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

    @Test
    @Effect("DevicePostUriAbsolutePathEnable")
    public void aPostMayCarryTheWholeUri() {
        Nginx nginx = Nginx.start(WORKSPACE);
        for (boolean absolute : new boolean[]{true, false}) {
            web.put("config.M8.xml", effects
                    .file(Map.of("DevicePostUriAbsolutePathEnable", absolute, "DeviceConfigUploadUrl", nginx.http() + "action")));
            phone().ctl("provision");
            effects.requireApplied(phone());
            int before = nginx.requestLines().size();
            notify("report");
            Await.until("the configuration is posted", SOON, () -> nginx.requestLines().size() > before, phone()::tail);
            assertThat(nginx.requestLines().getLast()).startsWith("POST " + (absolute ? nginx.http() : "/") + "action/")
                    .endsWith("-config.xml HTTP/1.1");
            assertThat(nginx.requests().getLast()).contains(" 204 ");
        }
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

    /** By the server's address, mangled in their event, its parameters, their types and bodies; some are as they should be. */
    @Test
    public void mangledNotificationsHarmNothing() {
        Random random = new Random(5);
        serve("before");
        long before = Json.number(phone().ctl("status"), "uptimeMillis");
        try (RawSip server = new RawSip(phone().sipPort())) {
            for (int i = 0; i < NOTIFICATIONS; i++) {
                server.send(mangled(random, server));
                while (server.receive(Duration.ofMillis(1)).isPresent()) {
                    // whatever it says
                }
            }
        }
        assertThat(RawSip.isAlive(phone().sipPort(), Bench.OURS)).isTrue();
        assertThat(Json.number(phone().ctl("status"), "uptimeMillis")).as("no restart").isGreaterThan(before);
        serve("after");
        notify("check-sync");
        awaitLabel("after");
        assertThat(phone().program().output()).doesNotContain("cannot take a notification");
    }

    private static byte[] mangled(Random random, RawSip server) {
        byte[] body = new byte[random.nextInt(3) == 0 ? random.nextInt(1200) : 0];
        random.nextBytes(body);
        String more = "Event: "
                + pick(random, "check-sync", "report", "CHECK-SYNC", "check-sync.x", "", "\u00e9", "action-uri", "a".repeat(3000))
                + pick(random, "", ";reboot=false", ";reboot=", ";reboot", ";reboot=\"fa", ";=;;=", ";id=4;id=5",
                        ";reboot=false".repeat(300), " ;\t", ";\0=1")
                + "\r\n"
                + pick(random, "", "Subscription-State: active\r\n", "Subscription-State: ;;\r\n", "Event: report\r\n")
                + pick(random, "", "Content-Type: text/plain\r\n", "Content-Type: /\r\n",
                        "Content-Type: application/" + "x".repeat(2000) + "\r\n");
        String request = server.request("NOTIFY", Bench.OURS, more);
        String length = pick(random, String.valueOf(body.length), String.valueOf(body.length), "0", "7", "-1", "99999999999", "x");
        byte[] head = request.replace("Content-Length: 0", "Content-Length: " + length).getBytes(StandardCharsets.UTF_8);
        for (int turned = random.nextInt(4) - 2; turned > 0; turned--) {
            int at = random.nextInt(head.length);
            head[at] = (byte) (head[at] ^ 1 << random.nextInt(8));
        }
        byte[] message = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, message, head.length, body.length);
        return message;
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
