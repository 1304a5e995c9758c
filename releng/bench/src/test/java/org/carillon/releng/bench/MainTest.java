package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bench runs; what it measures is not judged. */
class MainTest {
    @Test
    void measures() throws Exception {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        String text = Main.measure(Path.of(System.getProperty("carillon.root")), Options.parse(List.of("--quick", "--flat", "5")), nowhere);
        assertThat(text).containsPattern("\\| process start to first REGISTER, warm \\| \\d")
                .containsPattern("INVITE to 180, p50 / p99 \\| \\d")
                .containsPattern("RTP lateness, p50 / p99 / p99.9, 1 call \\| \\d").containsPattern("CPU, % of a core, many calls \\| \\d")
                .containsPattern("all settings, p50 / p99 \\| \\d").containsPattern("all settings, allocated, MB each \\| \\d")
                .containsPattern("not modified \\(304\\), CPU each \\| \\d").containsPattern("All settings: \\d{3,} in one file")
                .containsPattern("\\|  \\| H3G, 320 x 240 \\| M8, 800 x 480 \\|")
                .containsPattern("key to changed panel, p50 / p99 / p99.9 \\| \\d\\S* / \\d\\S* / \\d\\S*, max \\d\\S* \\| \\d")
                .containsPattern("CPU, % of a core, a panel is open \\| \\d\\S* \\| \\d")
                .containsPattern("its panel is open \\| \\d+\\.\\d \\(\\d+\\.\\d\\) \\| \\d")
                .containsPattern("\\| 5 \\| \\d+\\.\\d \\| \\d+\\.\\d\\d \\| \\d+ \\| \\d+ \\|").containsPattern("image, MB \\| \\d");
    }
}
