package org.carillon.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.carillon.it.kit.Await;
import org.carillon.it.kit.Direct;
import org.carillon.it.kit.Json;
import org.carillon.it.kit.PhoneProcess;
import org.carillon.it.kit.Ports;
import org.carillon.it.kit.RawSip;
import org.carillon.it.kit.Sipp;
import org.carillon.it.kit.Workspace;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestRule;

/** Calls in which the other side, SIPp, does what it may but rarely does, or what it may not: retransmissions, glare, late answers. */
public class UnexpectedMessagesTest {
    @ClassRule
    public static final Workspace WORKSPACE = new Workspace();

    private static Direct direct;

    @Rule
    public final TestRule watch = WORKSPACE.watch();

    @BeforeClass
    public static void start() {
        direct = Direct.start(WORKSPACE);
    }

    @Before
    public void clear() {
        direct.clear();
    }

    @After
    public void thePhoneGoesOn() {
        direct.requireSound();
    }

    private static PhoneProcess phone() {
        return direct.phone();
    }

    /** A call of SIPp that our phone answers. */
    private static Sipp.Run answered(String scenario, String... options) {
        Sipp.Run run = direct.sipp().start(scenario, options);
        phone().awaitCall("ringing");
        phone().ctl("answer");
        return run;
    }

    /** A call of our phone that SIPp handles. */
    private static Sipp.Run dialled(String scenario, String... options) {
        int port = Ports.free();
        String[] all = new String[options.length + 2];
        System.arraycopy(options, 0, all, 2, options.length);
        all[0] = "-p";
        all[1] = String.valueOf(port);
        Sipp.Run run = direct.sipp().start(scenario, all);
        Await.until("sipp listens", Duration.ofSeconds(5), () -> Ports.isTaken(port), run::tail);
        phone().ctl("dial", "sip:sipp@127.0.0.1:" + port);
        return run;
    }

    private static Object ended() {
        return phone().awaitEvent("org/carillon/call/ENDED");
    }

    /** The call was seen like that at some time. */
    private static void was(Predicate<Object> wanted) {
        phone().awaitEvent("org/carillon/call/CHANGED", event -> wanted.test(Json.at(event, "call")));
    }

    // incoming calls

    @Test
    public void theSameInviteByAnotherWayIsRefusedAndTheFirstGoesOn() {
        direct.sipp().run("merged-request");
        was(call -> Json.text(call, "state").equals("ringing"));
        assertThat(Json.number(ended(), "code")).isEqualTo(487);
        assertThat(news()).isEqualTo(1);
    }

    @Test
    public void aRetransmittedInviteMakesNoSecondCall() {
        direct.sipp().run("retransmitted-invite", "-nr");
        ended();
        assertThat(news()).isEqualTo(1);
    }

    private static long news() {
        return phone().events().stream().filter(event -> Json.text(event, "topic").equals("org/carillon/call/NEW")).count();
    }

