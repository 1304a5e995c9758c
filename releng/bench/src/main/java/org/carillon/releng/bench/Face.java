package org.carillon.releng.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The screen of a model: how soon the panel follows a key, what a panel costs that nobody touches, and what drawing costs in memory. */
final class Face {
    private static final long SETTLE_MILLIS = 3000;
    /** A picture is complete when nothing more of it came for so long. */
    private static final long QUIET_MILLIS = 40;
    private static final String NUMBER = "1234567890";

    private final Carillon carillon;
    private final Caller caller;
    private final Report report;
    private final String column;
    private final Options options;

    Face(Carillon carillon, Caller caller, Report report, String column, Options options) {
        this.carillon = carillon;
        this.caller = caller;
        this.report = report;
        this.column = column;
        this.options = options;
    }

    void measure() throws Exception {
        caller.forget();
        try (Carillon.Phone phone = carillon.start(caller, List.of()); Panel panel = new Panel(phone.home())) {
            Thread.sleep(settling());
            memory(phone.process(), "nothing was drawn yet");
            processor(phone.process(), "no panel is open");
            new Control(phone.home()).run("screen", "--png", phone.home().resolve("screen.png").toString());
            memory(phone.process(), "one picture was asked for");
            panel.logIn();
            memory(phone.process(), "besides, a browser has logged in");
            panel.open();
            Thread.sleep(settling());
            memory(phone.process(), "its panel is open");
            processor(phone.process(), "a panel is open");
            presses(panel);
            memory(phone.process(), "after these presses");
            panel.shut();
        }
    }

    /** Keys in a cycle: a number is entered and cancelled, the handset is lifted and put down, the menu is walked through. */
    private void presses(Panel panel) throws IOException, InterruptedException {
        List<String> cycle = new ArrayList<>(List.of("OFFHOOK"));
        NUMBER.chars().forEach(digit -> cycle.add(Character.toString(digit)));
        cycle.addAll(List.of("CANCEL", "OFFHOOK", "ONHOOK", panel.softkey("Menu"), "OK", "DOWN", "DOWN", "UP", "CANCEL", "CANCEL"));
        long[] nanos = new long[options.presses()];
        for (int i = 0; i < cycle.size() + nanos.length; i++) {
            long took = panel.press(cycle.get(i % cycle.size()), QUIET_MILLIS);
            if (i >= cycle.size()) {
                nanos[i - cycle.size()] = took;
            } else if (i == 0) {
                report.put("key to changed panel, the first one", column, Samples.of(took).spread());
            }
        }
        report.put("key to changed panel, p50 / p99 / p99.9", column, Samples.of(nanos).farTails());
    }

    private void processor(Proc process, String when) throws InterruptedException {
        report.put("CPU, % of a core, " + when, column, process.share(options.panelSeconds() * 1000L));
    }

    /** After a collection, as what a heap has grown to is chance. */
    private void memory(Proc process, String when) throws InterruptedException {
        double heap = process.liveHeapMegabytes();
        report.put("resident (live heap), MB, " + when, column,
                String.format(Locale.ROOT, "%.1f (%.1f)", process.residentMegabytes(), heap));
    }

    private long settling() {
        return Math.min(SETTLE_MILLIS, options.seconds() * 1000L);
    }
}
