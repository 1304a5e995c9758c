package org.carillon.releng.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether anything grows over very many calls. */
final class Endurance {
    private static final int SAMPLES = 5;
    /** After which the phone has forgotten its last calls. */
    private static final long FORGOTTEN_MILLIS = 65_000;
    private static final Pattern LIVE = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

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
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        String histogram = Programs.output(Path.of("/"), List.of(jcmd, String.valueOf(phone.process().pid()), "GC.class_histogram"));
        Matcher live = LIVE.matcher(histogram);
        report.put(row, "resident, MB", String.format(Locale.ROOT, "%.1f", phone.process().residentMegabytes()));
        report.put(row, "live heap, MB", live.find() ? String.format(Locale.ROOT, "%.2f", Long.parseLong(live.group(1)) / 1e6) : "?");
        report.put(row, "threads", String.valueOf(phone.process().status("Threads")));
        report.put(row, "descriptors", String.valueOf(phone.process().descriptors()));
    }
}