    @Test
    public void aCancelOnTheHeelsOfItsInviteEndsTheCall() {
        try (RawSip raw = direct.raw()) {
            String invite = raw.request("INVITE", Direct.USER, "");
            raw.send(invite);
            raw.send(invite.replaceFirst("^INVITE ", "CANCEL ").replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL"));
            List<String> responses = List.of(raw.response(), raw.response());
            assertThat(responses).as("one to each")
                    .anySatisfy(response -> assertThat(response).startsWith("SIP/2.0 200").contains("1 CANCEL"))
                    .anySatisfy(response -> assertThat(response).startsWith("SIP/2.0 487").contains("1 INVITE"));
        }
        phone().awaitNoCall();
    }

    @Test
    public void aCancelAfterTheAnswerChangesNothing() {
        answered("cancel-after-answer").succeeds();
        assertThat(Json.number(ended(), "code")).isZero();
    }

    @Test
    public void aByeBeforeTheAnswerEndsTheCall() {
        direct.sipp().run("bye-before-answer");
        assertThat(Json.text(ended(), "by")).isEqualTo("remote");
    }

    @Test
    public void anInviteWithoutOfferGetsOurs() {
        answered("delayed-offer").succeeds();
        assertThat(Json.number(ended(), "call", "rtp", "sent")).as("we spoke").isPositive();
    }

    @Test
    public void anUnusableAnswerToOurOfferEndsTheCall() {
        answered("delayed-offer-unusable").succeeds();
    }

    @Test
    public void an200ComesAgainUntilItIsAcknowledged() {
        answered("lost-ack", "-nr").succeeds();
    }

    @Test
    public void aRetransmittedByeIsAnsweredAlike() {
        answered("retransmitted-bye", "-nr").succeeds();
    }

    @Test
    public void aSequenceThatGoesBackIsRefused() {
        answered("old-sequence").succeeds();
    }

    @Test
    public void optionsInsideADialogChangeNothing() {
        answered("options-in-dialog").succeeds();
    }

    @Test
    public void infoIsTakenOnlyWhereItIsUnderstood() {
        answered("info").succeeds();
    }

    @Test
    public void everyKindOfHoldIsAnsweredInKind() {
        answered("reinvite-hold").succeeds();
        ended();
        assertThat(phone().events().stream().filter(event -> Json.text(event, "call", "state").equals("talking"))
                .map(event -> Json.flag(event, "call", "heldByPeer")).toList()).containsSubsequence(false, true, false);
    }

    @Test
    public void aConnectionAddressOfZeroIsHoldToo() {
        answered("reinvite-hold-old").succeeds();
        was(call -> Json.flag(call, "heldByPeer"));
    }

    @Test
    public void aReinviteThatCannotBeMetLeavesTheCallAsItIs() {
        answered("reinvite-unusable").succeeds();
        assertThat(Json.number(ended(), "code")).isZero();
    }

    @Test
    public void aReinviteWithoutOfferGetsOurs() {
        answered("reinvite-without-offer").succeeds();
    }

    @Test
    public void ourReinviteThatMetGlareComesAgain() {
        Sipp.Run run = answered("glare");
        phone().awaitCall("talking");
        phone().ctl("hold");
        run.succeeds();
        was(call -> Json.flag(call, "held") && !Json.flag(call, "holdPending"));
    }

    @Test
    public void theirReinviteThatMeetsOursIsPutOff() {
        Sipp.Run run = answered("glare-theirs");
        phone().awaitCall("talking");
        phone().ctl("hold");
        run.succeeds();
        was(call -> Json.flag(call, "held") && !Json.flag(call, "holdPending"));
    }

    // outgoing calls

    @Test
    public void aChallengeThatNeverEndsIsGivenUp() {
        dialled("out-challenged-for-ever").succeeds();
        assertThat(Json.number(ended(), "code")).isEqualTo(407);
    }

    @Test
    public void manyProvisionalResponsesAreOneRinging() {
        dialled("out-provisional-then-busy").succeeds();
        assertThat(Json.number(ended(), "code")).isEqualTo(486);
    }

    @Test
    public void anAnswerThatComesAgainIsAcknowledgedAgain() {
        dialled("out-answer-retransmitted", "-nr").succeeds();
        assertThat(Json.number(ended(), "code")).isZero();
    }

    @Test
    public void anAnswerThatCrossesOurCancelIsEnded() {
        Sipp.Run run = dialled("out-cancelled-too-late");
        phone().awaitCall("early");
        phone().ctl("hangup");
        run.succeeds();
    }

    @Test
    public void aSecondAnswerOfAForkedCallIsEndedAndTheFirstGoesOn() {
        dialled("out-forked-answers").succeeds();
        assertThat(Json.number(ended(), "code")).isZero();
    }

    @Test
    public void aRedirectionIsFollowed() {
        dialled("out-redirected").succeeds();
        assertThat(Json.number(ended(), "code")).isEqualTo(480);
    }

    @Test
    public void anAnswerThatNobodyCanUseEndsTheCall() {
        dialled("out-unusable-answer").succeeds();
    }

    @Test
    public void aDigitThatIsRefusedIsReportedAndTheNextIsNotTried() {
        phone().set("Account1DtmfMode", 4);
        Sipp.Run run = answered("info-digits");
        phone().awaitCall("talking");
        phone().ctl("dtmf", "1#D");
        Object refused = phone().awaitEvent("org/carillon/call/DTMF_REFUSED");
        assertThat(Json.text(refused, "digit")).isEqualTo("D");
        assertThat(Json.number(refused, "code")).isEqualTo(415);
        assertThatThrownBy(() -> phone().ctl("dtmf", "5")).hasMessageContaining("415 Unsupported Media Type");
        run.succeeds();
        phone().set("Account1DtmfMode", 2);
    }
}
