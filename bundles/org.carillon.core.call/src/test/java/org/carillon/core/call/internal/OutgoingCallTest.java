package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.Call.State;
import org.carillon.api.call.CallEvents;
import org.carillon.api.call.CallException;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.OutgoingCallStage;
import org.carillon.api.line.Line;
import org.carillon.core.call.internal.Bench.End;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class OutgoingCallTest {
    private final Bench bench = new Bench();

    @Test
    void dialsRingsAndTalks() {
        End end = bench.dial("200");
        assertThat(bench.invites).containsExactly("2 200 offer");
        Call dialling = bench.call(end);
        assertThat(dialling.state()).isEqualTo(State.DIALING);
        assertThat(dialling.direction()).isEqualTo(Call.Direction.OUT);
        assertThat(dialling.remote()).isEqualTo("sip:200@pbx.example.com");
        assertThat(dialling.callId()).isEqualTo("call1");
        assertThat(dialling.codec()).isEmpty();

        end.listener().progress(180, null);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.EARLY);
        assertThat(bench.lastMedia().done).isEmpty();

        end.listener().answered("answer");
        bench.scopes.advance(Duration.ofSeconds(3));
        Call talking = bench.call(end);
        assertThat(talking.state()).isEqualTo(State.TALKING);
        assertThat(talking.codec()).isEqualTo("PCMU");
        assertThat(talking.durationMillis()).isEqualTo(3000);
        assertThat(talking.rtp()).isEqualTo(new Call.Rtp(1, 2, 3, 4, 5.5, 60));
        assertThat(bench.lastMedia().done).containsExactly("accepted answer");
        assertThat(bench.events.topics()).containsExactly(CallEvents.NEW, CallEvents.CHANGED, CallEvents.CHANGED);
    }

    @Test
    void earlyMediaAreTakenOnce() {
        End end = bench.dial("200");
        end.listener().progress(183, "early");
        end.listener().answered(null);
        bench.scopes.settle();
        assertThat(bench.lastMedia().done).containsExactly("accepted early");
        assertThat(bench.call(end).state()).isEqualTo(State.TALKING);
    }

    @Test
    void digitsAreSentAsSoonAsThereIsSoundButByInfoOnlyAfterTheAnswer() {
        End end = bench.dial("200");
        assertThatThrownBy(() -> bench.calls.dtmf("", "1")).hasMessage("no call talks");
        end.listener().progress(180, null);
        bench.scopes.settle();
        assertThatThrownBy(() -> bench.calls.dtmf("", "1")).isInstanceOf(CallException.class).hasMessageContaining("no audio yet");
        end.listener().progress(183, "early");
        bench.scopes.settle();
        bench.calls.dtmf("", "1");
        assertThat(bench.lastMedia().done).endsWith("dtmf 1");
        bench.media.infoOnly = true;
        assertThatThrownBy(() -> bench.calls.dtmf("", "1")).hasMessageContaining("no INFO");
        end.listener().answered(null);
        bench.scopes.settle();
        bench.calls.dtmf("", "1");
        assertThat(end.done()).endsWith("dtmf 1 100");
    }

    @Test
    void anotherAnswerThanTheEarlyOneCounts() {
        End end = bench.dial("200");
        end.listener().progress(183, "early");
        end.listener().answered("late");
        bench.scopes.settle();
        assertThat(bench.lastMedia().done).containsExactly("accepted early", "accepted late");
    }

    @Test
    void anAnswerThatCannotBeUsedEndsTheCall() {
        End end = bench.dial("200");
        end.listener().answered("bad");
        bench.scopes.settle();
        assertThat(end.done()).containsExactly("end");
        assertThat(bench.call(end).code()).isEqualTo(488);
        assertThat(bench.lastMedia().isClosed()).isTrue();
    }

    @Test
    void aRefusedCallKeepsItsCodeForAMinute() {
        End end = bench.dial("200");
        end.listener().ended(486, "Busy Here", false);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.ENDED);
        assertThat(bench.call(end).code()).isEqualTo(486);
        assertThat(bench.calls.all()).isEmpty();
        assertThat(bench.events.all().getLast().getProperty(CallEvents.REASON)).isEqualTo("Busy Here");
        assertThat(bench.events.all().getLast().getProperty(CallEvents.BY)).isEqualTo("remote");
        bench.scopes.advance(Duration.ofSeconds(59));
        assertThat(bench.calls.get(end.id())).isPresent();
        bench.scopes.advance(Duration.ofSeconds(1));
        assertThat(bench.calls.get(end.id())).isEmpty();
        assertThat(bench.scopes.openScopes()).containsExactly("core.call");
        assertThat(bench.scopes.waitingTimers()).isZero();
    }

    @Test
    void hangingUpBeforeTheAnswerCancels() {
        End end = bench.dial("200");
        bench.calls.hangup("");
        assertThat(end.done()).containsExactly("end");
        assertThat(bench.call(end).code()).isEqualTo(487);
        assertThat(bench.lastMedia().isClosed()).isTrue();
    }

    @Test
    void anAnswerThatCrossesTheHangUpChangesNothing() {
        End end = bench.dial("200");
        bench.calls.hangup(end.id());
        end.listener().answered("answer");
        end.listener().ended(0, "", true);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.ENDED);
        assertThat(bench.lastMedia().done).containsExactly("close");
        assertThat(bench.events.of(CallEvents.ENDED)).hasSize(1);
    }

    @Test
    void hangingUpATalkingCallIsANormalEnd() {
        End end = bench.talkOut();
        bench.scopes.advance(Duration.ofSeconds(5));
        Call call = bench.calls.hangup("");
        assertThat(call.state()).isEqualTo(State.ENDED);
        assertThat(call.code()).isZero();
        assertThat(call.durationMillis()).isEqualTo(5000);
        assertThat(call.rtp().sent()).isEqualTo(1);
        assertThat(end.done()).containsExactly("end");
        assertThat(bench.events.all().getLast().getProperty(CallEvents.BY)).isEqualTo("local");
    }

    @Test
    void byeOfTheOtherSide() {
        End end = bench.talkOut();
        end.listener().ended(0, "", false);
        bench.scopes.settle();
        assertThat(bench.call(end).state()).isEqualTo(State.ENDED);
        assertThat(end.done()).isEmpty();
        assertThat(bench.events.all().getLast().getProperty(CallEvents.CODE)).isEqualTo(0);
    }

    @Test
    void saysWhyNoCallCanBeMade() {
        DialRequest request = new DialRequest("200", 0);
        bench.lines.put(2, Line.State.FAILED);
        assertThatThrownBy(() -> bench.calls.dial(request)).isInstanceOf(CallException.class).hasMessageContaining("no line is registered");
        assertThatThrownBy(() -> bench.calls.dial(new DialRequest(" ", 1))).hasMessageContaining("without a number");
        bench.refuseInvites("there is no line 7");
        assertThatThrownBy(() -> bench.calls.dial(new DialRequest("200", 7))).hasMessage("there is no line 7");
        assertThat(bench.lastMedia().isClosed()).isTrue();
        bench.media.full = true;
        assertThatThrownBy(() -> bench.calls.dial(new DialRequest("200", 1))).hasMessage("no port is free");
        bench.calls.unbindMedia(bench.media);
        assertThatThrownBy(() -> bench.calls.dial(new DialRequest("200", 1))).hasMessageContaining("media do not run");
        bench.calls.unbindSignalling(bench);
        assertThatThrownBy(() -> bench.calls.dial(new DialRequest("200", 1))).hasMessageContaining("SIP does not run");
        bench.scopes.settle();
        assertThat(bench.calls.all()).isEmpty();
        assertThat(bench.events.all()).isEmpty();
        assertThat(bench.scopes.openScopes()).containsExactly("core.call");
    }

    @Test
    void noMoreCallsThanPermitted() {
        bench.calls.modified(Bench.config(Map.of("maxCalls", 2)));
        bench.dial("200");
        bench.dial("201");
        assertThatThrownBy(() -> bench.dial("202")).hasMessageContaining("SIPMaxCall permits 2");
        End incoming = bench.ring("offer");
        assertThat(incoming.done()).containsExactly("reject 486");
        bench.calls.hangup("c1");
        assertThat(bench.dial("202").id()).isEqualTo("c4");
    }

    @Test
    void stagesChangeAndRefuseInTheirOrder() {
        bench.calls.bindStage(request -> new DialRequest("9" + request.target(), request.account()),
                Map.of(OutgoingCallStage.PHASE, 300));
        bench.calls.bindStage(request -> {
            if (request.target().equals("113")) {
                throw new CallException("113 is forbidden");
            }
            return new DialRequest(request.target() + "#", 1);
        }, Map.of(OutgoingCallStage.PHASE, 100));
        bench.dial("200");
        assertThat(bench.invites).containsExactly("1 9200# offer");
        assertThatThrownBy(() -> bench.dial("113")).hasMessage("113 is forbidden");
        assertThat(bench.calls.all()).hasSize(1);
    }

    @Test
    void aStageThatFailsIsPassedOver() {
        bench.calls.bindStage(request -> {
            throw new IllegalStateException("oops");
        }, Map.of());
        bench.calls.bindStage(request -> null, Map.of());
        bench.dial("200");
        assertThat(bench.invites).containsExactly("2 200 offer");
        assertThat(bench.log.messages(LogLevel.ERROR)).hasSize(2);
    }

    @Test
    void targetsBecomeAddresses() {
        assertThat(bench.call(bench.dial("sip:carol@example.org")).remote()).isEqualTo("sip:carol@example.org");
        assertThat(bench.call(bench.dial("carol@example.org")).remote()).isEqualTo("sip:carol@example.org");
    }

    @Test
    void callsEndWithTheBundle() {
        End dialling = bench.dial("200");
        End ringing = bench.ring("offer");
        bench.calls.deactivate();
        assertThat(dialling.done()).containsExactly("end");
        assertThat(ringing.done()).containsExactly("ring", "reject 486");
        assertThat(bench.scopes.openScopes()).isEmpty();
        assertThat(bench.scopes.waitingTimers()).isZero();
    }

    @Test
    void callsEndWhenWhatCarriesThemGoes() {
        End end = bench.talkOut();
        bench.calls.unbindMedia(bench.media);
        assertThat(end.done()).containsExactly("end");
        bench.calls.bindMedia(bench.media);
        End next = bench.talkOut();
        bench.calls.unbindSignalling(bench);
        assertThat(bench.call(next).state()).isEqualTo(State.ENDED);
    }
}
