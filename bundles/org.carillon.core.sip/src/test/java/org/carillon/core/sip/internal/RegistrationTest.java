package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final String CHALLENGE = "WWW-Authenticate: Digest realm=\"r\", nonce=\"%s\", algorithm=MD5, qop=\"auth\"";

    private Fixture phone;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    @Test
    void anAccountRegisters() {
        phone.configure(1, Fixture.settings("server1Expire", 600));

        var datagram = phone.sent.peek();
        var register = phone.expect("REGISTER");
        assertThat(datagram.to()).isEqualTo(Fixture.SERVER);
        assertThat(register.startLine()).isEqualTo("REGISTER sip:192.0.2.5 SIP/2.0");
        assertThat(register.header("From")).startsWith("<sip:1001@192.0.2.5>;tag=");
        assertThat(register.header("To")).isEqualTo("<sip:1001@192.0.2.5>");
        assertThat(register.contact()).matches("sip:1001-[0-9a-f]{8}@192.0.2.1:5060");
        assertThat(register.header("Expires")).isEqualTo("600");
        assertThat(register.header("Via")).startsWith("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK").doesNotContain("rport");
        assertThat(register.header("User-Agent")).isEqualTo("Carillon M8");
        assertThat(register.header("Max-Forwards")).isEqualTo("70");
        assertThat(register.header("Route")).isNull();
        assertThat(phone.lineEvents).containsExactly("1 REGISTERING 0");

        phone.reply(register, 200, "OK", "Contact: <" + register.contact() + ">;expires=100");
        assertThat(phone.lineEvents).containsExactly("1 REGISTERING 0", "1 REGISTERED 200");
        var line = phone.core.lines().get(1);
        assertThat(line.registered()).isTrue();
        assertThat(line.server()).isEqualTo("192.0.2.5:5060");
        assertThat(line.label()).isEqualTo("1001");
    }

    @Test
    void theGrantedLifetimeCountsAndIsRenewedAtTheProportion() {
        phone.configure(1, Fixture.settings("registerRenewalIntervalProportion", 80));
        var register = phone.expect("REGISTER");
        phone.reply(register, 200, "OK",
                "Contact: <sip:other@192.0.2.77>;expires=5\nContact: <" + register.contact() + ">;expires=100\nExpires: 7");

        phone.seconds(79.9);
        phone.silent();
        phone.seconds(0.2);
        var refresh = phone.expect("REGISTER");
        assertThat(refresh.callId()).isEqualTo(register.callId());
        assertThat(refresh.sequence()).isEqualTo(register.sequence() + 1);

        phone.reply(refresh, 200, "OK", "Expires: 50");
        phone.seconds(39.9);
        phone.silent();
        phone.seconds(0.2);
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        phone.seconds(3600 * 0.8 - 1);
        phone.silent();
        phone.seconds(2);
        phone.expect("REGISTER");
    }

    @Test
    void aChallengeIsAnsweredAndItsNonceUsedAgain() {
        phone.configure(1, Fixture.settings());
        var first = phone.expect("REGISTER");
        assertThat(first.header("Authorization")).isNull();
        phone.reply(first, 401, "Unauthorized", CHALLENGE.formatted("n1"));

        var second = phone.expect("REGISTER");
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.branch()).isNotEqualTo(first.branch());
        assertThat(second.header("Authorization")).startsWith("Digest ").contains("username=\"auth1001\"", "nonce=\"n1\"",
                "uri=\"sip:192.0.2.5\"", "response=\"secret-REGISTER\"", "nc=00000001", "qop=auth").doesNotContain("qop=\"auth\"");
        phone.reply(second, 200, "OK", "Expires: 60");

        phone.seconds(30.1);
        var refresh = phone.expect("REGISTER");
        assertThat(refresh.header("Authorization")).contains("nc=00000002");
        phone.reply(refresh, 401, "Unauthorized", CHALLENGE.formatted("n2") + ", stale=TRUE");
        var fresh = phone.expect("REGISTER");
        assertThat(fresh.header("Authorization")).contains("nonce=\"n2\"", "nc=00000001");
        phone.reply(fresh, 200, "OK", "Expires: 60");

        phone.seconds(30.1);
        phone.reply(phone.expect("REGISTER"), 401, "Unauthorized", CHALLENGE.formatted("n3"));
        assertThat(phone.expect("REGISTER").header("Authorization")).as("worn out, though nobody says so").contains("nonce=\"n3\"");
        assertThat(phone.lineEvents).containsExactly("1 REGISTERING 0", "1 REGISTERED 200");
    }

    @Test
    void aWrongPasswordFailsAndIsTriedAgainSlowly() {
        phone.configure(1, Fixture.settings());
        phone.reply(phone.expect("REGISTER"), 401, "Unauthorized", CHALLENGE.formatted("n1"));
        phone.reply(phone.expect("REGISTER"), 401, "Unauthorized", CHALLENGE.formatted("n2"));

        assertThat(phone.lineEvents).contains("1 FAILED 401 the server refuses the name or the password");
        phone.seconds(0.9);
        phone.silent();
        for (int step = 0; phone.sent.isEmpty(); step++) {
            assertThat(step).isLessThan(240);
            phone.seconds(0.25);
        }
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        assertThat(phone.core.lines().get(1).registered()).isTrue();
    }

    @Test
    void withoutAPasswordTheReasonSaysSo() {
        phone.configure(1, Fixture.settings("_password", ""));
        phone.reply(phone.expect("REGISTER"), 401, "Unauthorized", CHALLENGE.formatted("n1"));
        phone.silent();
        assertThat(phone.lineEvents).contains("1 FAILED 401 the server asks for a password, and none is configured");
    }

    @Test
    void tooBriefIsAskedAgainLonger() {
        phone.configure(1, Fixture.settings("server1Expire", 60));
        phone.reply(phone.expect("REGISTER"), 423, "Interval Too Brief", "Min-Expires: 120");
        var longer = phone.expect("REGISTER");
        assertThat(longer.header("Expires")).isEqualTo("120");
        phone.reply(longer, 423, "Interval Too Brief");
        phone.silent();
        assertThat(phone.lineEvents.getLast()).isEqualTo("1 FAILED 423 Interval Too Brief");
    }

    @Test
    void silenceIsRetriedForEverWithGrowingIntervals() {
        phone.configure(1, Fixture.settings());
        for (int attempt = 0; attempt < 20; attempt++) {
            var register = phone.expect("REGISTER");
            phone.seconds(32.5);
            assertThat(phone.sent).as("RFC 3261 17.1.2 sends 11 times in all").hasSize(10)
                    .allMatch(sent -> sent.message().branch().equals(register.branch()));
            phone.sent.clear();
            assertThat(phone.lineEvents.getLast()).isEqualTo("1 FAILED 408 no answer");
            for (int second = 0; phone.sent.isEmpty(); second++) {
                assertThat(second).isLessThan(121);
                phone.seconds(1);
            }
        }
    }

    @Test
    void retryAfterIsHonoured() {
        phone.configure(1, Fixture.settings());
        phone.reply(phone.expect("REGISTER"), 503, "Service Unavailable", "Retry-After: 200");
        phone.seconds(199);
        phone.silent();
        phone.seconds(22);
        phone.expect("REGISTER");
    }

    @Test
    void theOutboundProxyIsTheNextHop() {
        phone.names.put("pbx.example.com", "192.0.2.5");
        phone.configure(1, Fixture.settings("server1Address", "pbx.example.com", "outboundProxy1Address", "192.0.2.6", "outboundProxy1Port",
                5080));
        assertThat(phone.sent.peek().to()).isEqualTo(new InetSocketAddress("192.0.2.6", 5080));
        var register = phone.expect("REGISTER");
        assertThat(register.uri()).isEqualTo("sip:pbx.example.com");
        assertThat(register.header("Route")).isEqualTo("<sip:192.0.2.6:5080;lr>");
        assertThat(register.header("To")).isEqualTo("<sip:1001@pbx.example.com>");
        assertThat(phone.core.lines().get(1).server()).isEqualTo("192.0.2.6:5080");
    }

    @Test
    void namesAreLookedUpAndUnknownOnesFail() {
        phone.configure(1, Fixture.settings("server1Address", "nowhere.example.com"));
        phone.silent();
        assertThat(phone.lineEvents).contains("1 FAILED 503 no address for nowhere.example.com");
        phone.names.put("nowhere.example.com", "192.0.2.5");
        phone.seconds(3);
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        assertThat(phone.core.lines().get(1).registered()).isTrue();
    }

    @Test
    void aNetworkThatRefusesFailsAndIsTriedAgain() {
        phone.deaf = true;
        phone.configure(1, Fixture.settings());
        assertThat(phone.lineEvents.getLast()).isEqualTo("1 FAILED 503 cannot send to 192.0.2.5:5060");
        phone.deaf = false;
        phone.seconds(3);
        phone.expect("REGISTER");
    }

    @Test
    void port0IsTheStandardPortAndOthersAreNamed() {
        phone.configure(1, Fixture.settings("server1Port", 0));
        assertThat(phone.sent.peek().to().getPort()).isEqualTo(5060);
        assertThat(phone.expect("REGISTER").uri()).isEqualTo("sip:192.0.2.5");
        phone.configure(2, Fixture.settings("server1Port", 5070));
        assertThat(phone.sent.peek().to().getPort()).isEqualTo(5070);
        assertThat(phone.expect("REGISTER").uri()).isEqualTo("sip:192.0.2.5:5070");
    }

    @Test
    void rportLearnsThePublicAddress() {
        phone.configure(1, Fixture.settings("rportEnable", true));
        var register = phone.expect("REGISTER");
        assertThat(register.header("Via")).contains(";rport");
        var inside = register.contact();
        phone.receive(Fixture.SERVER, register.answer(200, "OK", "peer", "Expires: 3600").replace(";rport",
                ";rport=40000;received=198.51.100.7"));

        var again = phone.expect("REGISTER");
        assertThat(again.contact()).isEqualTo(inside.replace("192.0.2.1:5060", "198.51.100.7:40000"));
        assertThat(String.join(",", again.all("Contact"))).contains("<" + inside + ">;expires=0");
        phone.receive(Fixture.SERVER, again.answer(200, "OK", "peer", "Expires: 3600").replace(";rport",
                ";rport=40000;received=198.51.100.7"));
        phone.silent();
        assertThat(phone.core.lines().get(1).registered()).isTrue();
        phone.seconds(1801);
        var refresh = phone.expect("REGISTER");
        assertThat(refresh.all("Contact")).hasSize(1);
        assertThat(refresh.contact()).contains("198.51.100.7:40000");
    }

    @Test
    void aPublicAddressThatNeverRestsDoesNotLoop() {
        phone.configure(1, Fixture.settings("rportEnable", true));
        for (int port = 40_000; port < 40_002; port++) {
            var register = phone.expect("REGISTER");
            phone.receive(Fixture.SERVER, register.answer(200, "OK", "peer", "Expires: 3600").replace(";rport", ";rport=" + port));
        }
        phone.silent();
        assertThat(phone.core.lines().get(1).registered()).isTrue();
    }

    @Test
    void switchingOffUnregisters() {
        phone.registered();
        phone.configure(1, Fixture.settings("enable", false));
        var register = phone.expect("REGISTER");
        assertThat(register.header("Expires")).isEqualTo("0");
        phone.reply(register, 200, "OK");
        phone.seconds(10_000);
        phone.silent();
        assertThat(phone.lineEvents.getLast()).isEqualTo("1 OFF 0 switched off");
        assertThat(phone.core.lines().get(1).server()).isEmpty();
    }

    @Test
    void switchingOnAgainWaitsForTheEndOfTheOldBinding() {
        phone.registered();
        phone.configure(1, Fixture.settings("enable", false));
        var leaving = phone.expect("REGISTER");
        phone.configure(1, Fixture.settings());
        phone.silent();
        phone.reply(leaving, 200, "OK");
        assertThat(phone.expect("REGISTER").header("Expires")).isEqualTo("3600");
    }

    @Test
    void whatTheServerNeedNotKnowChangesWithoutRegistering() {
        phone.registered();
        phone.configure(1, Fixture.settings("label", "Desk", "displayName", "Alice", "serverType", 6, "sendUserPhoneEnable", true,
                "redirectMessageProcessingPriority", new String[]{"UDP"}));
        phone.silent();
        var line = phone.core.lines().get(1);
        assertThat(line.registered()).isTrue();
        assertThat(line.label()).isEqualTo("Desk");
        assertThat(line.displayName()).isEqualTo("Alice");
        assertThat(line.serverType()).isEqualTo(6);
    }

    @Test
    void anotherUserLeavesTheOldBindingAndRegistersAnew() {
        phone.registered();
        phone.configure(1, Fixture.settings("userName", "1002"));
        var old = phone.expect("REGISTER");
        assertThat(old.header("To")).contains("sip:1001@");
        assertThat(old.header("Expires")).isEqualTo("0");
        var register = phone.expect("REGISTER");
        assertThat(register.header("To")).contains("sip:1002@");
        assertThat(register.contact()).startsWith("sip:1002-");
    }

    @Test
    void anotherPasswordKeepsTheBinding() {
        phone.registered();
        phone.configure(1, Fixture.settings("_password", "other"));
        var register = phone.expect("REGISTER");
        assertThat(register.header("Expires")).isEqualTo("3600");
        phone.silent();
    }

    @Test
    void severalAccountsHaveContactsOfTheirOwn() {
        phone.configure(1, Fixture.settings());
        var first = phone.expect("REGISTER");
        phone.configure(2, Fixture.settings());
        var second = phone.expect("REGISTER");
        assertThat(first.contact()).isNotEqualTo(second.contact());
    }

    @Test
    void anAccountWithoutUserIsNoLineAndOneWithoutServerIsOff() {
        phone.configure(1, Map.of());
        phone.configure(2, Map.of("userName", "1002"));
        phone.silent();
        assertThat(phone.core.lines()).containsOnlyKeys(2);
        assertThat(phone.lineEvents).containsExactly("2 OFF 0 no SIP server is configured");
    }

    @Test
    void stoppingUnregistersAndTellsWhenDone() {
        phone.registered();
        var done = phone.core.stop();
        var register = phone.expect("REGISTER");
        assertThat(register.header("Expires")).isEqualTo("0");
        assertThat(done).isNotDone();
        phone.reply(register, 401, "Unauthorized", CHALLENGE.formatted("n1"));
        assertThat(done).isNotDone();
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        assertThat(done).isDone();
    }

    @Test
    void awkwardNamesAreEscaped() {
        phone.configure(1, Fixture.settings("userName", "al ice#1"));
        var register = phone.expect("REGISTER");
        assertThat(register.header("To")).isEqualTo("<sip:al%20ice%231@192.0.2.5>");
    }

    @Test
    void aServerThatIsNoNameIsNotAsked() {
        phone.configure(1, Fixture.settings("server1Address", "not a host"));
        assertThat(phone.lineEvents.getLast()).startsWith("1 OFF 0 the SIP server's address cannot be used");
    }
}
