package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.Verdict;
import org.carillon.core.call.internal.Bench.End;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class HoldTest {
    private final Bench bench = new Bench();

    private void assertHold(End end, boolean held, boolean pending) {
        Call call = bench.call(end);
        assertThat(call.held()).as("held").isEqualTo(held);
        assertThat(call.holdPending()).as("pending").isEqualTo(pending);
    }

    private void reinvited(End end, String answer) {
        end.listener().reinvited(answer);
        bench.scopes.settle();
    }

    @Test
    void isShownWhenTheOtherSideConfirmed() {
        End end = bench.talkIn();
        bench.events.clear();
        Call pending = bench.calls.hold("");
        assertThat(pending.held()).isFalse();
        assertThat(pending.holdPending()).isTrue();
        assertThat(end.done()).endsWith("reinvite offer-hold");

        reinvited(end, "answer");
        assertHold(end, true, false);
        assertThat(bench.calls.resume("").holdPending()).isTrue();
        assertHold(end, true, true);
        assertThat(end.done()).endsWith("reinvite offer");

        reinvited(end, "answer");
        assertHold(end, false, false);
        assertThat(bench.events.topics()).hasSize(4).allMatch(CallEvents.CHANGED::equals);
    }

    @Test
    void aRefusalReverts() {
        End end = bench.talkIn();
        bench.calls.hold("");
        end.listener().reinviteFailed(403, "Forbidden");
        bench.scopes.settle();
        assertHold(end, false, false);
        assertThat(bench.lastMedia().done).endsWith("rollback");
        assertThat(bench.log.messages(LogLevel.WARN)).singleElement().asString().contains("refuses to be held: 403 Forbidden");
        assertThat(bench.call(end).state()).isEqualTo(State.TALKING);

        bench.calls.hold("");
        reinvited(end, "bad");
        assertHold(end, false, false);
        bench.calls.hold("");
        reinvited(end, "answer");
        bench.calls.resume("");
        end.listener().reinviteFailed(500, "");
        bench.scopes.settle();
        assertHold(end, true, false);
    }

    @Test
    void changingOnesMindSendsTheLastWish() {
        End end = bench.talkIn();
        bench.calls.hold("");
        bench.calls.resume(end.id());
        assertThat(end.done()).endsWith("reinvite offer-hold");
        reinvited(end, "answer");
        assertHold(end, true, true);
        assertThat(end.done()).endsWith("reinvite offer-hold", "reinvite offer");
        reinvited(end, "answer");
        assertHold(end, false, false);
    }

    @Test
    void aPendingHoldIsTakenBackWithoutNamingTheCall() {
        End end = bench.talkIn();
        bench.calls.hold("");
        bench.calls.resume("");
        reinvited(end, "answer");
        reinvited(end, "answer");
        assertHold(end, false, false);
    }

    @Test
    void needsATalkingCall() {
        End end = bench.ring("offer");
        assertThatThrownBy(() -> bench.calls.hold("")).hasMessage("no call talks");
        assertThatThrownBy(() -> bench.calls.hold(end.id())).hasMessage("call c1 does not talk");
        assertThatThrownBy(() -> bench.calls.resume("")).hasMessage("no call is held");
        bench.calls.answer("");
        assertThatThrownBy(() -> bench.calls.resume(end.id())).hasMessage("call c1 is not held");
    }

    @Test
    void waitsForTheAnswerToADelayedOffer() {
        End end = bench.ring(null);
        bench.calls.answer("");
        bench.calls.hold("");
        assertHold(end, false, true);
        assertThat(end.done()).containsExactly("ring", "accept offer");
        end.listener().acknowledged("answer");
        bench.scopes.settle();
        assertThat(end.done()).endsWith("reinvite offer-hold");
    }

    @Test
    void theOtherSideHolds() {
        End end = bench.talkIn();
        end.listener().offered("hold");
        bench.scopes.settle();
        assertThat(end.done()).endsWith("answer answer");
        assertThat(bench.call(end).heldByPeer()).isTrue();
        end.listener().offered("talk");
        bench.scopes.settle();
        assertThat(bench.call(end).heldByPeer()).isFalse();
    }

    @Test
    void bothSidesHold() {
        End end = bench.talkIn();
        bench.calls.hold("");
        reinvited(end, "answer");
        end.listener().offered("hold");
        bench.scopes.settle();
        assertThat(end.done()).endsWith("answer answer-hold");
        assertThat(bench.call(end).held()).isTrue();
        assertThat(bench.call(end).heldByPeer()).isTrue();
    }

    @Test
    void aReinviteWithoutOfferGetsOurs() {
        End end = bench.talkIn();
        end.listener().offered(null);
        bench.scopes.settle();
        assertThat(end.done()).endsWith("answer offer");
        end.listener().acknowledged("new answer");
        bench.scopes.settle();
        assertThat(bench.lastMedia().done).endsWith("accepted new answer");
    }

    @Test
    void anOfferThatCannotBeUsedIsRefusedAndTheCallGoesOn() {
        End end = bench.talkIn();
        end.listener().offered("bad");
        bench.scopes.settle();
        assertThat(end.done()).endsWith("refuse 488");
        assertThat(bench.call(end).state()).isEqualTo(State.TALKING);
    }

    @Test
    void afterACollisionTheirOfferGoesFirstAndOursIsMadeAnew() {
        End end = bench.talkIn();
        bench.calls.hold("");
        end.listener().offered("hold");
        bench.scopes.settle();
        assertThat(end.done()).endsWith("reinvite offer-hold", "answer answer", "reinvite offer-hold");
        end.listener().offered(null);
        bench.scopes.settle();
        assertThat(end.done()).endsWith("refuse 491");
        reinvited(end, "answer");
        assertHold(end, true, false);
    }

    @Test
    void anAnswerHoldsTheCallThatTalks() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        assertThat(bench.calls.answer("").state()).isEqualTo(State.RINGING);
        assertThat(first.done()).endsWith("reinvite offer-hold");
        assertThat(second.done()).containsExactly("ring");
        reinvited(first, "answer");
        assertThat(second.done()).containsExactly("ring", "accept answer");
        assertHold(first, true, false);
    }

    @Test
    void anAnswerDoesNotWaitForEver() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        bench.calls.answer("");
        bench.scopes.advance(Duration.ofSeconds(2));
        assertThat(bench.call(second).state()).isEqualTo(State.TALKING);
        reinvited(first, "answer");
        assertThat(second.done()).containsExactly("ring", "accept answer");
    }

    @Test
    void anAnswerGoesOnWhenTheOtherCallEndsOrRefuses() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        bench.calls.answer("");
        first.listener().ended(0, "", false);
        bench.scopes.settle();
        assertThat(bench.call(second).state()).isEqualTo(State.TALKING);
        End third = bench.ring("offer");
        bench.calls.answer("");
        second.listener().reinviteFailed(500, "");
        bench.scopes.settle();
        assertThat(bench.call(third).state()).isEqualTo(State.TALKING);
    }

    @Test
    void theCallerGivesUpWhileTheOtherCallIsBeingHeld() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        bench.calls.answer("");
        second.listener().ended(487, "", false);
        bench.scopes.settle();
        reinvited(first, "answer");
        bench.scopes.advance(Duration.ofSeconds(5));
        assertThat(second.done()).containsExactly("ring");
        assertThat(bench.call(second).state()).isEqualTo(State.ENDED);
    }

    @Test
    void noScreeningTakesAnAnswerBack() {
        End first = bench.talkIn();
        bench.screen(1, call -> Verdict.ring(Duration.ofSeconds(1), Verdict.reject(486)));
        End second = bench.ring("offer");
        bench.scopes.advance(Duration.ofMillis(900));
        bench.calls.answer("");
        bench.scopes.advance(Duration.ofSeconds(1));
        assertThat(second.done()).containsExactly("ring");
        reinvited(first, "answer");
        assertThat(second.done()).containsExactly("ring", "accept answer");
    }

    @Test
    void diallingHoldsTheCallThatTalks() {
        End first = bench.talkIn();
        bench.dial("200");
        assertThat(first.done()).endsWith("reinvite offer-hold");
        bench.refuseInvites("no");
        reinvited(first, "answer");
        bench.calls.hangup("");
        bench.calls.resume("");
        reinvited(first, "answer");
        assertThatThrownBy(() -> bench.dial("201")).hasMessage("no");
        assertHold(first, false, false);
    }

    @Test
    void resumingOneHoldsTheOther() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        bench.calls.answer("");
        reinvited(first, "answer");
        bench.calls.resume("");
        assertThat(second.done()).endsWith("reinvite offer-hold");
        assertThat(first.done()).endsWith("reinvite offer-hold");
        reinvited(second, "answer");
        assertThat(first.done()).endsWith("reinvite offer");
        reinvited(first, "answer");
        assertHold(first, false, false);
        assertHold(second, true, false);
    }

    @Test
    void aVerdictAnswersThePoliteWayToo() {
        End first = bench.talkIn();
        bench.screen(1, call -> Verdict.answer());
        End second = bench.ring("offer");
        assertThat(second.done()).isEmpty();
        reinvited(first, "answer");
        assertThat(second.done()).containsExactly("accept answer");
    }

    @Test
    void anyCallCanBeHungUp() {
        End first = bench.talkIn();
        End second = bench.ring("offer");
        bench.calls.answer("");
        reinvited(first, "answer");
        assertThat(bench.calls.hangup("").id()).isEqualTo(second.id());
        assertThat(bench.calls.hangup("").id()).isEqualTo(first.id());
        bench.ring("offer");
        bench.ring("offer");
        assertThatThrownBy(() -> bench.calls.answer("")).hasMessage("say which call: c3, c4");
    }
}
