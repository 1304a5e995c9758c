package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.SipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutgoingCallTest {
    private static final String CONTACT = "Contact: <sip:bob@192.0.2.9:5060>";
    private static final String ANSWER = CONTACT + "\n" + Fixture.offer();

    private final Fixture.Story story = new Fixture.Story();
    private Fixture phone;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.registered("displayName", "Alice \"A\"");
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private Leg call() {
        return phone.core.invite(1, "1002", Fixture.OUR_SDP, story);
    }

    /** A talking call; nothing is left to be read. */
    private Leg talking() {
        var leg = call();
        phone.reply(phone.expect("INVITE"), 200, "OK", ANSWER);
        phone.expect("ACK");
        story.events.clear();
        return leg;
    }

    private String inDialog(Leg leg, String method, long sequence, String more) {
        var tag = lastInvite.fromTag();
        return Sip.text(("""
                %s %s SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK%s%d;rport
                From: <sip:1002@192.0.2.5>;tag=peer
                To: <sip:1001@192.0.2.5>;tag=%s
                Call-ID: %s
                CSeq: %d %s
                """.formatted(method, lastInvite.contact(), method, sequence, tag, leg.callId(), sequence, method) + more).stripTrailing()
                + (more.contains("\n\n") ? "\n" : ""));
    }

    private Sip lastInvite;

    private Leg talkingKept() {
        var leg = call();
        lastInvite = phone.expect("INVITE");
        phone.reply(lastInvite, 200, "OK", ANSWER);
        phone.expect("ACK");
        story.events.clear();
        return leg;
    }

    @Test
    void aCallFromInviteToBye() {
        var leg = call();
        assertThat(phone.destination()).isEqualTo(Fixture.SERVER);
        var invite = phone.expect("INVITE");
        assertThat(invite.uri()).isEqualTo("sip:1002@192.0.2.5");
        assertThat(invite.header("From")).startsWith("\"Alice \\\"A\\\"\" <sip:1001@192.0.2.5>;tag=");
        assertThat(invite.header("To")).isEqualTo("<sip:1002@192.0.2.5>");
        assertThat(invite.callId()).isEqualTo(leg.callId());
        assertThat(invite.contact()).startsWith("sip:1001-");
        assertThat(invite.header("Content-Type")).isEqualTo("application/sdp");
        assertThat(invite.body()).isEqualTo(Fixture.OUR_SDP);
        assertThat(invite.header("Allow").replace(" ", "")).isEqualTo("INVITE,ACK,CANCEL,BYE,OPTIONS,INFO,NOTIFY");

        phone.reply(invite, 100, "Trying");
        phone.reply(invite, 180, "Ringing");
        assertThat(story.events).containsExactly("progress 180");
        phone.reply(invite, 200, "OK", ANSWER);
        assertThat(story.events).containsExactly("progress 180", "answered sdp");
        assertThat(story.sdp).contains("192.0.2.9");
        assertThat(phone.destination()).isEqualTo(Fixture.PEER);
        var ack = phone.expect("ACK");
        assertThat(ack.uri()).isEqualTo("sip:bob@192.0.2.9:5060");
        assertThat(ack.sequence()).isEqualTo(invite.sequence());
        assertThat(ack.toTag()).isEqualTo("peer");
        assertThat(ack.branch()).isNotEqualTo(invite.branch());
        assertThat(ack.body()).isEmpty();

        leg.end();
        var bye = phone.expect("BYE");
        assertThat(bye.sequence()).isEqualTo(invite.sequence() + 1);
        assertThat(bye.uri()).isEqualTo("sip:bob@192.0.2.9:5060");
        phone.reply(bye, 200, "OK");
        assertThat(story.events).last().isEqualTo("ended 0  by us");
        phone.seconds(100);
        phone.silent();
        assertThat(phone.core.load()).isZero();
    }

    @Test
    void aRepeatedSuccessIsAcknowledgedAgain() {
        call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 200, "OK", ANSWER);
        var ack = phone.expect("ACK");
        phone.seconds(0.5);
        phone.reply(invite, 200, "OK", ANSWER);
        assertThat(phone.expect("ACK").branch()).isEqualTo(ack.branch());
        phone.seconds(20);
        phone.reply(invite, 200, "OK", ANSWER);
        phone.expect("ACK");
        assertThat(story.events).containsExactly("answered sdp");
    }

    @Test
    void theOtherSideHangsUp() {
        var leg = talkingKept();
        phone.receive(Fixture.PEER, inDialog(leg, "BYE", 7, "Reason: Q.850;cause=16;text=\"Normal\""));
        assertThat(phone.expect("200 BYE").header("Server")).isEqualTo("Carillon M8");
        assertThat(story.events).containsExactly("ended 0 Normal");
        leg.end();
        phone.silent();
    }

    @Test
    void theRouteSetIsFollowed() {
        var leg = call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 200, "OK",
                "Record-Route: <sip:192.0.2.6;lr>, <sip:192.0.2.5:5062;lr>\nRecord-Route: <sip:192.0.2.4;lr>\n" + ANSWER);
        assertThat(phone.destination().getAddress().getHostAddress()).isEqualTo("192.0.2.4");
        var ack = phone.expect("ACK");
        assertThat(String.join(",", ack.all("Route")).replace(" ", ""))
                .isEqualTo("<sip:192.0.2.4;lr>,<sip:192.0.2.5:5062;lr>,<sip:192.0.2.6;lr>");
        assertThat(ack.uri()).isEqualTo("sip:bob@192.0.2.9:5060");
        leg.end();
        assertThat(String.join(",", phone.expect("BYE").all("Route"))).contains("192.0.2.6");
    }

    @Test
    void aStrictRouterGetsTheRequestItself() {
        call();
        phone.reply(phone.expect("INVITE"), 200, "OK", "Record-Route: <sip:192.0.2.6;lr>, <sip:192.0.2.4>\n" + ANSWER);
        var ack = phone.expect("ACK");
        assertThat(ack.uri()).isEqualTo("sip:192.0.2.4");
        assertThat(String.join(",", ack.all("Route")).replace(" ", "")).isEqualTo("<sip:192.0.2.6;lr>,<sip:bob@192.0.2.9:5060>");
    }

    @Test
    void earlyMediaIsTheAnswer() {
        call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 183, "Session Progress", ANSWER);
        assertThat(story.events).containsExactly("progress 183 sdp");
        phone.reply(invite, 200, "OK", CONTACT);
        assertThat(story.events).containsExactly("progress 183 sdp", "answered");
        phone.expect("ACK");
    }

    @Test
    void theSameAnswerAgainIsNoNews() {
        call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 180, "Ringing", ANSWER);
        phone.reply(invite, 200, "OK", ANSWER);
        assertThat(story.events).containsExactly("progress 180 sdp", "answered");
    }

    @Test
    void ofSeveralEarlyPhonesTheOneThatAnswersCounts() {
        call();
        var invite = phone.expect("INVITE");
        phone.receive(Fixture.SERVER, invite.answer(183, "Session Progress", "one", ANSWER.replace("9000", "9001")));
        phone.receive(Fixture.SERVER, invite.answer(183, "Session Progress", "two", ANSWER.replace("9000", "9002")));
        phone.receive(Fixture.SERVER, invite.answer(200, "OK", "one", CONTACT));
        assertThat(story.events).containsExactly("progress 183 sdp", "progress 183 sdp", "answered sdp");
        assertThat(story.sdp).contains("9001");
    }

    @Test
    void aSecondPhoneThatAnswersIsHungUp() {
        call();
        var invite = phone.expect("INVITE");
        phone.receive(Fixture.SERVER, invite.answer(200, "OK", "one", ANSWER));
        assertThat(phone.expect("ACK").toTag()).isEqualTo("one");
        var other = invite.answer(200, "OK", "two", ANSWER.replace("bob@192.0.2.9", "carol@192.0.2.8"));
        phone.receive(Fixture.SERVER, other);
        assertThat(phone.expect("ACK").toTag()).isEqualTo("two");
        var bye = phone.expect("BYE");
        assertThat(bye.toTag()).isEqualTo("two");
        assertThat(bye.uri()).isEqualTo("sip:carol@192.0.2.8:5060");
        phone.reply(bye, 200, "OK");
        phone.receive(Fixture.SERVER, other);
        assertThat(phone.expect("ACK").toTag()).isEqualTo("two");
        phone.silent();
        assertThat(story.events).containsExactly("answered sdp");
    }

    @Test
    void aSuccessWithoutAnswerEndsTheCall() {
        call();
        phone.reply(phone.expect("INVITE"), 200, "OK", CONTACT);
        phone.expect("ACK");
        phone.expect("BYE");
        assertThat(story.events).containsExactly("ended 488 the other side sent no session description");
    }

    @Test
    void aDelayedOfferIsAnsweredInTheAck() {
        var leg = phone.core.invite(1, "1002", null, story);
        var invite = phone.expect("INVITE");
        assertThat(invite.body()).isEmpty();
        assertThat(invite.header("Content-Type")).isNull();
        phone.reply(invite, 200, "OK", ANSWER);
        assertThat(story.events).containsExactly("answered sdp");
        phone.silent();
        phone.seconds(0.5);
        phone.reply(invite, 200, "OK", ANSWER);
        phone.silent();
        leg.acknowledge(Fixture.OUR_SDP);
        assertThat(phone.expect("ACK").body()).isEqualTo(Fixture.OUR_SDP);
        phone.reply(invite, 200, "OK", ANSWER);
        assertThat(phone.expect("ACK").body()).isEqualTo(Fixture.OUR_SDP);
    }

    @Test
    void aDelayedOfferThatIsNotWantedIsAcknowledgedAndEnded() {
        var leg = phone.core.invite(1, "1002", null, story);
        phone.reply(phone.expect("INVITE"), 200, "OK", ANSWER);
        leg.end();
        phone.expect("ACK");
        phone.expect("BYE");
    }

    @Test
    void challengesOfProxyAndServerAreAnswered() {
        call();
        var first = phone.expect("INVITE");
        phone.reply(first, 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\",nonce=\"p1\"");
        assertThat(phone.expect("ACK").branch()).isEqualTo(first.branch());
        var second = phone.expect("INVITE");
        assertThat(second.header("Proxy-Authorization")).contains("nonce=\"p1\"", "uri=\"sip:1002@192.0.2.5\"");
        assertThat(second.sequence()).isEqualTo(first.sequence() + 1);
        assertThat(second.callId()).isEqualTo(first.callId());
        assertThat(second.fromTag()).isEqualTo(first.fromTag());
        assertThat(second.header("To")).doesNotContain("tag");
        phone.reply(second, 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"r\",nonce=\"s1\"");
        phone.expect("ACK");
        var third = phone.expect("INVITE");
        assertThat(third.header("Proxy-Authorization")).contains("nonce=\"p1\"");
        assertThat(third.header("Authorization")).contains("nonce=\"s1\"");
        phone.reply(third, 200, "OK", ANSWER);
        assertThat(phone.expect("ACK").sequence()).isEqualTo(third.sequence());
        assertThat(story.events).containsExactly("answered sdp");
    }

    @Test
    void strangersGetNoAnswerThatAPasswordCouldBeGuessedFrom() {
        phone.core.invite(1, "1002", Fixture.OUR_SDP, story);
        phone.reply(phone.expect("INVITE"), 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\",nonce=\"p1\"");
        phone.expect("ACK");
        phone.expect("INVITE");

        phone.core.invite(1, "sip:eve@192.0.2.66", Fixture.OUR_SDP, story);
        var invite = phone.expect("INVITE");
        assertThat(invite.header("Proxy-Authorization")).as("before it asks").isNull();
        phone.reply(invite, 302, "Moved", "Contact: <sip:mallory@192.0.2.67>");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"guess\",nonce=\"e\"");
        phone.expect("ACK");
        phone.silent();
        assertThat(story.events).containsExactly("ended 401 Unauthorized");
    }

    @Test
    void whoIsDialledAndWhoSpeaksForTheServerGetAnAnswer() {
        phone.core.invite(1, "sip:friend@192.0.2.66", Fixture.OUR_SDP, story);
        phone.reply(phone.expect("INVITE"), 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"friend\",nonce=\"f\"");
        phone.expect("ACK");
        var invite = phone.expect("INVITE");
        assertThat(invite.header("Authorization")).contains("nonce=\"f\"");
        phone.reply(invite, 302, "Moved", "Contact: <sip:branch@192.0.2.67>");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 401, "Unauthorized", "WWW-Authenticate: Digest realm=\"friend\",nonce=\"b\"");
        phone.expect("ACK");
        assertThat(phone.expect("INVITE").header("Authorization")).contains("nonce=\"b\"");
    }

    @Test
    void realmsBeyondTheServerDoNotConfuse() {
        for (var realm : new String[]{"one", "two", "one"}) {
            var call = new Fixture.Story();
            var leg = phone.core.invite(1, "1002", Fixture.OUR_SDP, call);
            phone.reply(phone.expect("INVITE"), 401, "Unauthorized",
                    "WWW-Authenticate: Digest realm=\"" + realm + "\",nonce=\"" + realm + "\"");
            phone.expect("ACK");
            var invite = phone.expect("INVITE");
            assertThat(invite.header("Authorization")).contains("realm=\"" + realm + "\"");
            phone.reply(invite, 200, "OK", ANSWER);
            phone.expect("ACK");
            assertThat(call.events).containsExactly("answered sdp");
            leg.end();
            phone.expect("BYE");
        }
    }

    @Test
    void aByeIsAuthorizedToo() {
        var leg = call();
        phone.reply(phone.expect("INVITE"), 200, "OK", "Record-Route: <sip:192.0.2.5;lr>\n" + ANSWER);
        phone.expect("ACK");
        leg.end();
        var bye = phone.expect("BYE");
        phone.reply(bye, 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\",nonce=\"p1\"");
        var again = phone.expect("BYE");
        assertThat(again.header("Proxy-Authorization")).contains("nonce=\"p1\"");
        assertThat(again.sequence()).isEqualTo(bye.sequence() + 1);
    }

    @Test
    void refusalsEndTheCallWithTheirReason() {
        call();
        phone.reply(phone.expect("INVITE"), 486, "Gone fishing");
        phone.expect("ACK");
        assertThat(story.events).containsExactly("ended 486 Gone fishing");
        phone.silent();
    }

    @Test
    void silenceEndsTheCall() {
        call();
        phone.seconds(31);
        assertThat(story.events).isEmpty();
        phone.seconds(2);
        assertThat(story.events).containsExactly("ended 408 no answer");
        assertThat(phone.sent).hasSize(7);
    }

    @Test
    void aDeadNetworkEndsTheCall() {
        phone.deaf = true;
        call();
        phone.settle();
        assertThat(story.events).containsExactly("ended 503 cannot send to 192.0.2.5:5060");
    }

    @Test
    void hangingUpCancels() {
        var leg = call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 180, "Ringing");
        leg.end();
        var cancel = phone.expect("CANCEL");
        assertThat(cancel.branch()).isEqualTo(invite.branch());
        assertThat(cancel.sequence()).isEqualTo(invite.sequence());
        assertThat(cancel.uri()).isEqualTo(invite.uri());
        assertThat(story.events).containsExactly("progress 180", "ended 487  by us");
        phone.reply(cancel, 200, "OK");
        phone.reply(invite, 487, "Request Terminated");
        phone.expect("ACK");
        phone.seconds(100);
        phone.silent();
        assertThat(story.events).hasSize(2);
        assertThat(phone.core.load()).isZero();
    }

    @Test
    void aCancelWaitsForAFirstWord() {
        var leg = call();
        var invite = phone.expect("INVITE");
        leg.end();
        phone.silent();
        phone.reply(invite, 100, "Trying");
        phone.expect("CANCEL");
        phone.reply(invite, 180, "Ringing");
        phone.silent();
    }

    @Test
    void aCancelThatComesTooLateBecomesABye() {
        var leg = call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 180, "Ringing");
        leg.end();
        phone.expect("CANCEL");
        phone.reply(invite, 200, "OK", ANSWER);
        phone.expect("ACK");
        phone.expect("BYE");
        assertThat(story.events).containsExactly("progress 180", "ended 487  by us");
    }

    @Test
    void aCancelThatNobodyAnswersEndsTheTransaction() {
        var leg = call();
        phone.reply(phone.expect("INVITE"), 180, "Ringing");
        leg.end();
        phone.seconds(70);
        assertThat(phone.core.load()).isZero();
    }

    @Test
    void aCancelledCallDoesNotAnswerChallenges() {
        var leg = call();
        var invite = phone.expect("INVITE");
        leg.end();
        phone.reply(invite, 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"r\",nonce=\"p1\"");
        phone.expect("ACK");
        phone.silent();
    }

    @Test
    void redirectionsAreFollowedBestFirst() {
        call();
        var invite = phone.expect("INVITE");
        phone.reply(invite, 302, "Moved Temporarily",
                "Contact: <sip:low@192.0.2.20>;q=0.1, <sip:tcp@192.0.2.21;transport=tcp>;q=1\nContact: <sip:high@192.0.2.22>;q=0.9");
        phone.expect("ACK");
        assertThat(phone.destination().getAddress().getHostAddress()).isEqualTo("192.0.2.22");
        var high = phone.expect("INVITE");
        assertThat(high.uri()).isEqualTo("sip:high@192.0.2.22");
        assertThat(high.header("To")).isEqualTo(invite.header("To"));
        assertThat(high.callId()).isEqualTo(invite.callId());
        assertThat(high.sequence()).isEqualTo(invite.sequence() + 1);
        phone.reply(high, 486, "Busy Here");
        phone.expect("ACK");
        var low = phone.expect("INVITE");
        assertThat(low.uri()).isEqualTo("sip:low@192.0.2.20");
        phone.reply(low, 200, "OK", ANSWER);
        phone.expect("ACK");
        assertThat(story.events).containsExactly("answered sdp");
    }

    @Test
    void theBestAnswerOfAllTargetsIsReported() {
        var targets = "Contact: <sip:a@192.0.2.20>;q=0.9, <sip:b@192.0.2.21>;q=0.8, <sip:c@nowhere.invalid>;q=0.7";
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", targets);
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 500, "Broken");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 486, "Busy Here");
        phone.expect("ACK");
        phone.silent();
        assertThat(story.events).as("rather than that the last one cannot be reached").containsExactly("ended 486 Busy Here");
    }

    @Test
    void aRefusalEverywhereIsLast() {
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:a@192.0.2.20>;q=0.9, <sip:b@192.0.2.21>;q=0.8");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 480, "Away");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 603, "Decline");
        assertThat(story.events).containsExactly("ended 603 Decline");
    }

    @Test
    void whereNobodyCanBeAskedThatIsSaid() {
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:a@nowhere.invalid>");
        phone.expect("ACK");
        phone.silent();
        assertThat(story.events).containsExactly("ended 503 no address for nowhere.invalid");
    }

    @Test
    void redirectionsInACircleEnd() {
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:a@192.0.2.20>");
        phone.expect("ACK");
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:1002@192.0.2.5>");
        phone.expect("ACK");
        phone.silent();
        assertThat(story.events).containsExactly("ended 302 redirected in a circle");
    }

    @Test
    void redirectionsWithoutEndEnd() {
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:0@192.0.2.20>");
        for (int i = 1; i <= 5; i++) {
            phone.expect("ACK");
            phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:" + i + "@192.0.2.20>");
        }
        phone.expect("ACK");
        phone.silent();
        assertThat(story.events).containsExactly("ended 302 redirected too often");
    }

    @Test
    void transportsThatAreNotPermittedOrNotThereAreNotFollowed() {
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sips:a@192.0.2.20>");
        assertThat(story.events).containsExactly("ended 302 redirected to a transport that is not available: tls");
        phone.expect("ACK");
        phone.configure(1, Fixture.settings("redirectMessageProcessingPriority", new String[]{"TCP", "TLS"}));
        call();
        phone.reply(phone.expect("INVITE"), 302, "Moved", "Contact: <sip:a@192.0.2.20>");
        assertThat(story.events).last().isEqualTo("ended 302 redirected to a transport that is not permitted: udp");
    }

    @Test
    void numbersArePhoneNumbersOnWish() {
        phone.configure(1, Fixture.settings("sendUserPhoneEnable", true));
        phone.core.invite(1, "+49 (711) 12-34", Fixture.OUR_SDP, story);
        var invite = phone.expect("INVITE");
        assertThat(invite.uri()).isEqualTo("sip:+497111234@192.0.2.5;user=phone");
        assertThat(invite.header("To")).isEqualTo("<sip:+497111234@192.0.2.5;user=phone>");
        phone.core.invite(1, "bob@192.0.2.9:5080", Fixture.OUR_SDP, story);
        assertThat(phone.destination().getPort()).isEqualTo(5080);
        assertThat(phone.expect("INVITE").uri()).isEqualTo("sip:bob@192.0.2.9:5080");
    }

    @Test
    void anOutboundProxyIsPassed() {
        phone.configure(1, Fixture.settings("outboundProxy1Address", "192.0.2.6"));
        phone.sent.clear();
        phone.core.invite(1, "sip:bob@192.0.2.99", Fixture.OUR_SDP, story);
        assertThat(phone.destination().getAddress().getHostAddress()).isEqualTo("192.0.2.6");
        var invite = phone.expect("INVITE");
        assertThat(invite.header("Route")).isEqualTo("<sip:192.0.2.6:5060;lr>");
        assertThat(invite.uri()).isEqualTo("sip:bob@192.0.2.99");
    }

    @Test
    void rportIsAskedForOnWish() {
        phone.configure(1, Fixture.settings("rportEnable", true));
        phone.sent.clear();
        call();
        assertThat(phone.expect("INVITE").header("Via")).contains(";rport");
    }

    @Test
    void linesThatCannotBeUsedSayWhy() {
        phone.configure(2, Map.of("userName", "1002", "server1Address", "192.0.2.5", "enable", false));
        assertThatThrownBy(() -> phone.core.invite(3, "1", null, story)).isInstanceOf(SipException.class).hasMessage("there is no line 3");
        assertThatThrownBy(() -> phone.core.invite(2, "1", null, story)).hasMessage("line 2 cannot be used: switched off");
        for (var bad : new String[]{"", " ", "sips:a@b", "http://x", "a\r\nVia: x", "sip:", "@", "a@", "x".repeat(600), "sip:a@b c"}) {
            assertThatThrownBy(() -> phone.core.invite(1, bad, null, story)).as(bad).isInstanceOf(SipException.class);
        }
        phone.silent();
    }

    @Test
    void stoppingSendsBye() {
        talking();
        phone.core.stop();
        phone.expect("BYE");
        phone.expect("REGISTER");
        assertThat(story.events).containsExactly("ended 0  by us");
    }

    @Test
    void aListenerThatFailsHurtsNobody() {
        var leg = phone.core.invite(1, "1002", Fixture.OUR_SDP, new Fixture.Story() {
            @Override
            public void answered(String answer) {
                throw new IllegalStateException("broken");
            }
        });
        phone.reply(phone.expect("INVITE"), 200, "OK", ANSWER);
        phone.expect("ACK");
        leg.end();
        phone.expect("BYE");
        assertThat(phone.log.entries()).anyMatch(entry -> entry.exception() != null);
    }
}
