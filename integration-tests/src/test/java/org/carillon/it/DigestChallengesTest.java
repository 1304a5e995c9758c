package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.ScriptedServer;
import org.carillon.it.kit.SipMessage;
import org.carillon.it.kit.Workspace;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Digest challenges of a registrar as RFC 8760 has them: several at once, and ends of what could be a loop. */
public class DigestChallengesTest {
    private static final String SERVER = "127.0.0.4";
    private static final String PASSWORD = "open-sesame";

    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static ScriptedServer server;
    private static PhoneProcess phone;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        server = WORKSPACE.owns(new ScriptedServer(SERVER));
        phone = PhoneProcess.in(WORKSPACE).audio("null").setting("Account1UserName", "4711").setting("Account1RegName", "porter")
                .setting("Account1Enable", false).setting("Account1Server1Address", SERVER).setting("Account1Server1Port", server.port())
                .start();
    }

    /** The line is off, and then registers anew. */
    @Before
    public void off() {
        server.on("REGISTER", request -> server.registered(request, 60));
        boolean registered = Json.text(phone.line(1), "state").equals("registered");
        phone.set("Account1Enable", false);
        if (registered) {
            server.await("REGISTER", DigestChallengesTest::takesBack);
        }
        phone.awaitLine(1, "off");
        phone.set("Account1Password", PASSWORD);
        server.reset();
    }

    private static boolean takesBack(SipMessage register) {
        return register.header("Expires").equals("0");
    }

    /** Registrations so far, each once though it was sent again. */
    private static List<SipMessage> registers() {
        Map<String, SipMessage> bySequence = new LinkedHashMap<>();
        server.requests("REGISTER").stream().filter(register -> !takesBack(register))
                .forEach(register -> bySequence.putIfAbsent(register.header("CSeq"), register));
        return List.copyOf(bySequence.values());
    }

    private static String challenge(String algorithm) {
        return "WWW-Authenticate: Digest realm=\"scripted\", nonce=\"" + RawSip.unique() + "\", qop=\"auth\""
                + (algorithm.isEmpty() ? "" : ", algorithm=" + algorithm) + "\r\n";
    }

    private static String stale() {
        return challenge("SHA-256, stale=true");
    }

    /** Demands one of these with each first request, and takes every answer. */
    private static void demand(String... challenges) {
        server.on("REGISTER", request -> request.header("Authorization").isEmpty()
                ? request.response("401 Unauthorized", String.join("", challenges), "")
                : server.registered(request, 60));
    }

    private static SipMessage answer() {
        phone.set("Account1Enable", true);
        phone.awaitLine(1, "registered");
        return registers().stream().filter(register -> !register.header("Authorization").isEmpty()).findFirst().orElseThrow();
    }

    @Test
    public void theStrongestOfSeveralChallengesIsAnsweredWhateverTheirOrder() {
        List<String> algorithms = List.of("", "MD5", "SHA-256", "SHA-512-256");
        for (int strongest = 0; strongest < algorithms.size(); strongest++) {
            String[] rising = algorithms.subList(0, strongest + 1).stream().map(DigestChallengesTest::challenge).toArray(String[]::new);
            String[] falling = List.of(rising).reversed().toArray(String[]::new);
            for (String[] order : List.of(rising, falling)) {
                off();
                demand(order);
                SipMessage answer = answer();
                assertThat(answer.authorization("algorithm"))
                        .isIn(strongest == 1 ? List.of("", "MD5") : List.of(algorithms.get(strongest)));
                assertThat(answer.provesKnowledgeOf(PASSWORD)).isTrue();
                assertThat(answer.headers("Authorization")).hasSize(1);
            }
        }
    }

    @Test
    public void whatNobodyKnowsIsPassedOver() {
        demand(challenge("SHA-1024"), "WWW-Authenticate: Basic realm=\"scripted\"\r\n",
                challenge("SHA-256").replace("\"auth\"", "\"auth-int,auth\""),
                challenge("SHA-512-256").replace("\"auth\"", "\"unheard-of\""));
        SipMessage answer = answer();
        assertThat(answer.authorization("algorithm")).isEqualTo("SHA-256");
        assertThat(answer.provesKnowledgeOf(PASSWORD)).isTrue();
    }

    @Test
    public void aServerThatDemandsTheImpossibleIsNotAnswered() {
        server.on("REGISTER", request -> request.response("401 Unauthorized", challenge("SHA-1024"), ""));
        assertFailed(1, "the server asks only for digest algorithms that this phone does not know: SHA-1024");
    }

    @Test
    public void twoRefusalsAreEnough() {
        server.on("REGISTER", request -> request.response("401 Unauthorized", challenge("MD5") + challenge("SHA-256"), ""));
        assertFailed(2);
        assertThat(registers().getLast().authorization("algorithm")).as("no second try with less").isEqualTo("SHA-256");
    }

    @Test
    public void aStaleNonceIsReplacedButNotForEver() {
        server.on("REGISTER", request -> {
            boolean worn = request.header("Authorization").isEmpty() || registers().size() < 3;
            return worn
                    ? request.response("401 Unauthorized", stale(), "")
                    : server.registered(request, 60);
        });
        answer();
        assertThat(registers()).hasSize(3);
        off();
        server.on("REGISTER", request -> request.response("401 Unauthorized", stale(), ""));
        assertFailed(4);
    }

    private static void assertFailed(int requests) {
        assertFailed(requests, "the server refuses the name or the password");
    }

    /** The line says clearly that it failed, after so many requests and no more of them. */
    private static void assertFailed(int requests, String reason) {
        phone.set("Account1Enable", true);
        Object line = phone.awaitLine(1, "failed");
        assertThat(Json.number(line, "code")).isEqualTo(401);
        assertThat(Json.text(line, "reason")).contains(reason).doesNotContain(PASSWORD);
        Await.elapse(Duration.ofSeconds(1));
        assertThat(registers()).hasSize(requests);
    }
}
