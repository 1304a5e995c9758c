package org.carillon.sim.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallException;
import org.carillon.api.call.Calls;
import org.carillon.api.call.DialRequest;

/** Calls as put; what is asked for is kept and changes nothing. */
public final class FakeCalls implements Calls {
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();

    public synchronized FakeCalls put(Call call) {
        calls.put(call.id(), call);
        return this;
    }

    /** A call of account 1 with {@code sip:bob@example.com}, without media. */
    public static Call call(String id, Call.Direction direction, Call.State state) {
        return new Call(id, id + "@test", 1, direction, state, "sip:bob@example.com", "Bob", "", 0, "", false, false, false, false,
                Call.Rtp.NONE, 0, 0);
    }

    /** What was asked for, such as {@code hold c1}. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized List<Call> all() {
        return calls.values().stream().filter(call -> call.state() != Call.State.ENDED).toList();
    }

    @Override
    public synchronized Optional<Call> get(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    private synchronized Call asked(String request, String id) {
        requests.add(request);
        return (id.isEmpty() ? calls.values().stream().findFirst() : get(id))
                .orElseThrow(() -> new CallException(id.isEmpty() ? "there is no call" : "there is no call " + id));
    }

    @Override
    public synchronized Call dial(DialRequest request) {
        requests.add("dial " + request.target() + " " + request.account());
        Call call = call("c" + (calls.size() + 1), Call.Direction.OUT, Call.State.DIALING);
        put(call);
        return call;
    }

    @Override
    public Call answer(String id) {
        return asked("answer " + id, id);
    }

    @Override
    public Call hangup(String id) {
        return asked("hangup " + id, id);
    }

    @Override
    public Call reject(String id, int code) {
        return asked("reject " + id + " " + code, id);
    }

    @Override
    public Call redirect(String id, String target) {
        return asked("redirect " + id + " " + target, id);
    }

    @Override
    public Call hold(String id) {
        return asked("hold " + id, id);
    }

    @Override
    public Call resume(String id) {
        return asked("resume " + id, id);
    }

    @Override
    public Call mute(boolean on) {
        return asked("mute " + on, "");
    }

    @Override
    public Call dtmf(String id, String digits) {
        return asked("dtmf " + id + " " + digits, id);
    }
}
