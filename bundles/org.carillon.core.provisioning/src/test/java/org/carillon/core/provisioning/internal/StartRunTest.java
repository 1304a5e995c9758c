package org.carillon.core.provisioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.carillon.core.provisioning.internal.Report.FileReport;
import org.carillon.sim.testkit.ManualScopes;
import org.carillon.sim.testkit.RecordingLog;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogLevel;

class StartRunTest {
    private final ManualScopes scopes = new ManualScopes();
    private final RecordingLog log = new RecordingLog();
    private final List<Duration> runs = new ArrayList<>();
    private Report answer = report("failed", "failed");
    private Report last;
    private final StartRun start = new StartRun(this::run, report -> last = report, scopes.open("test"), new Random(1), log.logger());

    private static Report report(String result, String file) {
        FileReport only = new FileReport("config.xml", "common", file, 0, List.of(), List.of(), "");
        Report report = new Report(result, "local", "", "http://server/", List.of(only), List.of(), false, List.of(),
                result.equals("failed") ? "no file" : "", List.of());
        return report.failed() ? report.after(List.of(report.asTried())) : report;
    }

    private Report run() {
        runs.add(Duration.ofNanos(scopes.nanoTime()));
        if (!answer.result().equals("failed")) {
            start.end();
        }
        return answer;
    }

    @Test
    void isRepeatedInGrowingIntervalsUntilThereAreFiles() {
        start.begin();
        scopes.settle();
        assertThat(runs).hasSize(1);
        assertThat(last.error()).matches("no file; tried again in \\d+ s");
        assertThat(log.messages(LogLevel.WARN)).singleElement().asString()
                .matches("provisioning from http://server/ is tried again in \\d+ s");
        scopes.advance(Duration.ofDays(1));
        for (int i = 1; i < runs.size(); i++) {
            long bound = 10_000L << Math.min(i - 1, 8);
            assertThat(runs.get(i).minus(runs.get(i - 1)).toMillis()).as("interval %d", i).isBetween(bound / 2, bound);
        }
        assertThat(runs).hasSizeGreaterThan(35);
        answer = report("applied", "applied");
        scopes.advance(Duration.ofMinutes(43));
        assertThat(scopes.waitingTimers()).isZero();
    }

    @Test
    void isNotRepeatedWhereTheServerAnswers() {
        for (Report given : List.of(report("failed", "not found"), report("unchanged", "not modified"))) {
            answer = given;
            start.begin();
            scopes.advance(Duration.ofDays(1));
        }
        assertThat(runs).hasSize(2);
        assertThat(last).isNull();
    }

    @Test
    void endsWithTheFirstRunThatSomebodyElseMade() {
        start.begin();
        scopes.settle();
        start.end();
        scopes.advance(Duration.ofDays(1));
        assertThat(runs).hasSize(1);
        assertThat(scopes.waitingTimers()).isZero();
    }
}
