package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.Certificates;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Network;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Workspace;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/**
 * How what the phone sends is marked for the network, as nftables sees it in a namespace: by DSCP, and by the priority from which Linux makes that
 * of a frame with a VLAN tag. The phone has a line for each transport and calls itself.
 */
public class MarkingTest {
    private static final int RTP = 20_000;
    private static final String CALLED = "1002";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** By then a new socket is marked. */
    private static final Duration SOON = Duration.ofMillis(500);

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final TestRule watch = workspace.watch();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    private final Map<String, String> streams = new LinkedHashMap<>();
    private Network network;
    private PhoneProcess phone;

    /** As they are before a test says something else: 40 and 5 for SIP, 46 and 5 for audio. */
    private void start(Map<String, ?> settings) {
        network = Network.in(workspace);
        Certificates certificates = Certificates.in(workspace);
        Kamailio kamailio = Bench.kamailio(workspace).tcp().tls(certificates.signed("server", "IP:127.0.0.1"), certificates.authority())
                .within(network).start();
        Map<String, Object> all = new HashMap<>(settings);
        all.put("SIPTlsPeerVerify", false);
        account(all, 1, Bench.OURS, "one-for-the-phone", 0, kamailio.port());
        account(all, 2, CALLED, "one-for-baresip", 1, kamailio.port());
        account(all, 3, "1003", "one-for-baresip", 2, kamailio.tlsPort());
        Path file = effects.file(workspace.directory().resolve("marks.xml"), all);
        phone = PhoneProcess.in(workspace).within(network).rtpPorts(RTP, RTP + 15).audio("tone:700").option("--config", file.toString())
                .start();
        for (int line = 1; line <= 3; line++) {
            phone.awaitLine(line, "registered");
        }
        effects.requireApplied(phone);
        streams.put("udp", "udp dport " + kamailio.port());
        streams.put("tcp", "tcp dport " + kamailio.port());
        streams.put("tls", "tcp dport " + kamailio.tlsPort());
        streams.put("accepted", "tcp sport " + phone.sipPort());
    }

    private static void account(Map<String, Object> settings, int number, String user, String password, int transport, int port) {
        Map.of("UserName", user, "Password", password, "Server1Address", "127.0.0.1", "Server1Port", port, "Server1Transport", transport)
                .forEach((name, value) -> settings.put("Account" + number + name, value));
    }

    /** Calls from a line to the one over TCP, from that one to the one over UDP, and takes the call. */
    private void call(int from) {
        phone.ctl("dial", from == 2 ? Bench.OURS : CALLED, "--account", String.valueOf(from));
        phone.awaitCall("ringing");
        Await.elapse(SOON);
        network.countAnew();
        phone.ctl("answer");
        Await.until("both ends talk", PATIENCE, () -> phone.calls().stream().filter(call -> Json.text(call, "state").equals("talking"))
                .count() == 2, phone::tail);
    }

    private void hangUp() {
        Await.elapse(SOON);
        phone.calls().stream().findFirst().ifPresent(call -> phone.ctl("hangup", Json.text(call, "id")));
        phone.awaitNoCall();
    }

    private void count(String stream, String what, int dscp, int priority) {
        network.count(stream, what);
        network.count(stream + "-wrong", what + " ip dscp != " + dscp);
        network.count(stream + "-wrong-frame", what + " meta priority != 0:" + priority);
        network.count(stream + "-marked", what + " ip dscp " + dscp + " meta priority 0:" + priority);
    }

    private void requireMarked(String stream) {
        assertThat(network.counted(stream)).as("packets of %s", stream).isPositive();
        assertThat(network.counted(stream + "-wrong")).as("packets of %s with another DSCP", stream).isZero();
        assertThat(network.counted(stream + "-wrong-frame")).as("frames of %s with another priority", stream).isZero();
    }

    @Test
    @Effect({"Setting8021pUserPriority", "SIPDscp"})
    public void signallingIsMarkedOverAllTransports() {
        start(Map.of("Setting8021pUserPriority", 3, "SIPDscp", 26));
        streams.forEach((stream, what) -> count(stream, what, 26, 3));
        requireMarkedCalls(1, "udp", "accepted");
        requireMarkedCalls(2, "udp", "tcp");
        requireMarkedCalls(3, "tls", "accepted");
    }

    /** What is connected already has its marks within some seconds after the start. */
    private void requireMarkedCalls(int from, String... over) {
        Await.until("marks", PATIENCE, () -> {
            call(from);
            hangUp();
            return Stream.of(over).allMatch(stream -> network.counted(stream + "-marked") > 0);
        }, phone::tail);
        call(from);
        hangUp();
        Stream.of(over).forEach(this::requireMarked);
    }

    @Test
    @Effect({"Setting8021pPriority", "SettingAudiodiffserv"})
    public void audioIsMarked() {
        start(Map.of("Setting8021pPriority", 4, "SettingAudiodiffserv", 34));
        count("rtp", "udp dport { 20000, 20002, 20004, 20006, 20008, 20010, 20012, 20014 }", 34, 4);
        count("rtcp", "udp dport { 20001, 20003, 20005, 20007, 20009, 20011, 20013, 20015 }", 34, 4);
        call(1);
        Await.elapse(SOON);
        requireMarked("rtp");
        count("changed", "udp dport 20000-20015", 34, 2);
        phone.set("Setting8021pPriority", 2);
        Await.until("the new priority", PATIENCE, () -> network.counted("changed-marked") > 0);
        phone.set("SettingAudiodiffserv", 46);
        count("again", "udp dport 20000-20015", 46, 2);
        Await.until("the priority with another DSCP", PATIENCE, () -> network.counted("again-marked") > 0);
        hangUp();
        assertThat(network.counted("rtcp")).as("reports").isPositive();
    }
}
