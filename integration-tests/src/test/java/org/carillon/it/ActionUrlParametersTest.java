package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Baresip;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Ctl;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Manual;
import org.carillon.it.kit.Nginx;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** What happens on the phone, as a web server hears of it, with what it is told about it. */
public class ActionUrlParametersTest {
    private static final String MAC = "3C28A62000AB";
    private static final String OURS = "sip:" + Bench.OURS + "@127.0.0.1";
    private static final String THEIRS = "sip:" + Bench.THEIRS + "@";
    /** Events of the manual whose causes the phone does not know yet. */
    private static final Set<String> WITHOUT_CAUSE = Stream
            .of("CallTransfer", "BlindTransfer", "AttendedTransfer", "TransferFailed", "TransferFinished", "CallWaitingEnabled",
                    "CallWaitingDisabled", "PeripheralInformation", "VpnIp", "ScreenActive", "ScreenInactive", "ConferenceEstablished")
            .map(id -> "ActionUrl" + id).collect(Collectors.toSet());
    private static final List<String> EVENTS = Manual.list("action-url-events.json").stream().map(event -> Json.text(event, "parameter"))
            .toList();
    /** Every variable that the manual has, each as a value of the same name. */
    private static final String QUERY = Manual.list("action-url-variables.json").stream()
            .map(name -> name.toString().substring(1) + "=" + name)
            .collect(Collectors.joining("&"));
    private static final List<String> IDS = EVENTS.stream().filter(id -> !WITHOUT_CAUSE.contains(id))
            .map(id -> id.substring("ActionUrl".length())).toList();

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Nginx nginx;
    private static Bench bench;

