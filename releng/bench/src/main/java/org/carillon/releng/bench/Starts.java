package org.carillon.releng.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Process start to first REGISTER, and the first call of each start. */
final class Starts {
    private static final long SETTLE_MILLIS = 500;

    private final Subject subject;
    private final Caller caller;
    private final Report report;
    private final List<Long> registered = new ArrayList<>();
    private final List<Long> ringing = new ArrayList<>();
    private final List<Long> answered = new ArrayList<>();
    private final List<Long> read = new ArrayList<>();

    Starts(Subject subject, Caller caller, Report report) {
        this.subject = subject;
        this.caller = caller;
        this.report = report;
    }

    /** Starts it so many times with all files in memory and a home that exists. */
    void warm(int times) throws Exception {
        once(); // makes the home and fills the memory
        clear();
        for (int i = 0; i < times; i++) {
            once();
        }
        report.put("process start to first REGISTER, warm", subject.name(), spread(registered));
        report.put("first call of a start: INVITE to 180", subject.name(), spread(ringing));
        report.put("first call of a start: INVITE to 200", subject.name(), spread(answered));
    }

    /** Starts it so many times with none of its files in memory, and as many times without a home too. */
    void cold(int times) throws Exception {
        clear();
        for (int i = 0; i < times; i++) {
            PageCache.evict(subject.files());
            once();
        }
        report.put("the same, nothing of it in the page cache", subject.name(), spread(registered) + readMegabytes());
        clear();
        for (int i = 0; i < times; i++) {
            subject.reset();
            PageCache.evict(subject.files());
            once();
        }
        report.put("the same, without a home too", subject.name(), spread(registered) + readMegabytes());
    }

    private void clear() {
        List.of(registered, ringing, answered, read).forEach(List::clear);
    }

    private void once() throws IOException, InterruptedException, Call.Refused {
        caller.forget();
        try (Subject.Running phone = subject.start(caller, List.of())) {
            registered.add(phone.registration().nanos() - phone.started());
            read.add(phone.process().readBytes());
            Thread.sleep(SETTLE_MILLIS);
            Call call = caller.invite(phone.registration());
            ringing.add(call.await(180));
            phone.answer();
            answered.add(call.await(200));
            call.end();
        }
    }

    private static String spread(List<Long> nanos) {
        return Samples.of(nanos.stream().mapToLong(Long::longValue).toArray()).spread();
    }

    private String readMegabytes() {
        return String.format(Locale.ROOT, "; %.0f MB read", read.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6);
    }
}
