package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered to requests that are not for a call of ours. */
class RequestTest {
    private static final String SDP_TYPE = "Content-Type: application/sdp\n\n" + Fixture.SDP;

    private Fixture phone;
    private String contact;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.configure(1, Fixture.settings());
        var register = phone.expect("REGISTER");
        contact = register.contact();
        phone.reply(register, 200, "OK");
        phone.configure(2, Fixture.settings("userName", "1002"));
        phone.reply(phone.expect("REGISTER"), 200, "OK");
        phone.configure(3, Fixture.settings("userName", "1003", "enable", false));
        phone.taker = (leg, invite) -> new Fixture.Story();
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private Sip ask(String method, String uri, String more) {
        phone.receive(Fixture.PEER, Fixture.request(method, uri, "c", 1, "b", null, "Contact: <sip:bob@192.0.2.9>\n" + more));
        return phone.next();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REGISTER  | 405
            SUBSCRIBE | 405
            UPDATE    | 405
            PRACK     | 405
            REFER     | 405
            MESSAGE   | 405
            PUBLISH   | 405
            FOO       | 501
            INFO      | 481
            BYE       | 481
            """)
    void methodsOutsideADialog(String method, int code) {
        var answer = ask(method, "sip:1001@192.0.2.1", "Event: x\nReferred-By: <sip:a@b>\nRefer-To: <sip:a@b>\nRAck: 1 1 INVITE");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Allow") != null).isEqualTo(code == 405 || code == 501);
        assertThat(answer.header("Server")).isEqualTo("Carillon M8");
        assertThat(answer.toTag()).isNotEmpty();
    }

    @Test
    void aNotifyWithoutSubscriptionIs481() {
        assertThat(ask("NOTIFY", contact, "Event: x\nSubscription-State: active").code()).isEqualTo(481);
    }

    @Test
    void optionsTellWhatThePhoneCan() {
        for (var uri : new String[]{contact, "sip:1001@192.0.2.1", "sip:192.0.2.1:5060"}) {
            phone.receive(Fixture.PEER, Fixture.request("OPTIONS", uri, "c" + uri.length(), 1, "b" + uri.length(), null, ""));
            var answer = phone.expect("200 OPTIONS");
            assertThat(Set.of(answer.header("Allow").split(",\\s*"))).contains("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS");
            assertThat(answer.header("Accept")).contains("application/sdp");
            assertThat(answer.header("Supported")).isEmpty();
            assertThat(answer.header("Accept-Language")).isEqualTo("en");
        }
    }

    @ParameterizedTest
    @CsvSource({"sip:1001@192.0.2.1,100", "sip:1002@anywhere.example.com,100", "sip:1003@192.0.2.1,404", "sip:nobody@192.0.2.1,404",
            "sip:192.0.2.1,404", "sips:1001@192.0.2.1,416", "tel:+49711,416", "http://192.0.2.1/,416"})
    void whoIsCalled(String uri, int code) {
        assertThat(ask("INVITE", uri, SDP_TYPE).code()).isEqualTo(code);
    }

    @Test
    void theContactTellsLinesApart() {
        var accounts = new java.util.ArrayList<Integer>();
        phone.taker = (leg, invite) -> {
            accounts.add(leg.account());
            return new Fixture.Story();
        };
        ask("INVITE", contact, SDP_TYPE);
        phone.receive(Fixture.PEER, Fixture.request("INVITE", "sip:1002@192.0.2.1", "d", 1, "d", null, "Contact: <sip:b@c>\n" + SDP_TYPE));
        assertThat(accounts).containsExactly(1, 2);
    }

    @Test
    void requiredExtensionsAreNamed() {
        var answer = ask("INVITE", contact, "Require: 100rel, foo\n" + SDP_TYPE);
        assertThat(answer.code()).isEqualTo(420);
        assertThat(String.join(",", answer.all("Unsupported")).replace(" ", "")).isEqualTo("100rel,foo");
    }

    @Test
    void proxyRequireIsNotForUs() {
        assertThat(ask("INVITE", contact, "Proxy-Require: foo\n" + SDP_TYPE).code()).isEqualTo(100);
    }

    @Test
    void otherBodiesAreNotUnderstood() {
        var answer = ask("INVITE", contact, "Content-Type: text/plain\n\nhello\n");
        assertThat(answer.code()).isEqualTo(415);
        assertThat(answer.header("Accept")).isEqualTo("application/sdp");
    }

    @Test
    void packedBodiesAreNotUnderstood() {
        var answer = ask("INVITE", contact, "Content-Encoding: gzip\n" + SDP_TYPE);
        assertThat(answer.code()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void optionalBodiesMayBeIgnored() {
        assertThat(ask("INVITE", contact, "Content-Disposition: render;handling=optional\nContent-Type: text/plain\n\nhello\n").code())
                .isEqualTo(100);
    }

    @Test
    void anInviteWithoutContactIsBad() {
        phone.receive(Fixture.PEER, Fixture.request("INVITE", contact, "c", 1, "b", null, SDP_TYPE));
        assertThat(phone.next().startLine()).isEqualTo("SIP/2.0 400 Bad Request");
    }

    @Test
    void anInviteOfRfc2543NeedsNoContactTagOrBranch() {
        var text = Fixture.request("INVITE", "sip:1001@192.0.2.1", "c", 1, "b", null, SDP_TYPE).replace(";tag=bob", "")
                .replace(";branch=z9hG4bKb", "").replace("Max-Forwards: 70\r\n", "");
        phone.receive(Fixture.PEER, text);
        phone.expect("100 INVITE");
        phone.receive(Fixture.PEER, text);
        phone.expect("100 INVITE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/plain                     | 406
            ''                             | 406
            application/isup               | 406
            application/sdp;q=0, text/html | 406
            text/plain, Application/SDP    | 100
            application/*                  | 100
            */*                            | 100
            application/sdp;level=1        | 100
            """)
    void whoDoesNotAcceptSdpCannotBeAnswered(String types, int code) {
        assertThat(ask("INVITE", contact, "Accept: " + types + "\n" + SDP_TYPE).code()).isEqualTo(code);
    }

