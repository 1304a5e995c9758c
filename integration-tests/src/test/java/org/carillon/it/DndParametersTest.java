package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Caller;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.SipMessage;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What the parameters of do-not-disturb and of the keys do, as callers, a server and the person at the desk see it. */
public class DndParametersTest {
    private static final String FIRST = "101";
    private static final String SECOND = "102";
    private static final List<String> SWITCHES = List.of("FeatureDndEnable", "Account1DndEnable", "Account2DndEnable");

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;
    private static ConfiguredPhone configured;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer("127.0.0.1"));
        configured = ConfiguredPhone.startWithTwoLines(WORKSPACE, server);
    }

    @Before
    public void clear() {
        SWITCHES.forEach(id -> configured.phone().ctl("unset", id));
        configure();
        server.reset();
    }

    private void configure(Object... settings) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i].toString(), settings[i + 1]);
        }
        configured.configure(effects, map);
    }

    /** What somebody who calls this user gets: the code of the refusal, or 180 when the phone rings. */
    private static int call(String user) {
        try (Caller caller = Caller.of(configured.phone(), user)) {
            return caller.ringsOrRefused();
        }
    }

    private static Object press(String key) {
        return configured.phone().ctl("key", key);
    }

    /** Waits until a line's user has dialled a code. */
    private static void awaitDialled(String user, String code) {
        server.await("INVITE",
                invite -> invite.uri().startsWith("sip:" + code + "@") && invite.header("From").contains("sip:" + user + "@"));
    }

    @Test
    @Effect({"FeatureDndEnable", "FeatureDndRefuseCode"})
    public void callersAreRefusedWithTheCode() {
        assertThat(call(FIRST)).isEqualTo(180);
        configure("FeatureDndEnable", true);
        assertThat(call(FIRST)).isEqualTo(486);
        configure("FeatureDndEnable", true, "FeatureDndRefuseCode", 603);
        assertThat(call(FIRST)).isEqualTo(603);
        assertThat(call(SECOND)).isEqualTo(603);
    }

    @Test
    @Effect({"FeatureDndMode", "Account{account}DndEnable"})
    public void inCustomModeEachAccountHasASwitchOfItsOwn() {
        configure("FeatureDndMode", 1, "Account2DndEnable", true, "FeatureDndEnable", false);
        assertThat(call(FIRST)).isEqualTo(180);
        assertThat(call(SECOND)).isEqualTo(486);
        configure("FeatureDndMode", 0, "Account2DndEnable", true, "FeatureDndEnable", false);
        assertThat(call(SECOND)).isEqualTo(180);
        configure("FeatureDndMode", 1, "Account2DndEnable", false, "FeatureDndEnable", true);
        assertThat(call(SECOND)).isEqualTo(180);
    }

    @Test
    @Effect({"FeatureDndOnCode", "FeatureDndOffCode"})
    public void thePhonesSwitchIsToldToTheServerByCodes() {
        configure("FeatureDndOnCode", "*78", "FeatureDndOffCode", "*79");
        press("DND_ON");
        awaitDialled(FIRST, "*78");
        press("DND_OFF");
        awaitDialled(FIRST, "*79");
    }

    @Test
    @Effect({"Account{account}DndOnCode", "Account{account}DndOffCode"})
    public void anAccountsSwitchIsToldToTheServerByItsCodes() {
        configure("FeatureDndMode", 1, "Account2DndOnCode", "*72", "Account2DndOffCode", "*73", "FeatureDndOnCode", "*78");
        press("DND_ON");
        awaitDialled(SECOND, "*72");
        press("DND_OFF");
        awaitDialled(SECOND, "*73");
        assertThat(server.requests("INVITE")).noneMatch(invite -> invite.uri().contains("*78"));
    }

    @Test
    @Effect("FeatureDNDMethod")
    public void theServerIsToldInsideASubscription() {
        configure("FeatureDNDMethod", 1, "FeatureDndOnCode", "*78");
        awaitSubscription(FIRST);
        press("DND_ON");
        server.await("SUBSCRIBE", subscribe -> subscribe.body().contains("<doNotDisturbOn>true</doNotDisturbOn>"));
        assertThat(server.requests("INVITE")).as("no code is dialled").isEmpty();
    }

    private static SipMessage awaitSubscription(String user) {
        SipMessage subscribe = server.await("SUBSCRIBE", request -> request.header("From").contains("sip:" + user + "@"));
        assertThat(subscribe.header("Event")).isEqualTo("as-feature-event");
        assertThat(subscribe.header("Expires")).isNotEqualTo("0");
        return subscribe;
    }

    @Test
    @Effect("Account{account}DndMethod")
    public void anAccountsServerIsToldInsideASubscription() {
        configure("FeatureDndMode", 1, "Account2DndMethod", 1);
        awaitSubscription(SECOND);
        press("DND_ON");
        server.await("SUBSCRIBE", subscribe -> subscribe.body().contains("<doNotDisturbOn>true</doNotDisturbOn>"));
        assertThat(server.requests("SUBSCRIBE")).noneMatch(subscribe -> subscribe.header("From").contains("sip:" + FIRST + "@"));
    }

    /** A server that says that it is in step rejects calls by itself; what comes through is for the person. */
    @Test
    @Effect("Account{account}DndSyncServerLocalProcessingEnable")
    public void aServerInStepIsTrustedUnlessThePhoneIsToRejectAsWell() {
        configure("FeatureDndMode", 1, "Account2DndMethod", 1);
        server.notify(awaitSubscription(SECOND), "application/x-as-feature-event+xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <DoNotDisturbEvent xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">
                  <device>102</device>
                  <doNotDisturbOn>true</doNotDisturbOn>
                </DoNotDisturbEvent>
                """);
        Await.until("the phone follows", Duration.ofSeconds(5), () -> configured.phone().get("Account2DndEnable").equals("true"));
        assertThat(call(SECOND)).isEqualTo(180);
        configure("FeatureDndMode", 1, "Account2DndMethod", 1, "Account2DndSyncServerLocalProcessingEnable", true);
        assertThat(call(SECOND)).isEqualTo(486);
    }

    @Test
    @Effect("FeatureDNDPromptMode")
    public void thePromptIsAnIconOrWords() {
        configure("FeatureDndEnable", true);
        Object icon = configured.phone().ctl("screen");
        assertThat(Json.list(icon, "icons").stream().map(Object::toString)).contains("dnd");
        assertThat(Json.text(icon, "notice")).isEmpty();
        configure("FeatureDndEnable", true, "FeatureDNDPromptMode", 1);
        assertThat(Json.text(configured.phone().ctl("screen"), "notice")).isNotEmpty();
    }

    @Test
    @Effect({"ProgramKey{key}Type", "ProgramKey{key}Account"})
    public void aKeyTurnsDoNotDisturbOnForItsAccount() {
        configure("FeatureDndMode", 1, "ProgramKey5Type", 3, "ProgramKey5Account", 2);
        assertThat(Json.text(configured.phone().ctl("screen"), "leds", "L5")).isEqualTo("off");
        assertThat(Json.text(press("L5"), "leds", "L5")).isEqualTo("solid red");
        assertThat(call(SECOND)).isEqualTo(486);
        assertThat(call(FIRST)).isEqualTo(180);
        press("L5");
        assertThat(call(SECOND)).isEqualTo(180);
        configure("FeatureDndMode", 1, "ProgramKey5Type", 3);
        press("L5");
        assertThat(call(FIRST)).isEqualTo(486);
        configured.phone().awaitNoCall();
        Await.until("the light", Duration.ofSeconds(5),
                () -> Json.text(configured.phone().ctl("screen"), "leds", "L5").equals("solid red"));
    }

    @Test
    @Effect("ProgramKey{key}Label")
    public void aKeyIsLabelledAfterItsFunctionOrAsConfigured() {
        configure("ProgramKey5Type", 3);
        assertThat(Json.text(configured.phone().ctl("screen"), "keys", "L5")).isEqualTo("DND");
        configure("ProgramKey5Type", 3, "ProgramKey5Label", "Quiet");
        assertThat(Json.text(configured.phone().ctl("screen"), "keys", "L5")).isEqualTo("Quiet");
    }
}
