package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Caller;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Ctl;
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

/** What the parameters of call forward do, as callers, a server and the person at the desk see it. */
public class ForwardParametersTest {
    private static final String FIRST = "101";
    private static final String SECOND = "102";
    private static final List<String> SET_BY_PERSONS = Stream.of("Feature", "Account1", "Account2")
            .flatMap(scope -> Stream.of("Imm", "Busy", "NoReply")
                    .flatMap(kind -> Stream.of(scope + kind + "FwdEnable", scope + kind + "FwdNumber")))
            .toList();

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

    /** Without codes and subscriptions nobody hears of what is unset. */
    @Before
    public void clear() {
        configure();
        SET_BY_PERSONS.forEach(id -> configured.phone().ctl("unset", id));
        configured.phone().ctl("unset", "FeatureNoReplyFwdDuration");
        server.reset();
    }

    private void configure(Object... settings) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i].toString(), settings[i + 1]);
        }
        configured.configure(effects, map);
    }

    /** What somebody who calls this user gets: where to go, the code of a refusal, or 180 when the phone rings. */
    private static String call(String user) {
        try (Caller caller = Caller.of(configured.phone(), user)) {
            int status = caller.ringsOrRefused();
            return status == 302 ? caller.redirectedTo() : String.valueOf(status);
        }
    }

    private static String at(String number) {
        return "sip:" + number + "@127.0.0.1:" + server.port();
    }

    private static Object press(String key) {
        return configured.phone().ctl("key", key);
    }

    /** Waits until a line's user has dialled a code. */
    private static void awaitDialled(String user, String code) {
        server.await("INVITE",
                invite -> invite.uri().startsWith("sip:" + code + "@") && invite.header("From").contains("sip:" + user + "@"));
    }

    private static SipMessage awaitSubscription(String user) {
        SipMessage subscribe = server.await("SUBSCRIBE", request -> request.header("From").contains("sip:" + user + "@"));
        assertThat(subscribe.header("Event")).isEqualTo("as-feature-event");
        assertThat(subscribe.header("Expires")).isNotEqualTo("0");
        return subscribe;
    }

    /** Waits until the server is asked for that, and returns what it is asked. */
    private static String awaitRequest(String type, boolean on) {
        return server.await("SUBSCRIBE", subscribe -> subscribe.body().contains("<forwardingType>" + type + "</forwardingType>")
                && subscribe.body().contains("<activateForward>" + on + "</activateForward>")).body();
    }

    private static void notify(SipMessage subscribe, String type, String elements) {
        server.notify(subscribe, "application/x-as-feature-event+xml", """
                <?xml version="1.0" encoding="UTF-8"?>
                <ForwardingEvent xmlns="http://www.ecma-international.org/standards/ecma-323/csta/ed3">
                  <device>102</device>
                  <forwardingType>%s</forwardingType>
                  %s
                </ForwardingEvent>
                """.formatted(type, elements));
    }

    private static void awaitParameter(String id, String value) {
        Await.until(id + " is " + value, Duration.ofSeconds(5), () -> configured.phone().get(id).equals(value));
    }

    @Test
    @Effect({"FeatureImmFwdEnable", "FeatureImmFwdNumber"})
    public void everyCallerIsSentElsewhere() {
        configure("FeatureImmFwdNumber", "300");
        assertThat(call(FIRST)).isEqualTo("180");
        configure("FeatureImmFwdEnable", true, "FeatureImmFwdNumber", "300");
        assertThat(call(FIRST)).isEqualTo(at("300"));
        assertThat(call(SECOND)).isEqualTo(at("300"));
        configure("FeatureImmFwdEnable", true);
        assertThat(call(FIRST)).as("nowhere to go").isEqualTo("180");
    }

    @Test
    @Effect({"FeatureBusyFwdEnable", "FeatureBusyFwdNumber"})
    public void callersOfABusyPhoneAreSentElsewhere() {
        configure("FeatureBusyFwdEnable", true, "FeatureBusyFwdNumber", "301");
        assertThat(call(FIRST)).isEqualTo("180");
        configure("FeatureBusyFwdEnable", true, "FeatureBusyFwdNumber", "301", "FeatureDndEnable", true, "FeatureDndRefuseCode", 603);
        assertThat(call(FIRST)).isEqualTo(at("301"));
        configure("FeatureBusyFwdEnable", false, "FeatureBusyFwdNumber", "301", "FeatureDndEnable", true, "FeatureDndRefuseCode", 603);
        assertThat(call(FIRST)).isEqualTo("603");
    }

    @Test
    @Effect({"FeatureNoReplyFwdEnable", "FeatureNoReplyFwdNumber", "FeatureNoReplyFwdDuration"})
    public void callersThatNobodyAnswersAreSentElsewhere() {
        configure("FeatureNoReplyFwdEnable", true, "FeatureNoReplyFwdNumber", "302", "FeatureNoReplyFwdDuration", 11);
        requireSentAfter(FIRST, 11, "302");
    }

    @Test
    @Effect({"Account{account}NoReplyFwdEnable", "Account{account}NoReplyFwdNumber"})
    public void callersOfAnAccountThatNobodyAnswersAreSentElsewhere() {
        configure("FeatureFwdMode", 1, "Account2NoReplyFwdEnable", true, "Account2NoReplyFwdNumber", "303");
        requireSentAfter(SECOND, 10, "303");
    }

    private static void requireSentAfter(String user, int seconds, String number) {
        try (Caller caller = Caller.of(configured.phone(), user)) {
            caller.awaitRinging();
            long since = System.nanoTime();
            assertThat(caller.refusal()).isEqualTo(302);
            assertThat(caller.redirectedTo()).isEqualTo(at(number));
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(Duration.ofMillis(seconds * 1000L - 500),
                    Duration.ofMillis(seconds * 1000L + 3000));
        }
    }

    @Test
    @Effect({"FeatureFwdMode", "Account{account}ImmFwdEnable", "Account{account}ImmFwdNumber"})
    public void inCustomModeEachAccountHasASwitchOfItsOwn() {
        configure("FeatureFwdMode", 1, "Account2ImmFwdEnable", true, "Account2ImmFwdNumber", "300");
        assertThat(call(FIRST)).isEqualTo("180");
        assertThat(call(SECOND)).isEqualTo(at("300"));
        configure("FeatureFwdMode", 0, "Account2ImmFwdEnable", true, "Account2ImmFwdNumber", "300");
        assertThat(call(SECOND)).isEqualTo("180");
        configure("FeatureFwdMode", 1, "FeatureImmFwdEnable", true, "FeatureImmFwdNumber", "300");
        assertThat(call(SECOND)).isEqualTo("180");
    }

    @Test
    @Effect({"Account{account}BusyFwdEnable", "Account{account}BusyFwdNumber"})
    public void callersOfABusyAccountAreSentElsewhere() {
        configure("FeatureFwdMode", 1, "Account2BusyFwdEnable", true, "Account2BusyFwdNumber", "301", "FeatureDndEnable", true);
        assertThat(call(SECOND)).isEqualTo(at("301"));
        assertThat(call(FIRST)).isEqualTo("486");
    }

    @Test
    public void aPhoneWithAllCallsItMayHaveIsBusy() {
        configure("SIPMaxCall", 1, "FeatureBusyFwdEnable", true, "FeatureBusyFwdNumber", "301");
        try (Caller first = Caller.of(configured.phone(), FIRST)) {
            first.awaitRinging();
            assertThat(call(SECOND)).isEqualTo(at("301"));
            configure("SIPMaxCall", 1);
            assertThat(call(SECOND)).isEqualTo("486");
            first.cancel();
        }
        configured.phone().awaitNoCall();
    }

    @Test
    @Effect({"FeatureImmFwdOnCode", "FeatureImmFwdOffCode", "FeatureBusyFwdOnCode", "FeatureBusyFwdOffCode", "FeatureNoReplyFwdOnCode",
            "FeatureNoReplyFwdOffCode"})
    public void thePhonesSwitchesAreToldToTheServerByCodes() {
        configure("FeatureImmFwdOnCode", "*72", "FeatureImmFwdOffCode", "*73", "FeatureBusyFwdOnCode", "*90", "FeatureBusyFwdOffCode",
                "*91", "FeatureNoReplyFwdOnCode", "*92", "FeatureNoReplyFwdOffCode", "*93", "FeatureBusyFwdNumber", "400");
        press("AlwaysFwdOn=300");
        awaitDialled(FIRST, "*72300");
        press("BusyFwdOn");
        awaitDialled(FIRST, "*90400");
        press("NoAnswFwdOn=302");
        awaitDialled(FIRST, "*92302");
        press("AlwaysFwdOff");
        awaitDialled(FIRST, "*73");
        press("BusyFwdOff");
        awaitDialled(FIRST, "*91");
        press("NoAnswFwdOff");
        awaitDialled(FIRST, "*93");
        assertThat(server.requests("INVITE")).as("once each").hasSize(6);
        configure("FeatureImmFwdOnCode", "*74", "FeatureImmFwdEnable", true, "FeatureImmFwdNumber", "300");
        assertThat(server.requests("INVITE")).as("files are not told").hasSize(6);
    }

    @Test
    @Effect({"Account{account}ImmFwdOnCode", "Account{account}ImmFwdOffCode", "Account{account}BusyFwdOnCode",
            "Account{account}BusyFwdOffCode", "Account{account}NoReplyFwdOnCode", "Account{account}NoReplyFwdOffCode"})
    public void anAccountsSwitchesAreToldToTheServerByItsCodes() {
        configure("FeatureFwdMode", 1, "Account2ImmFwdOnCode", "*72", "Account2ImmFwdOffCode", "*73", "Account2BusyFwdOnCode", "*90",
                "Account2BusyFwdOffCode", "*91", "Account2NoReplyFwdOnCode", "*92", "Account2NoReplyFwdOffCode", "*93",
                "FeatureImmFwdOnCode", "*74");
        press("AlwaysFwdOn=300");
        awaitDialled(SECOND, "*72300");
        press("BusyFwdOn=301");
        awaitDialled(SECOND, "*90301");
        press("NoAnswFwdOn=302");
        awaitDialled(SECOND, "*92302");
        press("AlwaysFwdOff");
        awaitDialled(SECOND, "*73");
        press("BusyFwdOff");
        awaitDialled(SECOND, "*91");
        press("NoAnswFwdOff");
        awaitDialled(SECOND, "*93");
        assertThat(server.requests("INVITE")).noneMatch(invite -> invite.uri().contains("*74"));
    }

    @Test
    @Effect("FeatureFwdMethod")
    public void theServerIsToldInsideASubscription() {
        configure("FeatureFwdMethod", 1, "FeatureImmFwdOnCode", "*72");
        awaitSubscription(FIRST);
        press("AlwaysFwdOn=300");
        assertThat(awaitRequest("forwardImmediate", true)).contains("<SetForwarding ", "<forwardDN>300</forwardDN>");
        press("AlwaysFwdOff");
        awaitRequest("forwardImmediate", false);
        assertThat(server.requests("INVITE")).as("no code is dialled").isEmpty();
    }

    /** DND and forward have one subscription for a line. */
    @Test
    @Effect("Account{account}FwdMethod")
    public void anAccountsServerIsToldInsideASubscriptionThatFeaturesShare() {
        configure("FeatureFwdMode", 1, "Account2FwdMethod", 1, "FeatureDndMode", 1, "Account2DndMethod", 1);
        SipMessage subscription = awaitSubscription(SECOND);
        press("BusyFwdOn=301");
        awaitRequest("forwardBusy", true);
        press("DND_ON");
        SipMessage dnd = server.await("SUBSCRIBE", subscribe -> subscribe.body().contains("<doNotDisturbOn>true</doNotDisturbOn>"));
        configured.phone().ctl("unset", "Account1DndEnable");
        configured.phone().ctl("unset", "Account2DndEnable");
        assertThat(server.requests("SUBSCRIBE")).noneMatch(subscribe -> subscribe.header("From").contains("sip:" + FIRST + "@"));
        assertThat(server.requests("SUBSCRIBE").stream().filter(subscribe -> !subscribe.body().isEmpty())
                .map(subscribe -> subscribe.header("Call-ID"))).containsOnly(dnd.header("Call-ID"));
        assertThat(subscription.header("Event")).isEqualTo(dnd.header("Event"));
    }

    @Test
    @Effect("FeatureNoReplyFwdInterval")
    public void timeIsCountedInRings() {
        configure("FeatureFwdMethod", 1, "FeatureNoReplyFwdInterval", 4);
        SipMessage subscription = awaitSubscription(FIRST);
        press("NoAnswFwdOn=302");
        assertThat(awaitRequest("forwardNoAns", true)).contains("<ringCount>3</ringCount>");
        notify(subscription, "forwardNoAns", "<forwardStatus>true</forwardStatus><forwardTo>304</forwardTo><ringCount>5</ringCount>");
        awaitParameter("FeatureNoReplyFwdDuration", "20");
        awaitParameter("FeatureNoReplyFwdNumber", "304");
    }

    /** A server that says that it is in step forwards by itself; what comes through is for the person. */
    @Test
    @Effect("Account{account}FwdSyncServerLocalProcessingEnable")
    public void aServerInStepIsTrustedUnlessThePhoneIsToForwardAsWell() {
        configure("FeatureFwdMode", 1, "Account2FwdMethod", 1);
        notify(awaitSubscription(SECOND), "forwardImmediate", "<forwardStatus>true</forwardStatus><forwardTo>300</forwardTo>");
        awaitParameter("Account2ImmFwdEnable", "true");
        assertThat(call(SECOND)).isEqualTo("180");
        configure("FeatureFwdMode", 1, "Account2FwdMethod", 1, "Account2FwdSyncServerLocalProcessingEnable", true);
        assertThat(call(SECOND)).isEqualTo(at("300"));
    }

    @Test
    public void aKeyTurnsForwardOnForItsAccount() {
        configure("FeatureFwdMode", 1, "ProgramKey5Type", 7, "ProgramKey5Account", 2);
        assertThatThrownBy(() -> press("L5")).isInstanceOf(Ctl.Refused.class).hasMessageContaining("Account2ImmFwdNumber is blank");
        configure("FeatureFwdMode", 1, "ProgramKey5Type", 7, "ProgramKey5Account", 2, "Account2ImmFwdNumber", "300");
        Object screen = press("L5");
        assertThat(Json.text(screen, "leds", "L5")).isEqualTo("solid red");
        assertThat(Json.list(screen, "icons").stream().map(Object::toString)).contains("forward");
        assertThat(Json.text(screen, "notice")).contains("Forwarded to 300");
        assertThat(call(SECOND)).isEqualTo(at("300"));
        assertThat(call(FIRST)).isEqualTo("180");
        assertThat(Json.text(press("L5"), "leds", "L5")).isEqualTo("off");
        assertThat(call(SECOND)).isEqualTo("180");
    }
}
