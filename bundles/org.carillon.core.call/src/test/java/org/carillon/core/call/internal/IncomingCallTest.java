package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.CallException;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.core.call.internal.Bench.End;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class IncomingCallTest {
    private final Bench bench = new Bench(Map.of("refuseCode", 603, "noAnswerCode", 480));

    @Test
    void ringsAndIsAnswered() {
        End end = bench.ring("offer");
        Call ringing = bench.call(end);
        assertThat(ringing.state()).isEqualTo(State.RINGING);
        assertThat(ringing.account()).isEqualTo(2);
        assertThat(ringing.display()).isEqualTo("Bob");
        assertThat(ringing.remote()).isEqualTo("sip:bob@example.com");
        assertThat(bench.media.sessions).isEmpty();

        Call talking = bench.calls.answer("");
        assertThat(talking.state()).isEqualTo(State.TALKING);
        assertThat(end.done()).containsExactly("ring", "accept answer");
        assertThat(bench.events.topics()).containsExactly(CallEvents.NEW, CallEvents.CHANGED, CallEvents.CHANGED);
        assertThat(bench.events.of(CallEvents.NEW).getFirst().getProperty(CallEvents.DIRECTION)).isEqualTo("in");
        bench.scopes.advance(Duration.ofMinutes(10));
        assertThat(bench.call(end).state()).isEqualTo(State.TALKING);
    }

    @Test
    void delayedOffer() {
        End end = bench.ring(null);
        bench.calls.answer(end.id());
        assertThat(end.done()).containsExactly("ring", "accept offer");
        end.listener().acknowledged("answer");
        bench.scopes.settle();
        assertThat(bench.lastMedia().done).containsExactly("accepted answer");
        assertThat(bench.call(end).codec()).isEqualTo("PCMU");
    }

    @Test
    void delayedOfferThatIsNotAnsweredEndsTheCall() {
        for (String answer : new String[]{null, "bad"}) {
            End end = bench.ring(null);
            bench.calls.answer(end.id());
            end.listener().acknowledged(answer);
            bench.scopes.settle();
            assertThat(end.done()).endsWith("end");
            assertThat(bench.call(end).code()).isEqualTo(488);
        }
    }

    @Test
    void anOfferThatCannotBeUsedIsRefusedBeforeItRings() {
        List<IncomingCall> seen = new ArrayList<>();
        bench.screen(1, call -> {
            seen.add(call);
            return Verdict.ring();
        });
        End end = bench.ring("bad");
        assertThat(end.done()).containsExactly("reject 488");
        assertThat(seen).isEmpty();
    }

    @Test
    void withoutPortsACallCannotBeAnswered() {
        End end = bench.ring("offer");
        bench.media.full = true;
        bench.calls.answer(end.id());
        assertThat(end.done()).containsExactly("ring", "reject 480");
    }

    @Test
    void withoutMediaACallIsNotTaken() {
        bench.calls.unbindMedia(bench.media);
        assertThat(bench.ring("offer").done()).containsExactly("reject 480");
    }

    @Test
    void isRejectedByThePerson() {
        End end = bench.ring("offer");
        Call call = bench.calls.reject("", 0);
        assertThat(end.done()).containsExactly("ring", "reject 603");
        assertThat(call.code()).isEqualTo(603);
        assertThat(bench.calls.reject(bench.ring("offer").id(), 404).code()).isEqualTo(404);
        assertThat(bench.calls.hangup(bench.ring("offer").id()).code()).isEqualTo(603);
        bench.calls.modified(Bench.config(Map.of()));
        assertThat(bench.calls.reject(bench.ring("offer").id(), 0).code()).isEqualTo(486);
        assertThatThrownBy(() -> bench.calls.reject("", 302)).hasMessageContaining("from 400 to 699");
        assertThatThrownBy(() -> bench.calls.reject("", 0)).isInstanceOf(CallException.class).hasMessage("no call rings");
    }

    @Test
    void isSentElsewhereByThePerson() {
        End end = bench.ring("offer");
        assertThat(bench.calls.redirect("", " 300 ").code()).isEqualTo(302);
        assertThat(end.done()).containsExactly("ring", "redirect 300");
        assertThatThrownBy(() -> bench.calls.redirect("", "300")).hasMessage("no call rings");
        assertThatThrownBy(() -> bench.calls.redirect("", " ")).hasMessageContaining("without a number");
    }

    @Test
    void nobodyAnswers() {
        End end = bench.ring("offer");
        bench.scopes.advance(LiveCall.NO_ANSWER.minusMillis(1));
        assertThat(bench.call(end).state()).isEqualTo(State.RINGING);
        bench.scopes.advance(Duration.ofMillis(1));
        assertThat(end.done()).containsExactly("ring", "reject 480");
        assertThat(bench.call(end).code()).isEqualTo(480);
        bench.scopes.advance(Duration.ofMinutes(5));
        assertThat(bench.scopes.waitingTimers()).isZero();
    }

    @Test
    void ringsForAWhileAndThenGoesElsewhere() {
        bench.screen(1, call -> Verdict.ring(Duration.ofSeconds(10), Verdict.redirect("300")));
        End end = bench.ring("offer");
        bench.scopes.advance(Duration.ofSeconds(10));
        assertThat(end.done()).containsExactly("ring", "redirect 300");
        assertThat(bench.call(end).code()).isEqualTo(302);
        End answered = bench.ring("offer");
        bench.calls.answer("");
        bench.scopes.advance(Duration.ofSeconds(30));
        assertThat(answered.done()).containsExactly("ring", "accept answer");
    }

    @Test
    void verdictsAreCarriedOut() {
        CallScreening screening = bench.screen(1, call -> Verdict.reject(600));
        assertThat(bench.ring("offer").done()).containsExactly("reject 600");
        bench.calls.unbindScreening(screening);
        screening = bench.screen(1, call -> Verdict.redirect("300"));
        assertThat(bench.ring("offer").done()).containsExactly("redirect 300");
        bench.calls.unbindScreening(screening);
        bench.screen(1, call -> Verdict.answer());
        assertThat(bench.ring("offer").done()).containsExactly("accept answer");
    }

    @Test
    void screeningsAreAskedInOrderUntilOneDecides() {
        List<String> asked = new ArrayList<>();
        bench.screen(300, call -> {
            asked.add("300");
            return Verdict.ring();
        });
        bench.screen(200, call -> {
            asked.add("200");
            return Verdict.reject(486);
        });
        bench.screen(100, call -> {
            asked.add("100 " + call.target() + " " + call.account() + " " + call.busy());
            return Verdict.ring();
        });
        bench.ring("offer");
        assertThat(asked).containsExactly("100 1002 2 false", "200");
        bench.dial("200");
        bench.ring("offer");
        assertThat(asked).contains("100 1002 2 true");
    }

    /** A screening that has a place for calls to a busy phone. */
    private void forwardBusy(String target) {
        bench.calls.bindScreening(new CallScreening() {
            @Override
            public Verdict judge(IncomingCall call) {
                return Verdict.ring();
            }

            @Override
            public Verdict judgeBusy(IncomingCall call) {
                return Verdict.redirect(target);
            }
        }, Map.of(CallScreening.PHASE, 100));
    }

    @Test
    void forwardingOnBusyGoesBeforeARefusalAsBusy() {
        CallScreening busy = bench.screen(200, call -> Verdict.busy(603));
        assertThat(bench.ring("offer").done()).containsExactly("reject 603");
        forwardBusy("300");
        assertThat(bench.ring("offer").done()).containsExactly("redirect 300");
        bench.calls.unbindScreening(busy);
        assertThat(bench.ring("offer").done()).containsExactly("ring");
        bench.screen(200, call -> Verdict.reject(603));
        assertThat(bench.ring("offer").done()).as("refused for another reason").containsExactly("reject 603");
    }

    @Test
    void forwardingOnBusyGoesBeforeTheLimitOfCalls() {
        bench.calls.modified(Bench.config(Map.of("maxCalls", 1)));
        bench.talkIn();
        assertThat(bench.ring("offer").done()).containsExactly("reject 486");
        forwardBusy("300");
        assertThat(bench.ring("offer").done()).containsExactly("redirect 300");
        assertThat(bench.ring("bad").done()).as("what it offers is for others to judge").containsExactly("redirect 300");
    }

    @Test
    void aTimeToRingStandsWhenNobodyDecidesOtherwise() {
        bench.screen(100, call -> Verdict.ring(Duration.ofSeconds(10), Verdict.redirect("300")));
        bench.screen(150, call -> Verdict.ring(Duration.ofSeconds(5), Verdict.redirect("400")));
        CallScreening busy = bench.screen(200, call -> Verdict.busy(486));
        assertThat(bench.ring("offer").done()).containsExactly("reject 486");
        bench.calls.unbindScreening(busy);
        End end = bench.ring("offer");
        bench.scopes.advance(Duration.ofSeconds(10));
        assertThat(end.done()).containsExactly("ring", "redirect 300");
    }

    @Test
    void aScreeningThatFailsCountsAsRing() {
        bench.screen(1, call -> {
            throw new IllegalStateException("oops");
        });
        bench.screen(2, call -> null);
        End end = bench.ring("offer");
        assertThat(end.done()).containsExactly("ring");
        assertThat(bench.log.messages(LogLevel.ERROR)).singleElement().asString().contains("failed on call c1");
    }

    @Test
    void theCallerGivesUpDuringTheScreening() {
        bench.screen(1, call -> Verdict.answer());
        End end = bench.arrive("offer");
        end.listener().ended(487, "Request Terminated", false);
        bench.scopes.settle();
        assertThat(end.done()).isEmpty();
        assertThat(bench.call(end).code()).isEqualTo(487);
        assertThat(bench.events.topics()).containsExactly(CallEvents.NEW, CallEvents.ENDED);
        assertThat(bench.media.sessions).isEmpty();
    }

    @Test
    void theCallerGivesUpWhileItRings() {
        End end = bench.ring("offer");
        end.listener().ended(487, "Request Terminated", false);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.ENDED);
        assertThatThrownBy(() -> bench.calls.answer(end.id())).hasMessage("call c1 has ended");
        bench.scopes.advance(Duration.ofMinutes(5));
        assertThat(end.done()).containsExactly("ring");
    }

    @Test
    void aCancelThatCrossesTheAnswerEndsTheCall() {
        End end = bench.ring("offer");
        bench.calls.answer("");
        end.listener().ended(487, "Request Terminated", false);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.ENDED);
        assertThat(bench.lastMedia().isClosed()).isTrue();
    }

    @Test
    void digitsOfTheOtherSideAreEvents() {
        End end = bench.talkIn();
        bench.lastMedia().listener.dtmf('5', 100);
        bench.scopes.settle();
        assertThat(bench.events.of(CallEvents.DTMF)).singleElement()
                .satisfies(event -> assertThat(event.getProperty(CallEvents.DIGIT)).isEqualTo("5"))
                .satisfies(event -> assertThat(event.getProperty(CallEvents.ID)).isEqualTo(end.id()));
    }

    @Test
    void digitsAreSent() {
        bench.talkIn();
        bench.calls.dtmf("", "12#a");
        assertThat(bench.lastMedia().done).endsWith("dtmf 12#a");
        assertThatThrownBy(() -> bench.calls.dtmf("", "1+")).hasMessageContaining("digits are");
        End ringing = bench.ring("offer");
        assertThatThrownBy(() -> bench.calls.dtmf(ringing.id(), "1")).hasMessageContaining("does not talk");
        bench.calls.hangup("");
        bench.calls.hangup("");
        assertThatThrownBy(() -> bench.calls.dtmf("", "1")).hasMessage("no call talks");
        assertThatThrownBy(() -> bench.calls.hangup("")).hasMessage("there is no call");
        assertThatThrownBy(() -> bench.calls.hangup("c99")).hasMessage("there is no call c99");
    }

    @Test
    void digitsThatGoByInfoAreSentByTheLeg() {
        bench.media.infoOnly = true;
        End end = bench.talkIn();
        bench.calls.dtmf("", "1#a");
        assertThat(end.done()).endsWith("dtmf 1 100", "dtmf # 100", "dtmf A 100");
        end.listener().dtmfRefused('1', 503, "Service Unavailable");
        bench.scopes.settle();
        assertThat(bench.events.of(CallEvents.DTMF_REFUSED)).singleElement()
                .satisfies(event -> assertThat(event.getProperty(CallEvents.DIGIT)).isEqualTo("1"))
                .satisfies(event -> assertThat(event.getProperty(CallEvents.CODE)).isEqualTo(503))
                .satisfies(event -> assertThat(event.getProperty(CallEvents.REASON)).isEqualTo("Service Unavailable"));
        bench.calls.dtmf("", "2");
        end.listener().dtmfRefused('2', 415, "Unsupported Media Type");
        bench.scopes.settle();
        assertThatThrownBy(() -> bench.calls.dtmf("", "3")).hasMessageContaining("415 Unsupported Media Type");
        assertThat(bench.log.entries()).extracting(entry -> entry.message()).noneMatch(message -> message.contains("digit 2"));
    }

    @Test
    void theMicrophoneIsMuted() {
        End end = bench.talkIn();
        assertThat(bench.calls.mute(true).muted()).isTrue();
        assertThat(bench.call(end).muted()).isTrue();
        assertThat(bench.calls.mute(false).muted()).isFalse();
        assertThat(bench.lastMedia().done).endsWith("mute true", "mute false");
        bench.calls.hangup("");
        assertThatThrownBy(() -> bench.calls.mute(true)).hasMessage("no call talks");
    }
}
