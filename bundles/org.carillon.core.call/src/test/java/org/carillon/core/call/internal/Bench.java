package org.carillon.core.call.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.carillon.api.call.Call;
import org.carillon.api.call.CallScreening;
import org.carillon.api.call.DialRequest;
import org.carillon.api.call.IncomingCall;
import org.carillon.api.call.Verdict;
import org.carillon.api.line.Line;
import org.carillon.api.sip.IncomingLegs.Invite;
import org.carillon.api.sip.Leg;
import org.carillon.api.sip.Signalling;
import org.carillon.api.sip.SipException;
import org.carillon.sim.testkit.Configs;
import org.carillon.sim.testkit.FakeLines;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingEvents;
import org.carillon.sim.testkit.RecordingLog;

/** A phone around the registry: one registered line, legs and media that do as they are told. */
final class Bench implements Signalling {
    final ManualScopes scopes = new ManualScopes();
    final RecordingEvents events = new RecordingEvents();
    final RecordingLog log = new RecordingLog();
    final FakeMedia media = new FakeMedia();
    final FakeLines lines = new FakeLines().put(1, Line.State.FAILED).put(2, Line.State.REGISTERED);
    final List<String> invites = new ArrayList<>();
    final CallRegistry calls;
    private String refusal;

    /** A leg with what listens to it. */
    record End(FakeLeg leg, Leg.Listener listener, String id) {
        List<String> done() {
            return leg.done;
        }
    }

    final List<End> outgoing = new ArrayList<>();

    Bench() {
        this(Map.of());
    }

    Bench(Map<String, ?> config) {
        calls = new CallRegistry(config(config), scopes, events, log.logger());
        calls.bindSignalling(this);
        calls.bindMedia(media);
        calls.bindLines(lines);
    }

    static CallConfig config(Map<String, ?> values) {
        return Configs.of(CallConfig.class, values.containsKey("maxCalls") ? values : with(values));
    }

    private static Map<String, Object> with(Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("maxCalls", 5);
        return all;
    }

    void refuseInvites(String reason) {
        refusal = reason;
    }

    @Override
    public Leg invite(int account, String target, String offer, Leg.Listener listener) {
        if (refusal != null) {
            throw new SipException(refusal);
        }
        invites.add(account + " " + target + " " + offer);
        FakeLeg leg = new FakeLeg("call" + invites.size(), account);
        outgoing.add(new End(leg, listener, ""));
        return leg;
    }

    /** A screening that always says the same. */
    CallScreening screen(int phase, Function<IncomingCall, Verdict> verdict) {
        CallScreening screening = verdict::apply;
        calls.bindScreening(screening, Map.of(CallScreening.PHASE, phase));
        return screening;
    }

    /** An incoming call, once its screening is done. */
    End ring(String offer) {
        End end = arrive(offer);
        scopes.settle();
        return end;
    }

    End arrive(String offer) {
        FakeLeg leg = new FakeLeg("in@peer", 2);
        Leg.Listener listener = calls.incoming(leg, new Invite("1002", "sip:bob@example.com", "Bob", offer));
        return new End(leg, listener, calls.all().getLast().id());
    }

    /** An incoming call that talks. */
    End talkIn() {
        End end = ring("offer");
        calls.answer(end.id());
        scopes.settle();
        end.listener().acknowledged(null);
        scopes.settle();
        return end;
    }

    /** An outgoing call in the state DIALING. */
    End dial(String number) {
        Call call = calls.dial(new DialRequest(number, 0));
        End end = outgoing.getLast();
        scopes.settle();
        return new End(end.leg(), end.listener(), call.id());
    }

    /** An outgoing call that talks. */
    End talkOut() {
        End end = dial("200");
        end.listener().answered("answer");
        scopes.settle();
        return end;
    }

    Call call(End end) {
        return calls.get(end.id()).orElseThrow();
    }

    FakeMedia.Session lastMedia() {
        return media.sessions.getLast();
    }
}
