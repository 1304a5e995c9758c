package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.ConfiguredPhone;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.MarkedSocket;
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

/** What the parameters of an account do to its registration, as a server sees it. */
public class AccountParametersTest {
    /** Not the address that a server would have by chance. */
    private static final String SERVER = "127.0.0.2";

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
        server = WORKSPACE.owns(new ScriptedServer(SERVER));
        configured = ConfiguredPhone.start(WORKSPACE, Map.of());
    }

    /** No account is left from another test. */
    @Before
    public void clear() {
        configured.configure(effects, Map.of());
        Await.until("no line", Duration.ofSeconds(5), () -> Json.list(configured.phone().ctl("status"), "lines").isEmpty());
        server.reset();
    }

    /** Settings of account 3 at the server. */
    private static Map<String, Object> account(Object... more) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("Account3UserName", "4711", "Account3Server1Address", SERVER, "Account3Server1Port", server.port()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("Account3" + more[i], more[i + 1]);
        }
        return settings;
    }

    private Object registered(Object... more) {
        configured.configure(effects, account(more));
        return configured.phone().awaitLine(3, "registered");
    }

    @Test
    @Effect({"Account{account}UserName", "Account{account}RegName", "Account{account}Password", "Account{account}Server1Address",
            "Account{account}Server1Port", "Account{account}Server1Expire"})
    public void theServerSeesWhoRegistersAndForHowLong() {
        server.on("REGISTER", request -> request.header("Authorization").isEmpty()
                ? server.challenged(request)
                : server.registered(request, 60));
        registered("RegName", "porter", "Password", "open-sesame", "Server1Expire", 77);
        SipMessage register = server.await("REGISTER", request -> !request.header("Authorization").isEmpty());
        assertThat(register.uri()).isEqualTo("sip:" + SERVER + ":" + server.port());
        assertThat(register.header("To")).contains("<sip:4711@" + SERVER + ">");
        assertThat(register.header("Expires")).isEqualTo("77");
        assertThat(register.authorization("username")).isEqualTo("porter");
        assertThat(register.provesKnowledgeOf("open-sesame")).isTrue();
        assertThat(register.provesKnowledgeOf("close-sesame")).isFalse();
    }

    @Test
    @Effect({"Account{account}Label", "Account{account}ServerType"})
    public void thePhoneShowsTheLabelAndTellsTheKindOfServer() {
        registered("Label", "Reception", "ServerType", 6);
        awaitShown("Reception", 6);
        registered();
        awaitShown("4711", 0);
    }

    private static void awaitShown(String title, int serverType) {
        Await.until(title + " of server type " + serverType, Duration.ofSeconds(5),
                () -> Json.text(configured.phone().ctl("screen"), "title").equals(title)
                        && Json.number(configured.phone().line(3), "serverType") == serverType);
    }

    @Test
    @Effect("Account{account}RportEnable")
    public void rportIsAskedForWhereItIsSwitchedOn() {
        registered();
        assertThat(server.await("REGISTER").header("Via")).doesNotContain("rport");
        server.forget();
        registered("RportEnable", true);
        assertThat(server.await("REGISTER").header("Via")).contains(";rport");
    }

    @Test
    @Effect({"Account{account}OutboundProxy1Address", "Account{account}OutboundProxy1Port"})
    public void anOutboundProxyGetsWhatIsForTheDomain() {
        try (ScriptedServer proxy = new ScriptedServer("127.0.0.3")) {
            registered("Server1Address", "pbx.carillon.invalid", "Server1Port", 5060, "OutboundProxy1Address", "127.0.0.3",
                    "OutboundProxy1Port", proxy.port());
            SipMessage register = proxy.await("REGISTER");
            assertThat(register.uri()).isEqualTo("sip:pbx.carillon.invalid");
            assertThat(register.header("Route")).contains("127.0.0.3:" + proxy.port()).contains(";lr");
            assertThat(server.requests("REGISTER")).isEmpty();
            clear();
        }
    }

    @Test
    @Effect("Account{account}RegisterRenewalIntervalProportion")
    public void theRegistrationIsRefreshedAfterItsPartOfTheTime() {
        server.on("REGISTER", request -> server.registered(request, 20));
        registered("RegisterRenewalIntervalProportion", 6);
        Await.until("two refreshes", Duration.ofSeconds(8), () -> server.requests("REGISTER").size() >= 3);
        List<SipMessage> seen = server.requests("REGISTER");
        assertThat(Duration.ofNanos(seen.get(2).nanos() - seen.get(1).nanos())).as("6 % of 20 s")
                .isBetween(Duration.ofMillis(1_100), Duration.ofSeconds(4));
        server.on("REGISTER", request -> server.registered(request, 4));
        server.forget();
        registered();
        Await.until("two refreshes", Duration.ofSeconds(12), () -> server.requests("REGISTER").size() >= 3);
        List<SipMessage> usual = server.requests("REGISTER");
        assertThat(Duration.ofNanos(usual.get(2).nanos() - usual.get(1).nanos())).as("half of 4 s")
                .isBetween(Duration.ofMillis(1_900), Duration.ofMillis(3_500));
    }

    @Test
    @Effect("Account{account}Enable")
    public void anAccountThatIsSwitchedOffLeavesItsServer() {
        registered();
        server.forget();
        configured.configure(effects, account("Enable", false));
        assertThat(server.await("REGISTER").header("Expires")).isEqualTo("0");
        assertThat(Json.text(configured.phone().awaitLine(3, "off"), "reason")).isEqualTo("switched off");
        Await.elapse(Duration.ofMillis(300));
        assertThat(server.requests("REGISTER")).hasSize(1);
    }

    @Test
    @Effect("SIPDscp")
    public void signallingIsMarkedForTheNetwork() {
        try (MarkedSocket socket = new MarkedSocket()) {
            Map<String, Object> settings = account("Server1Address", "127.0.0.1", "Server1Port", socket.port());
            configured.configure(effects, settings);
            assertThat(register(socket)).isEqualTo(40);
            configured.configure(effects, Map.of());
            settings.put("SIPDscp", 26);
            configured.configure(effects, settings);
            Await.until("marked anew", Duration.ofSeconds(8), () -> register(socket) == 26);
            configured.configure(effects, Map.of());
        }
    }

    private static int register(MarkedSocket socket) {
        MarkedSocket.Marked marked = socket.receive(Duration.ofSeconds(5));
        assertThat(new String(marked.payload(), StandardCharsets.UTF_8)).startsWith("REGISTER sip:");
        return marked.dscp();
    }
}
