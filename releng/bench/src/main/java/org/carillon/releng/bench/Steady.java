package org.carillon.releng.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A phone that runs: calls one after the other, what it uses, and how punctually it sends. */
final class Steady {
    /** Most that are tried at a time. */
    private static final int MANY = 12;
    private static final int BUSY = 2;
    private static final long SETTLE_MILLIS = 2000;
    private static final int SETTLING_SECONDS = 30;

    private final Subject.Running phone;
    private final String name;
    private final Caller caller;
    private final Report report;
    private final int seconds;
    private final long windowMillis;

    Steady(Subject.Running phone, String name, Caller caller, Report report, int seconds) {
        this.phone = phone;
        this.name = name;
        this.caller = caller;
        this.report = report;
        this.seconds = seconds;
        this.windowMillis = seconds * 1000L;
    }

    /** Nothing to do but to stay registered. */
    void idle() throws InterruptedException {
        settle();
        use("idle", windowMillis / 2);
    }

    private void settle() throws InterruptedException {
        Thread.sleep(Math.min(SETTLE_MILLIS, windowMillis));
    }

    private void use(String when, long millis) throws InterruptedException {
        report.put("CPU, % of a core, " + when, name, phone.process().share(millis));
        report.put("resident memory, MB, " + when, name, resident());
    }

    private String resident() {
        return String.format(Locale.ROOT, "%.1f", phone.process().residentMegabytes());
    }

    /** Calls one after the other, each ended as soon as it is answered; the first is left out of the figures. */
    void calls(int count) throws Exception {
        long[] ringing = new long[count];
        long[] answered = new long[count];
        for (int i = 0; i < count; i++) {
            Call call = caller.invite(phone.registration());
            ringing[i] = call.await(180);
            phone.answer();
            answered[i] = call.await(200);
            call.end();
        }
        report.put("calls in a row: INVITE to 180, p50 / p99", name, Samples.after(1, ringing).tails());
        report.put("calls in a row: INVITE to 200, p50 / p99", name, Samples.after(1, answered).tails());
        report.put("resident memory, MB, after these calls", name, resident());
    }

    /** One call, with a machine of its own and beside busy threads. */
    void oneCall() throws Exception {
        phone.expect(3 * seconds + SETTLING_SECONDS);
        Call call = place();
        settle();
        call.pacing().clear();
        use("1 call", windowMillis);
        lateness("1 call", List.of(call));
        besideBusyThreads(call, "1 call");
        call.end();
    }

    /** Punctuality alone. */
    void punctuality(String how) throws Exception {
        phone.expect(3 * seconds + SETTLING_SECONDS);
        Call call = place();
        settle();
        call.pacing().clear();
        Thread.sleep(windowMillis);
        lateness("1 call, " + how, List.of(call));
        besideBusyThreads(call, "1 call, " + how);
        call.end();
    }

    private void besideBusyThreads(Call call, String what) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < BUSY; i++) {
            threads.add(Thread.ofPlatform().daemon().name("busy").start(() -> {
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
            }));
        }
        settle();
        call.pacing().clear();
        Thread.sleep(windowMillis);
        lateness(what + ", beside " + BUSY + " busy threads", List.of(call));
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private Call place() throws Exception {
        Call call = caller.invite(phone.registration());
        try {
            call.await(180);
            phone.answer();
            call.await(200);
        } catch (Call.Refused e) {
            call.close();
            throw e;
        }
        call.talk();
        return call;
    }

    private void lateness(String what, List<Call> calls) {
        long[] all = calls.stream().flatMapToLong(call -> Arrays.stream(call.pacing().lateness())).toArray();
        long missing = calls.stream().mapToLong(call -> call.pacing().missing()).sum();
        report.put("RTP lateness, p50 / p99 / p99.9, " + what, name,
                Samples.of(all).farTails() + (missing == 0 ? "" : "; " + missing + " of " + (all.length + missing) + " missing"));
    }

    /** As many calls at a time as it takes. */
    void manyCalls() throws Exception {
        List<Call> calls = new ArrayList<>();
        phone.expect(seconds + SETTLING_SECONDS);
        try {
            while (calls.size() < MANY) {
                calls.add(place());
            }
        } catch (Call.Refused e) {
            report.note(name + " takes " + calls.size() + " calls at a time: " + e.getMessage() + " to the next.");
        }
        settle();
        calls.forEach(call -> call.pacing().clear());
        use("many calls", windowMillis / 2);
        lateness("many calls", calls);
        for (Call call : calls) {
            call.end();
        }
    }
}
