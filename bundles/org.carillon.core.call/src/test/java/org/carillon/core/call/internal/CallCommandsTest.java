package org.carillon.core.call.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.carillon.api.call.Call.Direction;
import org.carillon.api.call.Call.State;
import org.carillon.api.ctl.CommandException;
import org.carillon.sim.testkit.FakeCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCommandsTest {
    private final FakeCalls calls = new FakeCalls().put(FakeCalls.call("c1", Direction.IN, State.RINGING));
    private final CallCommands commands = new CallCommands(calls);

    private Object run(String line) {
        List<String> words = Stream.of(line.split(" ")).toList();
        return commands.run(words.getFirst(), words.subList(1, words.size()), answer -> {});
    }

    @ParameterizedTest
    @CsvSource({"dial 200,dial 200 0", "dial 200 --account 3,dial 200 3", "dial --account 3 200,dial 200 3", "answer,answer ",
            "answer c1,answer c1",
            "hangup c1,hangup c1", "reject,reject  0", "reject 603,reject  603", "reject c1 404,reject c1 404", "reject c1,reject c1 0",
            "hold,hold ", "resume c1,resume c1", "mute on,mute true", "mute off,mute false", "dtmf 12#,dtmf  12#", "dtmf 1 c1,dtmf c1 1"})
    void commandsBecomeRequests(String line, String request) {
        assertThat(run(line)).isInstanceOf(org.carillon.api.call.Call.class);
        assertThat(calls.requests()).singleElement().asString().isEqualToIgnoringWhitespace(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dial", "dial 1 2", "dial 1 --account", "dial 1 --account x", "dial --to 1", "answer a b", "reject a b c", "mute",
                    "mute maybe", "dtmf", "dtmf 1 2 3", "hold c9"})
    void whatMakesNoSenseIsSaid(String line) {
        assertThatThrownBy(() -> run(line)).isInstanceOf(CommandException.class);
    }
}