    private int mark;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        nginx = Nginx.start(WORKSPACE);
        nginx.put("config." + MAC + ".xml", Nginx.settings("Account7Label", "provisioned"));
        Kamailio kamailio = Bench.kamailio(WORKSPACE).start();
        Baresip baresip = Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).start();
        PhoneProcess.Builder builder = Bench.phone(WORKSPACE, kamailio).option("--mac", MAC, "--provision", nginx.http())
                .setting("Account1DisplayName", "Our side");
        bench = Bench.of(kamailio, baresip, configured(builder, IDS).start());
        Await.until("the start is told", Duration.ofSeconds(20),
                () -> Stream.of("RegisterSucceeded", "AutopStart", "AutopFinish", "SetupCompleted").allMatch(id -> count(id) == 1),
                () -> nginx.targets() + "\n" + phone().tail());
    }

    private static PhoneProcess.Builder configured(PhoneProcess.Builder builder, List<String> ids) {
        ids.forEach(id -> builder.setting("ActionUrl" + id, url(id).replace("&", "&amp;")));
        return builder;
    }

    private static long count(String id) {
        return nginx.targets().stream().filter(target -> target.startsWith("/action/" + id + "?")).count();
    }

    private static String url(String id) {
        return nginx.http() + "action/" + id + "?" + QUERY;
    }

    @Before
    public void clear() {
        bench.clear();
        Await.until("all calls so far are told to their end", Duration.ofSeconds(10), () -> count("IdleToBusy") == count("BusyToIdle"),
                () -> nginx.targets().toString());
        mark = nginx.targets().size();
    }

    private static PhoneProcess phone() {
        return bench.phone();
    }

    /** Fails unless the phone has these URLs from its file. */
    private void requireApplied(String... ids) {
        requireApplied(phone(), ids);
    }

    private void requireApplied(PhoneProcess phone, String... ids) {
        effects.file(Arrays.stream(ids).collect(Collectors.toMap(id -> "ActionUrl" + id, ActionUrlParametersTest::url)));
        effects.requireApplied(phone);
    }

    /** Waits for what the server is told of an event since the test began, by variable. */
    private Map<String, String> told(String id) {
        String found = Await.value("a request for " + id, Duration.ofSeconds(10),
                () -> since().stream().filter(target -> target.startsWith("/action/" + id + "?")).findFirst(),
                () -> since() + "\n" + phone().tail());
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : found.substring(found.indexOf('?') + 1).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        assertThat(values).hasSize(18).containsEntry("mac", MAC).containsEntry("ip", "127.0.0.1").containsEntry("model", "M8")
                .containsEntry("addon_number", "0").containsEntry("udisk_number", "0").containsEntry("usbheadset_number", "0")
                .containsEntry("vpn_ip", "");
        assertThat(values.get("firmware")).matches("\\d+\\.\\d+.*");
        return values;
    }

    private List<String> since() {
        List<String> all = nginx.targets();
        return all.subList(Math.min(mark, all.size()), all.size());
    }

    /** The events told since the test began, in order. */
    private List<String> order() {
        return since().stream().filter(target -> target.startsWith("/action/"))
                .map(target -> target.replaceFirst("/action/(\\w+)\\?.*", "$1"))
                .toList();
    }

    private void toldOfThePhone(String id) {
        assertThat(told(id)).containsEntry("active_url", "").containsEntry("call_id", "");
    }

    private void toldOfTheAccount(String id) {
        assertThat(told(id)).containsEntry("active_url", OURS).containsEntry("active_user", Bench.OURS).containsEntry("active_host",
                "127.0.0.1").containsEntry("call_id", "").containsEntry("remote", "");
    }

    private void toldOfACall(String id, boolean incoming, String callId) {
        Map<String, String> told = told(id);
        assertThat(told).as(id).containsEntry("active_url", OURS).containsEntry("active_user", Bench.OURS)
                .containsEntry("active_host", "127.0.0.1").containsEntry("local", OURS).containsEntry("display_local", "Our side")
                .containsEntry("display_remote", "").containsEntry("call_id", callId)
                .containsEntry("callerID", incoming ? Bench.THEIRS : "").containsEntry("calledNumber", incoming ? "" : Bench.THEIRS);
        assertThat(told.get("remote")).startsWith(THEIRS);
    }

    /** That each of the others is told is for the tests below, which answer for every parameter that the phone has. */
    @Test
    public void eventsOfTheManualAreParametersUnlessTheirCauseIsMissing() {
        assertThat(EVENTS).hasSize(50).containsAll(WITHOUT_CAUSE);
        IDS.forEach(id -> assertThat(phone().get("ActionUrl" + id)).isEqualTo(url(id)));
        WITHOUT_CAUSE.forEach(id -> assertThatThrownBy(() -> phone().get(id)).as(id).isInstanceOf(Ctl.Refused.class));
    }

    @Test
    @Effect({"ActionUrlSetupCompleted", "ActionUrlAutopStart", "ActionUrlAutopFinish", "ActionUrlReboot", "ActionUrlRegisterSucceeded"})
    public void aRestartIsTold() {
        requireApplied("SetupCompleted", "AutopStart", "AutopFinish", "Reboot", "RegisterSucceeded");
        phone().ctl("reboot");
        phone().awaitReady();
        toldOfThePhone("Reboot");
        toldOfThePhone("AutopStart");
        toldOfThePhone("AutopFinish");
        toldOfThePhone("SetupCompleted");
        toldOfTheAccount("RegisterSucceeded");
        phone().follow();
        phone().awaitLine(1, "registered");
        assertThat(order().getFirst()).isEqualTo("Reboot");
    }

    /** On a phone of its own: nothing of it stays. It restarts as well. */
    @Test
    @Effect({"ActionUrlReset", "ActionUrlReboot"})
    public void aResetIsTold() {
        PhoneProcess other = configured(PhoneProcess.in(WORKSPACE).audio("null").quiet().option("--mac", MAC), List.of("Reset", "Reboot"))
                .start();
        requireApplied(other, "Reset", "Reboot");
        other.ctl("reset");
        toldOfThePhone("Reset");
        toldOfThePhone("Reboot");
        assertThat(order()).containsExactly("Reset", "Reboot");
        other.awaitReady();
        assertThat(other.get("ActionUrlReset")).isEmpty();
    }

    @Test
    @Effect({"ActionUrlUnregistered", "ActionUrlRegisterFailed", "ActionUrlRegisterSucceeded"})
    public void registrationsAreTold() {
        requireApplied("Unregistered", "RegisterFailed", "RegisterSucceeded");
        phone().set("Account1Enable", false);
        toldOfTheAccount("Unregistered");
        try {
            phone().set("Account1Password", "wrong");
            phone().ctl("unset", "Account1Enable");
            toldOfTheAccount("RegisterFailed");
        } finally {
            phone().ctl("unset", "Account1Enable");
            phone().ctl("unset", "Account1Password");
        }
        toldOfTheAccount("RegisterSucceeded");
        assertThat(order()).containsExactly("Unregistered", "RegisterFailed", "RegisterSucceeded");
    }

    @Test
    @Effect({"ActionUrlIdleToBusy", "ActionUrlIncomingCall", "ActionUrlAnswerIncomingCall", "ActionUrlCallEstablished", "ActionUrlCallHold",
            "ActionUrlCallUnhold", "ActionUrlMute", "ActionUrlUnmute", "ActionUrlCallTerminated", "ActionUrlBusyToIdle"})
    public void aCallIsToldFromItsBeginningToItsEnd() {
        String[] ids = {"IncomingCall", "IdleToBusy", "AnswerIncomingCall", "CallEstablished", "CallHold", "CallUnhold", "Mute", "Unmute",
                "CallTerminated", "BusyToIdle"};
        requireApplied(ids);
        bench.callIn();
        String callId = Json.text(phone().awaitCall("talking"), "callId");
        told("CallEstablished");
        phone().ctl("hold");
        told("CallHold");
        phone().ctl("resume");
        told("CallUnhold");
        phone().ctl("mute", "on");
        told("Mute");
        phone().ctl("mute", "off");
        told("Unmute");
        phone().ctl("hangup");
        bench.awaitRest();
        for (String id : ids) {
            toldOfACall(id, true, callId);
        }
        assertThat(order()).containsExactly(ids);
    }

    @Test
    @Effect({"ActionUrlOutgoingCall", "ActionUrlCancelOutgoingCall"})
    public void aCallThatIsGivenUpIsTold() {
        requireApplied("OutgoingCall", "CancelOutgoingCall");
        phone().ctl("dial", Bench.THEIRS);
        String callId = Json.text(phone().awaitCall("early"), "callId");
        phone().ctl("hangup");
        toldOfACall("OutgoingCall", false, callId);
        toldOfACall("CancelOutgoingCall", false, callId);
        told("BusyToIdle");
        assertThat(order()).containsExactly("IdleToBusy", "OutgoingCall", "CancelOutgoingCall", "BusyToIdle");
    }

    @Test
    @Effect("ActionUrlRemoteBusy")
    public void aCallThatIsRefusedThereIsTold() {
        requireApplied("RemoteBusy");
        phone().ctl("dial", Bench.THEIRS);
        String callId = Json.text(phone().awaitCall("early"), "callId");
        bench.baresip().hangup();
        toldOfACall("RemoteBusy", false, callId);
        told("BusyToIdle");
        assertThat(order()).doesNotContain("CancelOutgoingCall", "CallTerminated");
    }

    @Test
    @Effect({"ActionUrlRejectIncomingCall", "ActionUrlIncomingCall"})
    public void aCallThatIsRefusedHereIsTold() {
        requireApplied("RejectIncomingCall", "IncomingCall");
        String callId = ring();
        phone().ctl("reject");
        toldOfACall("IncomingCall", true, callId);
        toldOfACall("RejectIncomingCall", true, callId);
        told("BusyToIdle");
        assertThat(order()).doesNotContain("MissedCall", "CallTerminated");
    }

    @Test
    @Effect({"ActionUrlCallRemoteCanceled", "ActionUrlMissedCall"})
    public void aCallThatNobodyTookIsTold() {
        requireApplied("CallRemoteCanceled", "MissedCall");
        String callId = ring();
        bench.baresip().hangup();
        toldOfACall("CallRemoteCanceled", true, callId);
        toldOfACall("MissedCall", true, callId);
        assertThat(order()).doesNotContain("RejectIncomingCall");
    }

    private static String ring() {
        bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
        return Json.text(phone().awaitCall("ringing"), "callId");
    }

    @Test
    @Effect({"ActionUrlDNDEnabled", "ActionUrlDNDDisabled", "ActionUrlImmediateForwardEnabled", "ActionUrlImmediateForwardDisabled",
            "ActionUrlBusyForwardEnabled", "ActionUrlBusyForwardDisabled", "ActionUrlNoReplyForwardEnabled",
            "ActionUrlNoReplyForwardDisabled"})
    public void whatIsTurnedOnAndOffIsTold() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("DND", List.of("DND_ON", "DND_OFF"));
        keys.put("ImmediateForward", List.of("AlwaysFwdOn=300", "AlwaysFwdOff"));
        keys.put("BusyForward", List.of("BusyFwdOn=300", "BusyFwdOff"));
        keys.put("NoReplyForward", List.of("NoAnswFwdOn=300", "NoAnswFwdOff"));
        keys.forEach((what, names) -> {
            requireApplied(what + "Enabled", what + "Disabled");
            phone().ctl("key", names.getFirst());
            toldOfTheAccount(what + "Enabled");
            phone().ctl("key", names.getLast());
            toldOfTheAccount(what + "Disabled");
        });
        assertThat(order()).containsExactly("DNDEnabled", "DNDDisabled", "ImmediateForwardEnabled", "ImmediateForwardDisabled",
                "BusyForwardEnabled", "BusyForwardDisabled", "NoReplyForwardEnabled", "NoReplyForwardDisabled");
    }

    @Test
    @Effect("ActionUrlForwardIncomingCall")
    public void aCallThatIsSentElsewhereIsTold() {
        requireApplied("ForwardIncomingCall");
        phone().ctl("key", "AlwaysFwdOn=300");
        try {
            bench.baresip().dial("sip:" + Bench.OURS + "@" + Kamailio.DOMAIN);
            assertThat(told("ForwardIncomingCall")).containsEntry("active_url", OURS).containsEntry("callerID", Bench.THEIRS);
            assertThat(order()).doesNotContain("RejectIncomingCall", "MissedCall");
        } finally {
            phone().ctl("key", "AlwaysFwdOff");
            told("ImmediateForwardDisabled");
        }
    }

    @Test
    @Effect({"ActionUrlOffHook", "ActionUrlOnHook", "ActionUrlHandfree", "ActionUrlHeadset"})
    public void theHookAndTheKeysOfSpeakerAndHeadsetAreTold() {
        requireApplied("OffHook", "OnHook", "Handfree", "Headset");
        phone().ctl("key", "OFFHOOK");
        toldOfThePhone("OffHook");
        phone().ctl("key", "ONHOOK");
        toldOfThePhone("OnHook");
        assertThat(order()).containsExactly("OffHook", "OnHook");
        phone().ctl("key", "HANDSFREE");
        toldOfThePhone("Handfree");
        phone().ctl("key", "ONHOOK");
        Await.until("on hook", Duration.ofSeconds(10), () -> order().size() == 5);
        phone().ctl("key", "HEADSET");
        toldOfThePhone("Headset");
        phone().ctl("key", "HEADSET");
        Await.until("on hook again", Duration.ofSeconds(10), () -> order().size() == 9);
    }
}
