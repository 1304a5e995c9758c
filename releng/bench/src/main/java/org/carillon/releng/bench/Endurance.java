package org.carillon.releng.bench;

import java.util.List;
import java.util.Locale;

/** Whether anything grows over very many calls. */
final class Endurance {
    private static final int SAMPLES = 5;
    /** After which the phone has forgotten its last calls. */
    private static final long FORGOTTEN_MILLIS = 65_000;

    private final Subject.Running phone;
    private final Caller caller;
    private final Report report = new Report(List.of("resident, MB", "live heap, MB", "threads", "descriptors"));

    Endurance(Subject.Running phone, Caller caller) {
        this.phone = phone;
        this.caller = caller;
    }

    /** A table with a row for each fifth of the calls. */
    Report run(int count) throws Exception {
        sample("0"); // the first look makes threads for those who look
        sample("0");
        for (int i = 1; i <= count; i++) {
            Call call = caller.invite(phone.registration());
            call.await(180);
            phone.answer();
            call.await(200);
            call.end();
            if (i % Math.max(1, count / SAMPLES) == 0) {
                sample(String.valueOf(i));
            }
        }
        Thread.sleep(Math.min(FORGOTTEN_MILLIS, count * 10L));
        sample(count + ", and some time later");
        return report;
    }

    private void sample(String row) throws InterruptedException {
        double live = phone.process().liveHeapMegabytes();
        report.put(row, "resident, MB", String.format(Locale.ROOT, "%.1f", phone.process().residentMegabytes()));
        report.put(row, "live heap, MB", String.format(Locale.ROOT, "%.2f", live));
        report.put(row, "threads", String.valueOf(phone.process().status("Threads")));
        report.put(row, "descriptors", String.valueOf(phone.process().descriptors()));
    }
}
