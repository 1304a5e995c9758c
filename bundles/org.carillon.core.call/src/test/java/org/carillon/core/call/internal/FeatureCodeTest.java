package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallException;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.OutgoingCallStage;
import org.carillon.core.call.internal.Bench.End;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class FeatureCodeTest {
    private final Bench bench = new Bench();

    private End send() {
        Call call = bench.calls.dial(new DialRequest("*78", 0, true));
        bench.scopes.settle();
        return new End(bench.outgoing.getLast().leg(), bench.outgoing.getLast().listener(), call.id());
    }

    private void assertNothingLeft() {
        assertThat(bench.scopes.openScopes()).containsExactly("core.call");
        assertThat(bench.scopes.waitingTimers()).isZero();
        assertThat(bench.media.sessions).allMatch(FakeMedia.Session::isClosed);
    }

    @Test
    void isSentAndShownToNobody() {
        End talking = bench.talkOut();
        bench.events.clear();
        bench.calls.bindStage(request -> new DialRequest("0" + request.target(), 0), Map.of(OutgoingCallStage.PHASE, 1));
        send();
        assertThat(bench.invites).endsWith("2 *78 offer");
        assertThat(bench.events.all()).isEmpty();
        assertThat(bench.calls.all()).extracting(Call::id).containsExactly(talking.id());
        assertThat(talking.done()).isEmpty();
    }

    @Test
    void theServerHangsUp() {
        End end = send();
        end.listener().answered("answer");
        bench.scopes.advance(Duration.ofSeconds(3));
        assertThat(bench.lastMedia().done).isEmpty();
        end.listener().ended(0, "", false);
        bench.scopes.settle();
        assertNothingLeft();
        assertThat(bench.log.entries()).isEmpty();
    }

    @Test
    void aServerThatDoesNotHangUpIsLeft() {
        End end = send();
        bench.scopes.advance(Duration.ofSeconds(9));
        end.listener().answered("answer");
        bench.scopes.advance(Duration.ofSeconds(9));
        assertThat(end.done()).isEmpty();
        bench.scopes.advance(Duration.ofSeconds(1));
        assertThat(end.done()).containsExactly("end");
        assertNothingLeft();
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() {
        End end = send();
        end.listener().progress(183, "early");
        bench.scopes.advance(FeatureCode.PATIENCE);
        assertThat(end.done()).containsExactly("end");
        assertNothingLeft();
    }

    @Test
    void aRefusalIsLogged() {
        End end = send();
        end.listener().ended(404, "Not Found", false);
        bench.scopes.settle();
        assertNothingLeft();
        assertThat(bench.log.messages(LogLevel.WARN)).containsExactly("the server of account 2 answered code *78 with 404 Not Found");
    }

    @Test
    void whatCannotBeSentIsSaid() {
        bench.refuseInvites("no such line");
        assertThatThrownBy(this::send).isInstanceOf(CallException.class).hasMessage("no such line");
        assertNothingLeft();
    }

    @Test
    void endsWithTheBundle() {
        End end = send();
        bench.calls.deactivate();
        assertThat(end.done()).containsExactly("end");
        assertThat(bench.scopes.openScopes()).isEmpty();
    }
}
