package org.carillon.releng.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Measures the phone of a source tree beside baresip, and prints a table. System property {@code carillon.root}: the source tree, whose image
 * is built.
 */
public final class Main {
    private static final String WITHOUT_REALTIME = "no right to real time";
    /** Columns by model. */
    private static final Map<String, String> PANELS = new TreeMap<>(Map.of("M8", "M8, 800 x 480", "H3G", "H3G, 320 x 240"));

    private final Path root;
    private final Path directory;
    private final Options options;
    private final PrintStream progress;

    private Main(Path root, Path directory, Options options, PrintStream progress) {
        this.root = root;
        this.directory = directory;
        this.options = options;
        this.progress = progress;
    }

    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.print("bench: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        Path root = Path.of(System.getProperty("carillon.root")).toAbsolutePath();
        System.out.print(measure(root, options, System.err));
    }

    /**
     * @param progress
     *            told what is being measured
     * @return the tables in Markdown, which are in {@code releng/bench/target/bench.md} too; after a failure, logs and homes are in
     *         {@code releng/bench/target/failed}
     */
    static String measure(Path root, Options options, PrintStream progress) throws Exception {
        Path directory = Files.createTempDirectory("bench");
        Path target = Files.createDirectories(root.resolve("releng/bench/target"));
        try {
            String text = new Main(root, directory, options, progress).run();
            Files.writeString(target.resolve("bench.md"), text);
            return text;
        } catch (Exception e) {
            Programs.delete(target.resolve("failed"));
            Programs.copy(directory, target.resolve("failed"), List.of("jdk"));
            throw e;
        } finally {
            Programs.delete(directory);
        }
    }

    private String run() throws Exception {
        Carillon carillon = new Carillon(root, directory.resolve("carillon"));
        try (Caller caller = new Caller()) {
            StringBuilder text = new StringBuilder(heading());
            if (isWanted("")) {
                text.append(phones(carillon, caller)).append('\n');
            }
            if (isWanted("provisioning")) {
                text.append(provisioning(carillon, caller)).append('\n');
            }
            if (isWanted("panel")) {
                text.append(panels(carillon, caller));
            }
            return text.toString();
        }
    }

    private boolean isWanted(String part) {
        return options.only().isEmpty() || options.only().equals(part);
    }

    private String phones(Carillon carillon, Caller caller) throws Exception {
        List<Subject> subjects = new ArrayList<>(List.of(carillon));
        Optional<Subject> baresip = Baresip.find(directory.resolve("baresip"));
        baresip.ifPresent(subjects::add);
        Report report = new Report(subjects.stream().map(Subject::name).toList());
        String load = Proc.load();
        for (Subject subject : subjects) {
            progress.println(subject.name() + ": starts");
            Starts starts = new Starts(subject, caller, report);
            starts.warm(options.starts());
            starts.cold(Math.max(1, options.starts() / 3));
        }
        for (Subject subject : subjects) {
            steady(subject, caller, report);
        }
        String endurance = options.flat() > 0 ? endurance(carillon, caller) : "";
        sizes(report);
        report.note("Milliseconds where nothing else is said: median (least to most) of " + options.starts() + " starts and "
                + Math.max(1, options.starts() / 3) + " cold ones, or percentiles. Load average before " + load + ", after " + Proc.load()
                + ".");
        report.note("Calls: " + options.calls() + " in a row. RTP: one call for " + options.seconds()
                + " s, late against its own grid by the kernel's time stamps. Carillon is answered through its control socket when its 180"
                + " has come, baresip answers by itself. Of many calls Carillon holds all but one.");
        if (baresip.isEmpty()) {
            report.note("baresip is not installed here.");
        }
        return report + endurance;
    }

    private String provisioning(Carillon carillon, Caller caller) throws Exception {
        String model = "M8";
        Report report = new Report(List.of(model));
        progress.println(model + ": provisioning");
        String load = Proc.load();
        try (Provisioned provisioned = new Provisioned(root, carillon.as(model), caller, report, model, options.runs())) {
            provisioned.measure();
        }
        report.note("Load average before " + load + ", after " + Proc.load() + ".");
        return report.toString();
    }

    private String panels(Carillon carillon, Caller caller) throws Exception {
        Report report = new Report(List.copyOf(PANELS.values()));
        String load = Proc.load();
        for (Map.Entry<String, String> panel : PANELS.entrySet()) {
            progress.println(panel.getKey() + ": panel");
            new Face(carillon.as(panel.getKey()), caller, report, panel.getValue(), options).measure();
        }
        report.note(
                "Key to changed panel: milliseconds from before a press is sent by a WebSocket over TLS to the arrival of the last part of"
                        + " the picture that it changed; " + options.presses()
                        + " presses, after a first round of the keys. Load average before "
                        + load + ", after " + Proc.load() + ".");
        report.note("CPU: over " + options.panelSeconds() + " s each. Memory: after a collection.");
        return report.toString();
    }

    private void steady(Subject subject, Caller caller, Report report) throws Exception {
        progress.println(subject.name() + ": calls");
        caller.forget();
        boolean realtime;
        try (Subject.Running phone = subject.start(caller, List.of())) {
            Steady steady = new Steady(phone, subject.name(), caller, report, options.seconds());
            steady.idle();
            steady.calls(options.calls());
            steady.oneCall();
            steady.manyCalls();
            realtime = phone.process().realtimeThreads() > 0;
        }
        Optional<Path> setpriv = Programs.find("setpriv");
        if (realtime && setpriv.isPresent()) {
            progress.println(subject.name() + ": " + WITHOUT_REALTIME);
            caller.forget();
            try (Subject.Running phone = subject.start(caller,
                    List.of(setpriv.get().toString(), "--bounding-set", "-sys_nice", "--inh-caps", "-sys_nice"))) {
                new Steady(phone, subject.name(), caller, report, options.seconds()).punctuality(WITHOUT_REALTIME);
            }
        }
        report.note(
                subject.name() + (realtime ? " sends RTP under SCHED_FIFO or SCHED_RR." : " has no thread under SCHED_FIFO or SCHED_RR."));
    }

    private String endurance(Subject subject, Caller caller) throws Exception {
        progress.println(subject.name() + ": " + options.flat() + " calls");
        caller.forget();
        try (Subject.Running phone = subject.start(caller, List.of())) {
            return "\n" + new Endurance(phone, caller).run(options.flat());
        }
    }

    private void sizes(Report report) throws IOException {
        Path image = root.resolve("product/target/image");
        long all = Programs.size(image);
        report.put("image, MB", Carillon.NAME, String.format(Locale.ROOT, "%.1f", all / 1e6));
    }

    private String heading() throws InterruptedException {
        String commit = Programs.output(root, List.of("git", "rev-parse", "--short", "HEAD"));
        return "Carillon" + (commit.isEmpty() ? "" : " " + commit) + " on " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version() + "\n\n";
    }
}
