package org.carillon.core.config.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real disk, killed while it commits. */
class KilledProcessTest {
    private static final int KILLS = 200;

    @TempDir
    Path home;

    @Test
    void whatWasAcknowledgedSurvives() throws Exception {
        Random random = new Random(4711);
        long last = 0;
        for (int i = 0; i < KILLS; i++) {
            long acknowledged = commitUntilKilled(random.nextInt(25));
            long found = reopen();
            assertThat(found).as("kill %d", i).isGreaterThanOrEqualTo(Math.max(acknowledged, last));
            last = found;
        }
        assertThat(last).isGreaterThan(KILLS);
    }

    /** Returns the last number that the process said to be safe. */
    private long commitUntilKilled(int numbers) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx32m", "-cp", System.getProperty("java.class.path"),
                Committer.class.getName(),
                home.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = 0;
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            for (int i = 0; line != null; i++) {
                last = Long.parseLong(line);
                if (i == numbers) {
                    process.toHandle().destroyForcibly();
                }
                line = nextWhole(lines);
            }
        }
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    /** The last line may be cut by the kill. */
    private static String nextWhole(BufferedReader lines) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = lines.read(); c != '\n'; c = lines.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private long reopen() throws IOException {
        try (FileDisk disk = new FileDisk(home)) {
            State state = new Journal(disk, Keys.sealing(), () -> 0, message -> {}).state();
            long number = Long.parseLong(state.get(Layer.USER, Committer.ID).value());
            assertThat(state.get(Layer.MAC, Committer.ID + number % 10).value()).as("transactions are whole")
                    .isEqualTo(String.valueOf(number));
            return number;
        }
    }
}
