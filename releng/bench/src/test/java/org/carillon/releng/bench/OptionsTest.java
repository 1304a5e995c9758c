package org.carillon.releng.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void hasDefaults() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(9, 1000, 40, 600, 200, 0, ""));
    }

    @Test
    void takesNumbersWhateverTheOrder() {
        assertThat(Options.parse(List.of("--starts", "2", "--calls", "30", "--quick", "--panel", "--presses", "7", "--flat", "20000")))
                .isEqualTo(new Options(2, 30, 1, 7, 2, 20000, "panel"));
    }

    @Test
    void refusesOthers() {
        assertThatThrownBy(() -> Options.parse(List.of("--calls"))).hasMessageContaining("--calls : a number from 2");
        assertThatThrownBy(() -> Options.parse(List.of("--seconds", "x"))).hasMessageContaining("--seconds x");
        assertThatThrownBy(() -> Options.parse(List.of("--starts", "0"))).hasMessageContaining("from 1");
        assertThatThrownBy(() -> Options.parse(List.of("--fast"))).hasMessage("unknown option --fast");
    }
}
