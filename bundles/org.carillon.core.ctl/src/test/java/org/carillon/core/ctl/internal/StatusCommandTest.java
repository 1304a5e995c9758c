package org.carillon.core.ctl.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.carillon.api.call.Call;
import org.carillon.api.ctl.CommandException;
import org.carillon.api.line.Line;
import org.carillon.api.parameter.Parameters;
import org.carillon.sim.testkit.FakeCalls;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.FakePhone;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private final StatusCommand command = new StatusCommand(new FakePhone(Path.of("/home")).model("M7s Pro").uptimeMillis(4711));
    private final FakeLines lines = new FakeLines();
    private final FakeCalls calls = new FakeCalls();

    private String json() {
        return Json.line(command.run("status", List.of(), out -> {}));
    }

    private Object readiness() {
        return ((Map<?, ?>) command.run("status", List.of(), out -> {})).get("readiness");
    }

    @Test
    void hasTheKeysOfTheContract() {
        lines.put(2, Line.State.REGISTERED);
        calls.put(FakeCalls.call("c1", Call.Direction.OUT, Call.State.EARLY));
        command.bindLines(lines);
        command.bindCalls(calls);
        assertThat(json()).startsWith("{\"model\":\"M7s Pro\",\"mac\":\"3C28A6200088\",\"firmware\":\"0.1.0\",\"uptimeMillis\":4711,"
                + "\"readiness\":\"ready\",\"lines\":[{\"account\":2,\"user\":\"1002\",\"state\":\"registered\",\"server\":\"pbx.example.com:5060\","
                + "\"transport\":\"udp\",\"code\":200,\"reason\":\"\",\"label\":\"Line 2\",\"displayName\":\"\",\"serverType\":0}],"
                + "\"calls\":[{\"id\":\"c1\",\"callId\":\"c1@test\",\"account\":1,\"direction\":\"out\",\"state\":\"early\",");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(readiness()).isEqualTo("nothing provides lines (why core.sip); nothing provides calls (why core.call)");
        command.bindLines(lines);
        command.bindCalls(calls);
        assertThat(readiness()).isEqualTo("no account is enabled");
        lines.put(1, Line.State.OFF).put(2, Line.State.REGISTERING).put(3, Line.State.FAILED).put(4, Line.State.REGISTERED);
        assertThat(readiness()).isEqualTo("account 2 is registering; account 3 failed to register: 403 Forbidden");
        lines.put(2, Line.State.REGISTERED).put(3, Line.State.REGISTERED);
        assertThat(readiness()).isEqualTo("ready");
        command.unbindCalls(calls);
        assertThat(readiness()).isEqualTo("nothing provides calls (why core.call)");
    }

    @Test
    void aServiceThatWasReplacedDoesNotTakeItsSuccessorAway() {
        command.bindLines(lines);
        command.bindCalls(calls);
        lines.put(1, Line.State.REGISTERED);
        command.unbindLines(new FakeLines());
        command.unbindCalls(new FakeCalls());
        assertThat(readiness()).isEqualTo("ready");
        command.unbindLines(lines);
        assertThat(readiness()).isEqualTo("nothing provides lines (why core.sip)");
    }

    @Test
    void refusesArguments() {
        assertThatThrownBy(() -> command.run("status", List.of("x"), out -> {})).isInstanceOf(CommandException.class);
    }

    @Test
    void tellsWhatWaitsForAReboot() {
        assertThat(json()).endsWith("\"pendingReboot\":[]}");
        command.bindParameters(new Parameters() {
            @Override
            public List<Declared> declared() {
                return List.of();
            }

            @Override
            public String value(String id) {
                return "";
            }

            @Override
            public List<String> pending() {
                return List.of("SIPTlsVersion");
            }
        });
        assertThat(json()).endsWith("\"pendingReboot\":[\"SIPTlsVersion\"]}");
    }
}
