package org.carillon.core.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RealtimeTest {
    private static final Path CHRT = Path.of("/usr/bin/chrt");
    /** Fields of proc(5) stat, counted after the command's closing parenthesis, which ends field 2. */
    private static final int PRIORITY = 40 - 3;
    private static final int POLICY = 41 - 3;

    /** What the kernel says of a thread. */
    private record Scheduling(boolean granted, String policy, String priority) {}

    private static Scheduling request() throws IOException {
        boolean granted = Realtime.request();
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Scheduling(granted, fields[POLICY], fields[PRIORITY]);
    }

    @Test
    void isGrantedWhereChrtIsToo() throws Exception {
        assumeTrue(Files.isExecutable(CHRT), "chrt is not installed");
        boolean permitted = new ProcessBuilder(CHRT.toString(), "-f", "20", "true").start().waitFor() == 0;
        FutureTask<Scheduling> task = new FutureTask<>(RealtimeTest::request);
        Thread.ofPlatform().start(task);
        assertThat(task.get()).isEqualTo(permitted ? new Scheduling(true, "1", "20") : new Scheduling(false, "0", "0"));
    }
}
