package org.carillon.core.call.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.carillon.api.sip.Leg;

/** Keeps what it is asked for. */
final class FakeLeg implements Leg {
    final List<String> done = new ArrayList<>();
    private final String callId;
    private final int account;

    FakeLeg(String callId, int account) {
        this.callId = callId;
        this.account = account;
    }

    @Override
    public String callId() {
        return callId;
    }

    @Override
    public int account() {
        return account;
    }

    @Override
    public void ring() {
        done.add("ring");
    }

    @Override
    public void accept(String sdp) {
        done.add("accept " + sdp);
    }

    @Override
    public void reject(int code) {
        done.add("reject " + code);
    }

    @Override
    public void redirect(String target) {
        done.add("redirect " + target);
    }

    @Override
    public void end() {
        done.add("end");
    }

    @Override
    public void acknowledge(String answer) {
        done.add("acknowledge " + answer);
    }

    @Override
    public void reinvite(String offer) {
        done.add("reinvite " + offer);
    }

    @Override
    public void answer(String sdp) {
        done.add("answer " + sdp);
    }

    @Override
    public void refuse(int code) {
        done.add("refuse " + code);
    }

    @Override
    public void dtmf(char digit, Duration duration) {
        done.add("dtmf " + digit + " " + duration.toMillis());
    }
}