    @Test
    void clientsThatChoseTheSameBranchAreToldApart() {
        int before = phone.core.load();
        phone.receive(Fixture.PEER, Fixture.invite("one", Fixture.offer()));
        phone.expect("100 INVITE");
        var other = Fixture.invite("two", Fixture.offer()).replace("z9hG4bKtwo1", "z9hG4bKone1").replace("192.0.2.9:5060;b",
                "192.0.2.10:5060;b");
        phone.receive(new java.net.InetSocketAddress("192.0.2.10", 5060), other);
        assertThat(phone.expect("100 INVITE").callId()).isEqualTo("two");
        assertThat(phone.core.load()).isEqualTo(before + 2);
    }

    @Test
    void anotherMethodWithTheBranchOfAnInviteIsAnotherTransaction() {
        phone.receive(Fixture.PEER, Fixture.invite("one", Fixture.offer()));
        phone.expect("100 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "two", 1, "one1", null, ""));
        phone.expect("200 OPTIONS");
    }

    @Test
    void anAckWithoutBranchIsTakenQuietly() {
        phone.receive(Fixture.PEER, Fixture.request("ACK", contact, "none", 1, "b", "unknown", "").replace(";branch=z9hG4bKb", ""));
        phone.silent();
        assertThat(phone.log.entries()).noneMatch(entry -> entry.level().compareTo(org.osgi.service.log.LogLevel.WARN) <= 0);
    }

    @Test
    void noHopsLeftIsNoMatterForTheLastOne() {
        phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "c", 1, "b", null, "").replace("Max-Forwards: 70",
                "Max-Forwards: 0"));
        phone.expect("200 OPTIONS");
    }

    @Test
    void maxForwardsMayBeMissing() {
        phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "c", 1, "b", null, "").replace("Max-Forwards: 70\r\n", ""));
        phone.expect("200 OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({"INVITE,481", "BYE,481", "INFO,481", "OPTIONS,481", "UPDATE,405"})
    void unknownDialogs(String method, int code) {
        phone.receive(Fixture.PEER,
                Fixture.request(method, contact, "none", 1, "b", "unknown", "Contact: <sip:bob@192.0.2.9>\n"));
        assertThat(phone.next().code()).isEqualTo(code);
    }

    @Test
    void acksForNothingAreIgnored() {
        phone.receive(Fixture.PEER, Fixture.request("ACK", contact, "none", 1, "b", "unknown", ""));
        phone.silent();
    }

    @Test
    void strayResponsesAreIgnored() {
        var stray = Sip.parse(Fixture.request("INVITE", "sip:a@b", "none", 1, "b", null, ""));
        phone.receive(Fixture.PEER, stray.answer(200, "OK", "x", "").replace("192.0.2.9:5060", "192.0.2.1:5060"));
        phone.receive(Fixture.PEER, stray.answer(180, "Ringing", "x", "").replace("192.0.2.9:5060", "192.0.2.1:5060"));
        phone.silent();
        phone.seconds(10);
        assertThat(phone.core.load()).isZero();
    }

    @Test
    void badMessagesAreAnsweredWithoutDetail() {
        var text = Fixture.request("OPTIONS", contact, "c", 1, "b", null, "").replace("CSeq: 1 OPTIONS", "CSeq: x OPTIONS");
        phone.receiveBad(Fixture.PEER, text);
        var answer = phone.next();
        assertThat(answer.startLine()).startsWith("SIP/2.0 400 ");
        assertThat(answer.toString()).doesNotContain("gov.nist", "Exception", "java");
    }

    @Test
    void nothingIsLeftOfRequestsThatAreNotForUs() {
        phone.seconds(10);
        for (int i = 0; i < 3_000; i++) {
            phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "c" + i, 1, "b" + i, null, ""));
            phone.expect("200 OPTIONS");
            phone.receive(Fixture.PEER, Fixture.request("INVITE", "sip:nobody@192.0.2.1", "f" + i, 1, "f" + i, null,
                    "Contact: <sip:bob@192.0.2.9>\n" + SDP_TYPE));
            phone.expect("404 INVITE");
        }
        assertThat(phone.core.load()).isZero();
        phone.seconds(100);
        phone.silent();
    }

    @Test
    void aRepeatedRequestIsAnsweredAlike() {
        var first = ask("OPTIONS", contact, "");
        assertThat(ask("OPTIONS", contact, "")).isEqualTo(first);
        phone.receive(Fixture.PEER, Fixture.request("OPTIONS", contact, "c", 2, "other", null, ""));
        assertThat(phone.next().toTag()).isNotEqualTo(first.toTag());
    }
}
