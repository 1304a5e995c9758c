package org.carillon.core.sip.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.carillon.api.sip.IncomingLegs;
import org.carillon.api.sip.Leg;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncomingCallTest {
    private final Fixture.Story story = new Fixture.Story();
    private final List<IncomingLegs.Invite> invites = new ArrayList<>();
    private Fixture phone;
    private Leg leg;
    private String contact;

    @BeforeEach
    void start() throws Exception {
        phone = new Fixture();
        phone.configure(1, Fixture.settings());
        var register = phone.expect("REGISTER");
        contact = register.contact();
        phone.reply(register, 200, "OK");
        phone.taker = (incoming, invite) -> {
            leg = incoming;
            invites.add(invite);
            return story;
        };
    }

    @AfterEach
    void stop() {
        phone.close();
    }

    private void invite() {
        invite(Fixture.offer());
    }

    private void invite(String more) {
        phone.receive(Fixture.PEER, Fixture.invite("in", more));
        phone.expect("100 INVITE");
    }

    /** A request of the caller in the dialog. */
    private void receive(String method, long sequence, String tag, String more) {
        phone.receive(Fixture.PEER,
                Fixture.request(method, contact, "in", sequence, method + sequence, tag, "Contact: <sip:bob@192.0.2.9:5060>\n" + more));
    }

    /** A talking call; returns our tag. */
    private String talking() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        receive("ACK", 1, success.toTag(), "");
        story.events.clear();
        return success.toTag();
    }

    @Test
    void aCallFromInviteToBye() {
        invite();
        assertThat(invites).singleElement().satisfies(invite -> {
            assertThat(invite.target()).isEqualTo("1001");
            assertThat(invite.from()).isEqualTo("sip:bob@192.0.2.9");
            assertThat(invite.display()).isEqualTo("Bob");
            assertThat(invite.offer()).contains("192.0.2.9");
        });
        assertThat(leg.account()).isEqualTo(1);
        assertThat(leg.callId()).isEqualTo("in");

        leg.ring();
        var ringing = phone.expect("180 INVITE");
        assertThat(ringing.toTag()).isNotEmpty();
        assertThat(ringing.contact()).isEqualTo(contact);
        assertThat(ringing.header("Server")).isEqualTo("Carillon M8");
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        assertThat(success.toTag()).isEqualTo(ringing.toTag());
        assertThat(success.contact()).isEqualTo(contact);
        assertThat(success.body()).isEqualTo(Fixture.OUR_SDP);
        assertThat(success.header("Allow")).contains("BYE");
        assertThat(story.events).isEmpty();
        receive("ACK", 1, success.toTag(), "");
        assertThat(story.events).containsExactly("acknowledged");
        phone.seconds(40);
        phone.silent();

        leg.end();
        var destination = phone.destination();
        var bye = phone.expect("BYE");
        assertThat(destination).isEqualTo(Fixture.PEER);
        assertThat(bye.uri()).isEqualTo("sip:bob@192.0.2.9:5060");
        assertThat(bye.toTag()).isEqualTo("bob");
        assertThat(bye.fromTag()).isEqualTo(success.toTag());
        phone.reply(bye, 200, "OK");
        assertThat(story.events).last().isEqualTo("ended 0  by us");
        phone.seconds(100);
        phone.silent();
        assertThat(phone.core.load()).isZero();
    }

    @Test
    void aCallerThatAsksForAPasswordWhenWeHangUpGetsNone() {
        talking();
        leg.end();
        phone.reply(phone.expect("BYE"), 407, "Proxy Authentication Required", "Proxy-Authenticate: Digest realm=\"guess\",nonce=\"e\"");
        phone.silent();
    }

    @Test
    void theAnswerIsRepeatedUntilTheAckComes() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        phone.seconds(0.6);
        assertThat(phone.expect("200 INVITE")).isEqualTo(success);
        phone.silent();
        phone.seconds(1);
        phone.expect("200 INVITE");
        phone.seconds(6);
        assertThat(phone.sent).hasSize(2);
        phone.sent.clear();
        receive("ACK", 1, success.toTag(), "");
        receive("ACK", 1, success.toTag(), "");
        phone.seconds(40);
        phone.silent();
        assertThat(story.events).containsExactly("acknowledged");
    }

    @Test
    void withoutAckTheCallEndsWithABye() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        phone.seconds(31);
        phone.sent.clear();
        phone.seconds(2);
        assertThat(phone.sent).last().matches(sent -> sent.message().method().equals("BYE"));
        assertThat(story.events).containsExactly("ended 408 the other side did not confirm");
    }

    @Test
    void hangingUpBeforeTheAckWaitsForIt() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        leg.end();
        phone.silent();
        assertThat(story.events).containsExactly("ended 0  by us");
        receive("ACK", 1, success.toTag(), "");
        phone.expect("BYE");
    }

    @Test
    void aByeInsteadOfTheAckIsTheEnd() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        receive("BYE", 2, success.toTag(), "");
        phone.expect("200 BYE");
        assertThat(story.events).containsExactly("ended 0 ");
        phone.seconds(40);
        phone.silent();
    }

    @Test
    void aRepeatedInviteGetsTheLastAnswerAgain() {
        invite();
        leg.ring();
        var ringing = phone.expect("180 INVITE");
        phone.receive(Fixture.PEER, Fixture.invite("in", Fixture.offer()));
        assertThat(phone.expect("180 INVITE")).isEqualTo(ringing);
        leg.accept(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        phone.receive(Fixture.PEER, Fixture.invite("in", Fixture.offer()));
        assertThat(invites).hasSize(1);
        phone.seconds(20);
        phone.sent.clear();
        phone.receive(Fixture.PEER, Fixture.invite("in", Fixture.offer()));
        phone.silent();
        assertThat(invites).hasSize(1);
    }

    @Test
    void theSameCallOverTwoWaysIsTakenOnce() {
        invite();
        phone.receive(Fixture.SERVER, Fixture.request("INVITE", "sip:1001@192.0.2.1", "in", 1, "other", null,
                "Contact: <sip:bob@192.0.2.9:5060>\n" + Fixture.offer()));
        phone.expect("482 INVITE");
        assertThat(invites).hasSize(1);
    }

    @Test
    void aRefusal() {
        invite();
        leg.reject(486);
        var refusal = phone.expect("486 INVITE");
        assertThat(refusal.startLine()).isEqualTo("SIP/2.0 486 Busy Here");
        assertThat(story.events).containsExactly("ended 486 Busy Here by us");
        phone.seconds(0.6);
        phone.expect("486 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("ACK", "sip:1001@192.0.2.1", "in", 1, "in1", refusal.toTag(), ""));
        phone.seconds(10);
        phone.silent();
        leg.accept(Fixture.OUR_SDP);
        phone.silent();
    }

    @Test
    void aRedirection() {
        invite();
        leg.redirect("1009");
        assertThat(phone.expect("302 INVITE").contact()).isEqualTo("sip:1009@192.0.2.5");
        assertThat(story.events).containsExactly("ended 302 Moved Temporarily by us");
    }

    @Test
    void aRedirectionToNowhereIsARefusal() {
        invite();
        leg.redirect("not an address@");
        phone.expect("480 INVITE");
    }

    @Test
    void hangingUpWhileItRingsDeclines() {
        invite();
        leg.ring();
        phone.expect("180 INVITE");
        leg.end();
        phone.expect("603 INVITE");
        phone.seconds(200);
        assertThat(phone.sent).noneMatch(sent -> sent.message().code() == 180);
    }

    @Test
    void theCallerCancels() {
        invite();
        leg.ring();
        var ringing = phone.expect("180 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("CANCEL", "sip:1001@192.0.2.1", "in", 1, "in1", null,
                "Reason: SIP;cause=200;text=\"Call completed elsewhere\""));
        assertThat(phone.expect("200 CANCEL").toTag()).isEqualTo(ringing.toTag());
        assertThat(phone.expect("487 INVITE").toTag()).isEqualTo(ringing.toTag());
        assertThat(story.events).containsExactly("ended 487 Call completed elsewhere");
        leg.accept(Fixture.OUR_SDP);
        phone.silent();
    }

    @Test
    void aCancelAfterTheAnswerChangesNothing() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("CANCEL", "sip:1001@192.0.2.1", "in", 1, "in1", null, ""));
        assertThat(phone.expect("481 CANCEL").toTag()).isEqualTo(success.toTag());
        receive("ACK", 1, success.toTag(), "");
        assertThat(story.events).containsExactly("acknowledged");
    }

    @Test
    void aCancelAfterTheRefusalChangesNothing() {
        invite();
        leg.reject(486);
        phone.expect("486 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("CANCEL", "sip:1001@192.0.2.1", "in", 1, "in1", null, ""));
        phone.expect("200 CANCEL");
        phone.silent();
        assertThat(story.events).hasSize(1);
    }

    @Test
    void aCancelForNothingIs481() {
        phone.receive(Fixture.PEER, Fixture.request("CANCEL", "sip:1001@192.0.2.1", "none", 1, "x", null, ""));
        phone.expect("481 CANCEL");
    }

    @Test
    void aByeInTheEarlyDialogEndsIt() {
        invite();
        leg.ring();
        receive("BYE", 2, phone.expect("180 INVITE").toTag(), "");
        phone.expect("200 BYE");
        phone.expect("487 INVITE");
        assertThat(story.events).containsExactly("ended 487 Request Terminated");
    }

    @Test
    void ringingIsRepeatedEveryMinute() {
        invite();
        leg.ring();
        phone.expect("180 INVITE");
        phone.seconds(61);
        phone.expect("180 INVITE");
        phone.seconds(60);
        phone.expect("180 INVITE");
    }

    @Test
    void anInviteMayExpire() {
        invite("Expires: 20\n" + Fixture.offer());
        phone.seconds(21);
        phone.expect("487 INVITE");
        assertThat(story.events).containsExactly("ended 487 expired");
    }

    @Test
    void aDelayedOfferIsAnsweredInTheAck() {
        invite("");
        assertThat(invites.getFirst().offer()).isNull();
        leg.accept(Fixture.OUR_SDP);
        receive("ACK", 1, phone.expect("200 INVITE").toTag(), Fixture.offer());
        assertThat(story.events).containsExactly("acknowledged sdp");
    }

    @Test
    void recordedRoutesAreEchoedAndFollowed() {
        phone.receive(Fixture.PEER, Fixture.invite("in", "Record-Route: <sip:192.0.2.5;lr>\nRecord-Route: <sip:192.0.2.6;lr>\n"
                + Fixture.offer()));
        phone.expect("100 INVITE");
        leg.accept(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        assertThat(String.join(",", success.all("Record-Route")).replace(" ", "")).isEqualTo("<sip:192.0.2.5;lr>,<sip:192.0.2.6;lr>");
        receive("ACK", 1, success.toTag(), "");
        leg.end();
        assertThat(phone.destination()).isEqualTo(Fixture.SERVER);
        assertThat(String.join(",", phone.expect("BYE").all("Route")).replace(" ", ""))
                .isEqualTo("<sip:192.0.2.5;lr>,<sip:192.0.2.6;lr>");
    }

    @Test
    void theOtherSideHoldsAndResumes() {
        var tag = talking();
        receive("INVITE", 2, tag, "Content-Type: application/sdp\n\n" + Fixture.SDP + "a=sendonly\n");
        phone.expect("100 INVITE");
        assertThat(story.events).containsExactly("offered sdp");
        assertThat(story.sdp).contains("a=sendonly");
        leg.answer(Fixture.OUR_SDP);
        var success = phone.expect("200 INVITE");
        assertThat(success.body()).isEqualTo(Fixture.OUR_SDP);
        assertThat(success.contact()).isEqualTo(contact);
        phone.seconds(0.6);
        phone.expect("200 INVITE");
        receive("ACK", 2, tag, "");
        phone.seconds(40);
        phone.silent();
        assertThat(story.events).containsExactly("offered sdp");
    }

    @Test
    void theOtherSideWantsAnOffer() {
        var tag = talking();
        receive("INVITE", 2, tag, "");
        phone.expect("100 INVITE");
        assertThat(story.events).containsExactly("offered");
        leg.answer(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        receive("ACK", 2, tag, Fixture.offer());
        assertThat(story.events).containsExactly("offered", "acknowledged sdp");
    }

    @Test
    void anOfferOfOursThatIsNotAnsweredIsToldToo() {
        var tag = talking();
        receive("INVITE", 2, tag, "");
        phone.expect("100 INVITE");
        leg.answer(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        receive("ACK", 2, tag, "");
        assertThat(story.events).containsExactly("offered", "acknowledged");
    }

    @Test
    void informationIsTakenWhereItIsUnderstood() {
        var tag = talking();
        receive("INFO", 2, tag, "Content-Type: application/dtmf-relay\n\nSignal=1\nDuration=100\n");
        phone.expect("200 INFO");
        receive("INFO", 3, tag, "");
        phone.expect("200 INFO");
        receive("INFO", 4, tag, "Content-Type: text/plain\n\nhello\n");
        assertThat(String.join(",", phone.expect("415 INFO").all("Accept"))).contains("application/dtmf-relay");
        receive("INFO", 5, tag, "Info-Package: x-unknown");
        assertThat(phone.expect("469 INFO").header("Recv-Info")).isEmpty();
        receive("OPTIONS", 6, tag, "");
        phone.expect("200 OPTIONS");
    }

    @Test
    void anOfferIsRefusedAndTheCallGoesOn() {
        var tag = talking();
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("100 INVITE");
        leg.refuse(488);
        phone.expect("488 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("ACK", contact, "in", 2, "INVITE2", tag, ""));
        leg.end();
        phone.expect("BYE");
    }

    @Test
    void anOfferMayBeTakenBack() {
        var tag = talking();
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("100 INVITE");
        phone.receive(Fixture.PEER, Fixture.request("CANCEL", contact, "in", 2, "INVITE2", tag, ""));
        phone.expect("200 CANCEL");
        phone.expect("487 INVITE");
        leg.answer(Fixture.OUR_SDP);
        phone.silent();
    }

    @Test
    void aSecondOfferBeforeTheFirstIsAnsweredMustWait() {
        var tag = talking();
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("100 INVITE");
        receive("INVITE", 3, tag, Fixture.offer());
        assertThat(Integer.parseInt(phone.expect("500 INVITE").header("Retry-After"))).isBetween(0, 10);
    }

    @Test
    void oldRequestsAreOutOfOrder() {
        var tag = talking();
        receive("INFO", 5, tag, "");
        phone.expect("200 INFO");
        receive("INFO", 4, tag, "");
        phone.expect("500 INFO");
    }

    @Test
    void theTargetIsRefreshed() {
        var tag = talking();
        phone.receive(Fixture.PEER, Fixture.request("INVITE", contact, "in", 2, "re", tag,
                "Contact: <sip:bob@192.0.2.10:5070>\n" + Fixture.offer()));
        phone.expect("100 INVITE");
        leg.answer(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        receive("ACK", 2, tag, "");
        leg.end();
        assertThat(phone.destination().getPort()).isEqualTo(5070);
        assertThat(phone.expect("BYE").uri()).isEqualTo("sip:bob@192.0.2.10:5070");
    }

    @Test
    void weHoldAndItIsConfirmed() {
        talking();
        leg.reinvite(Fixture.OUR_SDP);
        var invite = phone.expect("INVITE");
        assertThat(invite.sequence()).isEqualTo(1);
        assertThat(invite.toTag()).isEqualTo("bob");
        assertThat(invite.contact()).isEqualTo(contact);
        assertThat(story.events).isEmpty();
        phone.receive(Fixture.PEER, invite.answer(200, "OK", null, "Contact: <sip:bob@192.0.2.9:5060>\n" + Fixture.offer()));
        assertThat(phone.expect("ACK").sequence()).isEqualTo(1);
        assertThat(story.events).containsExactly("reinvited sdp");
    }

    @Test
    void aRefusedHoldChangesNothing() {
        talking();
        leg.reinvite(Fixture.OUR_SDP);
        phone.receive(Fixture.PEER, phone.expect("INVITE").answer(488, "Not Acceptable Here", null, ""));
        phone.expect("ACK");
        assertThat(story.events).containsExactly("reinviteFailed 488 Not Acceptable Here");
        leg.reinvite(Fixture.OUR_SDP);
        assertThat(phone.expect("INVITE").sequence()).isEqualTo(2);
    }

    @Test
    void offersThatCollideAreBothRefusedAndOursComesAgain() {
        var tag = talking();
        leg.reinvite(Fixture.OUR_SDP);
        var invite = phone.expect("INVITE");
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("491 INVITE");
        phone.receive(Fixture.PEER, invite.answer(491, "Request Pending", null, ""));
        phone.expect("ACK");
        phone.receive(Fixture.PEER, Fixture.request("ACK", contact, "in", 2, "INVITE2", tag, ""));
        assertThat(story.events).isEmpty();
        phone.seconds(2.1);
        var again = phone.expect("INVITE");
        assertThat(again.sequence()).isEqualTo(2);
        assertThat(again.body()).isEqualTo(Fixture.OUR_SDP);
        phone.receive(Fixture.PEER, again.answer(200, "OK", null, Fixture.offer()));
        assertThat(story.events).containsExactly("reinvited sdp");
    }

    @Test
    void ourOfferWaitsUntilTheirsIsDone() {
        var tag = talking();
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("100 INVITE");
        leg.reinvite(Fixture.OUR_SDP);
        phone.silent();
        leg.answer(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        phone.silent();
        receive("ACK", 2, tag, "");
        phone.expect("INVITE");
    }

    @Test
    void aCallThatTheOtherSideForgotEnds() {
        talking();
        leg.reinvite(Fixture.OUR_SDP);
        phone.receive(Fixture.PEER, phone.expect("INVITE").answer(481, "Call/Transaction Does Not Exist", null, ""));
        phone.expect("ACK");
        phone.expect("BYE");
        assertThat(story.events).containsExactly("ended 481 Call/Transaction Does Not Exist");
    }

    @Test
    void aReinviteThatNobodyAnswersEndsTheCall() {
        talking();
        leg.reinvite(Fixture.OUR_SDP);
        phone.seconds(33);
        assertThat(story.events).containsExactly("ended 408 no answer");
        assertThat(phone.sent).last().matches(sent -> sent.message().method().equals("BYE"));
    }

    @Test
    void hangingUpDuringOurOfferStillAcknowledgesIt() {
        talking();
        leg.reinvite(Fixture.OUR_SDP);
        var invite = phone.expect("INVITE");
        leg.end();
        phone.expect("BYE");
        phone.receive(Fixture.PEER, invite.answer(200, "OK", null, Fixture.offer()));
        phone.expect("ACK");
        assertThat(story.events).containsExactly("ended 0  by us");
    }

    @Test
    void hangingUpDuringTheirOfferAnswersIt() {
        var tag = talking();
        receive("INVITE", 2, tag, Fixture.offer());
        phone.expect("100 INVITE");
        receive("BYE", 3, tag, "");
        phone.expect("200 BYE");
        phone.expect("487 INVITE");
        assertThat(story.events).containsExactly("offered sdp", "ended 0 ");
    }

    @Test
    void byesThatCrossAreBothAnswered() {
        var tag = talking();
        leg.end();
        phone.expect("BYE");
        receive("BYE", 2, tag, "");
        phone.expect("200 BYE");
        receive("INFO", 3, tag, "");
        phone.expect("481 INFO");
    }

    @Test
    void nobodyTakesCalls() {
        phone.taker = null;
        phone.receive(Fixture.PEER, Fixture.invite("in", Fixture.offer()));
        phone.expect("480 INVITE");
    }

    @Test
    void aTakerThatFailsRefuses() {
        phone.taker = (incoming, invite) -> {
            throw new IllegalStateException("broken");
        };
        invite();
        phone.expect("500 INVITE");
    }

    @Test
    void tooManyCallsAreBusy() {
        for (int i = 0; i < 64; i++) {
            phone.receive(Fixture.PEER, Fixture.invite("many" + i, Fixture.offer()));
            phone.expect("100 INVITE");
        }
        phone.receive(Fixture.PEER, Fixture.invite("last", Fixture.offer()));
        assertThat(phone.expect("486 INVITE").header("Retry-After")).isNotEmpty();
        assertThat(invites).hasSize(64);
    }

    @Test
    void aFloodOfCallsThatAreRefusedLeavesThePhoneAbleToHear() {
        var tag = talking();
        for (int i = 0; i < 3_000; i++) {
            phone.receive(Fixture.PEER, Fixture.invite("many" + i, Fixture.offer()));
            leg.reject(486);
            phone.settle();
        }
        assertThat(phone.core.load()).isLessThan(600);
        phone.sent.clear();
        receive("BYE", 2, tag, "");
        phone.expect("200 BYE");

        phone.seconds(40);
        phone.sent.clear();
        phone.receive(Fixture.PEER, Fixture.invite("afterwards", Fixture.offer()));
        phone.expect("100 INVITE");
    }

    @Test
    void stoppingRefusesWhatRings() {
        invite();
        phone.core.stop();
        phone.expect("480 INVITE");
        phone.expect("REGISTER");
    }

    @Test
    void stoppingDoesNotWaitForAnAck() {
        invite();
        leg.accept(Fixture.OUR_SDP);
        phone.expect("200 INVITE");
        phone.core.stop();
        phone.expect("BYE");
    }
}
