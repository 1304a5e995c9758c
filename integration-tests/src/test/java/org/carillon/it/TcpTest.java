package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Bench;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.Kamailio;
import org.carillon.it.kit.Network;
import org.carillon.it.kit.ParameterEffects;
import org.carillon.it.kit.ParameterEffects.Effect;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Tones;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** A line over TCP, at kamailio: calls in both directions, and what becomes of it when the server goes. */
public class TcpTest {
    /** Longest interval between two keep-alives, and the time for a pong and for the answer to a probe. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(30 + 10 + 10 + 5);

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Bench bench;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @Rule
    public final Workspace workspace = new Workspace();

    @Rule
    public final ParameterEffects effects = new ParameterEffects();

    @BeforeClass
    public static void start() {
        Kamailio kamailio = Bench.kamailio(WORKSPACE).tcp().start();
        bench = Bench.of(kamailio, Bench.baresip(WORKSPACE, kamailio, Bench.THEIRS).start(),
                Bench.phone(WORKSPACE, kamailio).setting("Account1Server1Transport", 1).start());
    }

    @Before
    public void clear() {
        bench.clear();
    }

    @Test
    public void ourPhoneCallsOverTcp() {
        Tones.Pair tones = bench.tones();
        bench.callOut();
        talk(tones);
    }

    @Test
    public void ourPhoneIsCalledOverTcp() {
        assertThat(bench.kamailio().locations().get(Bench.OURS)).singleElement().asString()
                .contains("127.0.0.1:" + bench.phone().sipPort() + ";transport=tcp");
        Tones.Pair tones = bench.tones();
        bench.callIn();
        talk(tones);
    }

    private static void talk(Tones.Pair tones) {
        bench.talkFor(2);
        bench.phone().ctl("hangup");
        bench.awaitRest();
        Tones.presentIn(bench.baresip().heard(), tones.first(), 0.2, 1.9);
        Tones.presentIn(bench.phone().heard(), tones.second(), 0.4, 1.9);
        assertThat(Json.text(bench.phone().line(1), "transport")).isEqualTo("tcp");
    }

    @Test
    public void aServerThatDiesIsNoticedAndFoundAgain() {
        Kamailio mortal = Bench.kamailio(workspace).named("mortal").tcp().start();
        PhoneProcess phone = Bench.phone(workspace, mortal).setting("Account1Server1Transport", 1).start();
        phone.awaitLine(1, "registered");
        mortal.stop();
        Object line = phone.awaitLine(1, "failed", Duration.ofSeconds(3));
        assertThat(Json.text(line, "reason")).isNotBlank();
        phone.awaitEvent("org/carillon/line/CHANGED", event -> Json.text(event, "reason").contains("connection refused"));
        mortal.start();
        Await.until("the phone is back", Duration.ofSeconds(30), () -> mortal.locations().containsKey("1001"), phone::tail);
        phone.awaitLine(1, "registered");
    }

    @Test
    public void aServerThatIsCutOffIsNoticedAndFoundAgain() {
        Network network = Network.in(workspace);
        Kamailio distant = Bench.kamailio(workspace).named("distant").tcp().within(network).start();
        PhoneProcess phone = Bench.phone(workspace, distant).within(network).setting("Account1Server1Transport", 1).start();
        phone.awaitLine(1, "registered");
        network.cut(distant.port());
        Object line = phone.awaitLine(1, "failed", KEEP_ALIVE);
        assertThat(Json.text(line, "reason")).contains("does not answer");
        network.heal();
        phone.awaitLine(1, "registered", Duration.ofSeconds(30));
    }

    @Test
    @Effect("Account{account}Server1Transport")
    public void theTransportFollowsTheConfiguration() {
        Kamailio both = Bench.kamailio(workspace).named("both").tcp().start();
        ConfiguredPhone configured = ConfiguredPhone.start(workspace, Map.of("Account2UserName", "1003", "Account2Password",
                "one-for-baresip", "Account2Server1Address", "127.0.0.1", "Account2Server1Port", both.port()));
        configured.phone().awaitLine(2, "registered");
        assertThat(both.locations().get("1003")).singleElement().asString().doesNotContain("transport");
        configured.configure(effects, Map.of("Account2Server1Transport", 1));
        Await.until("the binding over TCP alone", Duration.ofSeconds(10), () -> both.locations().get("1003").size() == 1
                && both.locations().get("1003").getFirst().contains(";transport=tcp"), both::tail);
        assertThat(Json.text(configured.phone().awaitLine(2, "registered"), "transport")).isEqualTo("tcp");
    }
}
