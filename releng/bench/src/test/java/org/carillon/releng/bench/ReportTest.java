package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void writesMarkdown() {
        Report report = new Report(List.of("one", "two"));
        report.put("size", "two", "2");
        report.put("speed", "one", "3");
        report.note("That is all.");
        assertThat(report).hasToString("""
                |  | one | two |
                | --- | --- | --- |
                | size | - | 2 |
                | speed | 3 | - |

                - That is all.
                """);
    }
}
